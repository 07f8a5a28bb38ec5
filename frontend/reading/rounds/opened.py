"""The round of one sheet as pages tell it: where it stands, what its visitor may do, what is asked, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from contracts.indicators.assessments import Assessment, NodeScore, RuleKind, Stage
from contracts.indicators.rounds import AllowedVerb, Lack, LackKind, Question, Round, SheetVerb, StageLock
from frontend.addresses import address
from frontend.formats import capital, day, period
from frontend.reading.rounds.words import ASIDE, AT_ONCE, NAMES, NEXT, REACHED, STATES, WAY, round_href, step_href
from frontend.reading.submissions.words import Tag, due_tag, due_text
from kit.clock import today

COPIED = "Đơn vị chưa nộp lần nào, điểm được ghi từ kết quả có sẵn nên mọi lượt chấm đều để mở."
BOXES: Mapping[RuleKind, str] = {RuleKind.RATIO: "t"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step the visitor may take: `at_once` is a button that takes it, else a link leads to its page."""

    verb: SheetVerb
    name: str
    href: str
    kind: str
    at_once: bool
    lacks: int


@dataclass(frozen=True, slots=True)
class LackLine:
    """What hinders a step at a criterion, with the way to its cell."""

    code: str
    name: str
    detail: str
    kind: LackKind
    href: str


@dataclass(frozen=True)
class Opened:
    """A sheet and its round."""

    sheet: Assessment
    round: Round

    @cached_property
    def allowed(self) -> Mapping[SheetVerb, AllowedVerb]:
        """The steps the visitor may take."""
        return {one.verb: one for one in self.round.allowed}

    @property
    def state(self) -> Tag:
        """Where it stands; what was never submitted binds nobody."""
        if self.is_copied:
            return "Chưa qua vòng đánh giá", "none"
        return ("Bị trả lại, đang sửa", "late") if self.returned_for else STATES[self.round.state]

    @property
    def returned_for(self) -> str | None:
        """Why it was sent back, while its unit corrects it."""
        last = next(iter(self.round.steps), None)
        return last.reason if last and last.verb == SheetVerb.SEND_BACK else None

    @property
    def next(self) -> str:
        """What follows, and who does it."""
        return COPIED if self.is_copied else NEXT[self.round.state]

    @property
    def is_copied(self) -> bool:
        """Whether it has judgements though its unit never submitted it: results copied from elsewhere."""
        totals = self.sheet.totals
        return self.round.free and bool(totals.scored_appraised or totals.scored_final)

    @property
    def lede(self) -> str:
        """Which framework of which period."""
        return f"{self.sheet.framework_name} · {capital(period(self.sheet.period))}"

    @property
    def way(self) -> list[tuple[str, str]]:
        """Each step of the way and whether it is done, stands now, or is to come."""
        reached = REACHED[self.round.state]
        return [
            (name, "done" if place < reached else "now" if place == reached else "next")
            for place, name in enumerate(WAY)
        ]

    @property
    def due(self) -> tuple[str, Tag] | None:
        """The day explanations are due, and how that stands."""
        due = self.round.due
        if due is None:
            return None
        return due_text(due), due_tag(due, max(0, (today() - due).days), today(), unsent=True)

    @property
    def since(self) -> str | None:
        """When it came where it stands, and through whom."""
        last = next(iter(self.round.steps), None)
        return f"{last.name}, {last.by}, {day(str(last.at))}" if last else None

    @property
    def decision(self) -> str | None:
        """The decision that published it."""
        told = self.round.published_by
        return f"Quyết định {told.number} ngày {day(str(told.issued_on))}" if told else None

    @property
    def offers(self) -> list[Offer]:
        """The steps the visitor may take, those that lead onward first."""
        found = [self._offer(one) for one in self.round.allowed]
        return sorted(found, key=lambda one: one.verb in ASIDE)

    @property
    def questions(self) -> list[Question]:
        """What waits for the unit's explanation, in the order of the sheet."""
        order = {row.code: place for place, row in enumerate(self.sheet.rows)}
        return sorted((one for one in self.round.questions if one.open), key=lambda one: order.get(one.code, 0))

    @property
    def closed(self) -> list[Question]:
        """What was asked before, newest first."""
        return [one for one in self.round.questions if not one.open]

    @property
    def unanswered(self) -> int:
        """How many questions have no explanation yet."""
        return sum(one.answer is None for one in self.questions)

    @cached_property
    def rows(self) -> Mapping[str, NodeScore]:
        """The criteria by code."""
        return {row.code: row for row in self.sheet.rows}

    def lock(self, stage: Stage) -> StageLock | None:
        """Why scores of a stage may not be changed; None when they may."""
        return next((one for one in self.round.locks if one.stage == stage), None)

    def name(self, code: str) -> str:
        """A criterion as it is called."""
        row = self.rows.get(code)
        return f"{code}. {row.name}" if row else code

    def lacks(self, verb: SheetVerb) -> list[LackLine]:
        """What hinders a step, each with the way to its cell."""
        offered = self.allowed.get(verb)
        return [self._lack(one) for one in offered.lacking] if offered else []

    @property
    def own_href(self) -> str:
        """Where the unit scores itself."""
        return address("/nhap", bm=self.sheet.framework, dv=self.sheet.area, ky=self.sheet.period)

    @property
    def desk_href(self) -> str:
        """Where the sheet is appraised, and read with its three scores."""
        return address("/cham-diem", dv=self.sheet.area, bo=self.sheet.framework, ky=self.sheet.period)

    @property
    def work(self) -> tuple[str, str]:
        """Where the visitor goes on with the sheet itself."""
        if self.allowed.keys() & {SheetVerb.SUBMIT, SheetVerb.EXPLAIN}:
            return "Mở phiếu tự đánh giá", self.own_href
        return "Mở phiếu để chấm" if SheetVerb.ASK in self.allowed else "Xem phiếu", self.desk_href

    @property
    def href(self) -> str:
        """The page of its round."""
        return round_href(self.sheet.id)

    def cell_href(self, code: str) -> str:
        """The box of a criterion on the unit's own page."""
        return f"{self.own_href}#{self._key(code)}"

    def judged_href(self, code: str) -> str:
        """The box of a criterion on the appraiser's page."""
        return f"{self.desk_href}&gd=appraised#{self._key(code)}"

    def evidence_href(self, code: str) -> str:
        """The evidence of a criterion."""
        return f"/minh-chung/tieu-chi/{self.sheet.id}/{code}"

    def unproved(self) -> Sequence[NodeScore]:
        """Criteria with points of the unit and no evidence, though none is demanded."""
        return [row for row in self.sheet.rows if row.self and not row.evidence and not row.evidence_required]

    def _key(self, code: str) -> str:
        box = BOXES.get(self.rows[code].rule, "d") if code in self.rows else "d"
        return f"{box}-{code.replace('.', '-')}"

    def _lack(self, one: Lack) -> LackLine:
        ways = {
            LackKind.SCORE: self.cell_href(one.code),
            LackKind.EVIDENCE: self.evidence_href(one.code),
            LackKind.ANSWER: step_href(self.sheet.id, SheetVerb.EXPLAIN),
            LackKind.JUDGEMENT: self.judged_href(one.code),
            LackKind.AGREEMENT: self.desk_href,
        }
        return LackLine(one.code, one.name, one.detail, one.kind, ways[one.kind])

    def _offer(self, one: AllowedVerb) -> Offer:
        sheet, verb = self.sheet, SheetVerb(one.verb)
        href = step_href(sheet.id, verb)
        if verb is SheetVerb.PUBLISH:
            href = address("/cham-diem/cong-bo", bo=sheet.framework, ky=sheet.period, chon=sheet.area)
        kind = "danger" if verb is SheetVerb.SEND_BACK else "secondary" if verb in ASIDE else "primary"
        return Offer(verb, NAMES[verb], href, kind, verb in AT_ONCE, len({lack.code for lack in one.lacking}))
