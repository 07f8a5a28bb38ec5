"""What strangers must never read: values of an indicator that is not public, and sheets under way, each with marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.assessments import AssessmentCreate, NodeScoreUpdate, SheetState, Stage
from contracts.indicators.forms import FormWrite
from contracts.indicators.measurements import MEASUREMENT_RECORDED
from contracts.indicators.obligations import ReminderCreate
from contracts.indicators.panels import PanelMember, PanelTerms
from contracts.indicators.rounds import PublicationInstrument, QuestionCreate, SheetVerb
from contracts.indicators.sources import ObservationChoice, ObservationCreate
from contracts.indicators.submissions import CellReason, CellUpdate, SubmissionCreate, SubmissionReturn
from contracts.indicators.values import Source, ValueCreate
from contracts.periods import Period
from kit import clock
from kit.caller import Caller, Grant
from kit.database import in_unit
from kit.feeds import Event
from services.indicators.actions.assessments import open_assessment, save_scores
from services.indicators.actions.definitions import define_indicators
from services.indicators.actions.evidence import SentFile, add_file, attach
from services.indicators.actions.forms import publish_form
from services.indicators.actions.frameworks import publish_framework
from services.indicators.actions.measurements.intake import take_in
from services.indicators.actions.sources import choose_observation, record_observation
from services.indicators.actions.submissions.entering import save_cells
from services.indicators.actions.submissions.moving import return_submission, submit
from services.indicators.actions.submissions.opening import open_submission
from services.indicators.actions.submissions.reminding import remind_units
from services.indicators.actions.values import publish_values
from services.indicators.queries.evidence.attachments import get_cell, get_criterion
from services.indicators.queries.frameworks import get_stored
from services.indicators.queries.panels import marks, seats
from services.indicators.queries.panels.marks import Given
from services.indicators.queries.rounds import publishing, states
from services.indicators.queries.rounds.publishing import Scope
from services.indicators.queries.rounds.states import Step
from services.indicators.queries.source import Transaction
from services.indicators.rules.definitions import IndicatorDefinition
from services.indicators.rules.panels.membership import Part
from services.indicators.rules.rounds.certificates import Certificate
from services.indicators.rules.score_changes import Kept
from tests.harness.files import pdf
from tests.harness.frameworks import flat, head
from tests.harness.live import LiveSystem

CODE, PERIOD = "MAT-01", "2026-Q2"
FRAMEWORK, YEAR = "CDS-XA-2025", "2025"
SCORED = ("1.1", "1.2")
FORM, OWED, DAY = "MAT-QUY", "2026-Q3", date(2026, 11, 30)
_RIGHTS = frozenset(
    {
        Right.VALUES_WRITE,
        Right.SOURCES_RESOLVE,
        Right.ASSESSMENTS_APPRAISE,
        Right.INDICATORS_READ,
        Right.FORMS_WRITE,
        Right.SUBMISSIONS_REVIEW,
    }
)


def secret_indicator() -> IndicatorDefinition:
    """An indicator that only those within reach read."""
    return IndicatorDefinition.model_validate(
        {
            "code": CODE, "name": "Chỉ tiêu nội bộ", "name_en": "Internal indicator", "pillar": "government",
            "kind": "amount", "unit": "đồng", "direction": "up", "decimals": 3, "aggregation": "sum",
            "responsible": "Thử", "definition": "Thử", "legal_basis": "Thử", "public": False,
        }
    )  # fmt: skip


def _secret_form(areas: Sequence[str]) -> FormWrite:
    """A form of the secret indicator."""
    return FormWrite.model_validate(
        {
            "name": "Biểu nội bộ", "name_en": "Internal form", "issuer": "Thử", "areas": list(areas), "level": "X",
            "frequency": "quarter", "due": 10, "first_period": OWED, "items": [{"indicator": CODE}],
        }
    )  # fmt: skip


@dataclass(slots=True)
class Secrets:
    """Marks by the unit they were planted in: numbers and words that stand nowhere else."""

    system: LiveSystem
    marks: dict[str, list[str]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    submissions: dict[str, str] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(731_000_017, 104_729))

    def plant(self, *areas: str) -> None:
        """Give every commune a corrected value, a sheet that was appraised, and a submission that was returned."""
        self.system.run(self._plant(areas))

    def add_sums(self, provinces: Mapping[str, Sequence[str]]) -> None:
        """The sums of provinces are theirs to read, not their communes'; the nation's is nobody's below."""
        for province, areas in provinces.items():
            self.marks[province] = [str(sum(self.values[area] for area in areas))]
        self.marks["VN"] = [str(sum(self.values.values()))]

    def papers(self, area: str) -> dict[str, str]:
        """The sheet and the submission of a commune."""
        return {"sheet": self.sheets[area], "submission": self.submissions[area]}

    def of_others(self, area: str) -> list[str]:
        """The marks of every unit but one."""
        return [mark for unit, marks in self.marks.items() if unit != area for mark in marks]

    async def _plant(self, areas: tuple[str, ...]) -> None:
        async with in_unit(self.system.databases["indicators"]) as session:
            await define_indicators(session, [secret_indicator()])
            author = Caller("gieo", "service", "Người gieo", (Grant(_RIGHTS, "VN"),))
            for _ in range(2):
                values = [self._value(area) for area in areas]
                await publish_values(session, values, by=author, source=Source.ENTERED)
            for area in areas:
                await self._say(session, author, area)
                await publish_framework(session, head(f"THU-{area.upper()}", area=area, issuer=area) + flat())
                rights = frozenset({Right.ASSESSMENTS_SELF, Right.VALUES_WRITE})
                own = Caller("gieo", "service", "Người gieo", (Grant(rights, area),))
                wanted = AssessmentCreate(framework=FRAMEWORK, area=area, period=YEAR)
                sheet, _ = await open_assessment(session, own, wanted)
                self.sheets[area] = str(sheet)
                self.marks[area].append(str(sheet))
                for caller, stage in ((own, Stage.SELF), (author, Stage.APPRAISED)):
                    scores = [self._score(area, code, stage) for code in SCORED]
                    await save_scores(session, caller, sheet, scores, seen=None, pointer=lambda _, name: name)
                await self._give_evidence(session, area, sheet)
                await self._go_round(session, area, sheet)
                await self._seat(session, area, sheet)
            await publish_form(session, author, FORM, _secret_form(areas), seen=None)
            for area in areas:
                await self._submit(session, author, area)

    async def _give_evidence(self, session: AsyncSession, area: str, sheet: UUID) -> None:
        """One file behind the unit's value and its score."""
        rights = frozenset({Right.VALUES_WRITE, Right.ASSESSMENTS_SELF})
        own = Caller("gieo", "service", "Người gieo", (Grant(rights, area),))
        words = self._mark(area)
        sent = SentFile(f"{words}.pdf", pdf(words))
        piece, _ = await add_file(session, own, area, sent, f"Trích yếu {self._mark(area)}")
        source = Transaction(session)
        for subject in (
            await get_cell(source, CODE, area, Period.parse(PERIOD)),
            await get_criterion(source, sheet, SCORED[0]),
        ):
            await attach(session, own, subject, piece, f"Trang {self._mark(area)}")

    async def _submit(self, session: AsyncSession, author: Caller, area: str) -> None:
        own = Caller("gieo", "service", "Người gieo", (Grant(frozenset({Right.VALUES_WRITE}), area),))
        wanted = SubmissionCreate(form=FORM, area=area, period=OWED)
        submission, _ = await open_submission(session, own, wanted, DAY)
        self.submissions[area] = str(submission)
        self.marks[area].append(str(submission))
        cell = CellUpdate(indicator=CODE, value=Decimal(self._mark(area)), note=f"Ghi chú {self._mark(area)}")
        await save_cells(session, own, submission, [cell], seen=1)
        await submit(session, own, submission, seen=2, today=DAY)
        said = SubmissionReturn(cells=[CellReason(indicator=CODE, reason=f"Lý do {self._mark(area)}")])
        await return_submission(session, author, submission, said, seen=3)
        await remind_units(session, author, ReminderCreate(form=FORM, period=OWED, areas=[area]), DAY)

    async def _go_round(self, session: AsyncSession, area: str, sheet: UUID) -> None:
        """A step and a question of the sheet; and, of another period, what was published of the unit."""
        source = Transaction(session)
        step = Step(SheetVerb.ASK, SheetState.APPRAISING, SheetState.EXPLAINING, f"Bước {self._mark(area)}")
        await states.remember(source, [sheet], step, by_id="gieo", by_name="Người gieo")
        stored = await get_stored(source, FRAMEWORK)
        question = QuestionCreate(code=SCORED[0], question=f"Câu hỏi {self._mark(area)}")
        await states.ask(source, sheet, stored.id, [question], "Người gieo")
        decision = PublicationInstrument(number="1/QĐ-UBND", issued_on=date(2020, 1, 2))
        scope = Scope(stored.id, FRAMEWORK, stored.definition_hash, Period.parse("2019"), area, decision)
        made = await publishing.write_publication(source, scope, [], by_id="gieo", by_name="Người gieo")
        one = Decimal(1)
        certificate = Certificate(area, None, 0, "Chưa đạt", one, one, one, None, [])
        await publishing.write_recognitions(source, scope, made.id, {sheet: certificate})

    async def _seat(self, session: AsyncSession, area: str, sheet: UUID) -> None:
        """A panel for the unit alone, with what a member gave and the head agreed."""
        source = Transaction(session)
        stored = await get_stored(source, FRAMEWORK)
        member = PanelMember(account="gieo", name=f"Thành viên {self._mark(area)}", head=True)
        panel = await seats.add_panel(
            source,
            framework_id=stored.id,
            period=Period.parse(YEAR),
            area=area,
            unit_class=None,
            terms=PanelTerms(members=[member]),
            by_name="Người gieo",
        )
        assert panel is not None
        given = [Given(SCORED[0], Kept(Decimal("1.37")), f"Nhận xét {self._mark(area)}")]
        await marks.put_scores(source, panel, sheet, stored.id, "gieo", given)
        await marks.put_part(source, panel, sheet, "gieo", Part(reason=f"Lý do {self._mark(area)}"))
        await marks.put_agreements(source, panel, sheet, stored.id, given, by_id="gieo", by_name="Người gieo")

    async def _say(self, session: AsyncSession, author: Caller, area: str) -> None:
        """A source says the value as well, and is chosen; another service measures another period."""
        said = ObservationCreate(
            indicator=CODE, area=area, period=PERIOD, value=self.values[area], kind="report",
            source=f"Báo cáo {self._mark(area)}", quote=f"Lời {self._mark(area)}",
        )  # fmt: skip
        observation = await record_observation(session, author, said)
        choice = ObservationChoice(reason=f"Chọn {self._mark(area)}")
        await choose_observation(session, author, observation, choice, seen=1)
        told = {
            "source": "teams",
            "key": f"Mã {self._mark(area)}",
            "indicator": CODE,
            "area": area,
            "period": "2025-Q4",
        }
        told |= {"value": int(self._mark(area)), "note": f"Ghi chú {self._mark(area)}"}
        event = Event(MEASUREMENT_RECORDED, "/teams", area, told, id=str(uuid4()), at=clock.now())
        await take_in(session, "teams", [event])

    def _mark(self, area: str) -> str:
        number = str(next(self._numbers))
        self.marks.setdefault(area, []).append(number)
        return number

    def _value(self, area: str) -> ValueCreate:
        value = Decimal(self._mark(area))
        self.values[area] = int(value)
        return ValueCreate(
            indicator=CODE, area=area, period=PERIOD, value=value, note=f"Ghi chú {self._mark(area)}", reason="Sửa"
        )

    def _score(self, area: str, code: str, stage: Stage) -> NodeScoreUpdate:
        return NodeScoreUpdate(code=code, stage=stage, points=Decimal("1.37"), reason=f"Lời {self._mark(area)}")
