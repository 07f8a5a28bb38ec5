"""Sample recognition, invented and marked so: units of Lào Cai under a framework that nobody issued."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.assessments import AssessmentCreate, NodeScoreUpdate, Stage
from contracts.indicators.rounds import PublicationInstrument, SheetPublicationCreate, SheetVerb, StepCreate
from kit.caller import Caller, Grant
from kit.database import Database, in_unit
from services.indicators.actions.assessments import open_assessment, save_scores
from services.indicators.actions.frameworks import publish_framework
from services.indicators.actions.rounds.publishing import publish_sheets
from services.indicators.actions.rounds.stepping import take_step
from services.indicators.queries.areas import list_units
from services.indicators.queries.assessments import get_entry
from services.indicators.queries.source import Transaction

FILE = Path(__file__).parent / "minh-hoa.yaml"
FRAMEWORK, PERIOD, LAO_CAI = "MINH-HOA-XA", "2025", "T15-2025"
PUBLISHED, LEFT_OPEN = 24, 4
"""So many units are recognised, and so many are still being appraised."""
FULL, HALF = Decimal(10), Decimal(5)
_TODAY = date(2026, 11, 30)
_ADVANCED = ("1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1", "5.1")
_BASIC = ("1.1", "2.1", "3.1", "3.2", "5.1")
_EXTENDED = ("1.2", "2.2", "3.3", "4.1", "5.2")
_ALL = tuple(sorted({*_ADVANCED, *_EXTENDED}))
_DECISION = PublicationInstrument(number="01/QĐ-MINHHOA", issued_on=date(2026, 11, 27))
_PROVINCE = Grant(frozenset({Right.ASSESSMENTS_APPRAISE, Right.ASSESSMENTS_FINALISE}), LAO_CAI)


async def seed_recognitions(database: Database) -> None:
    """Take some sheets through their whole round; what is there already stays as people left it."""
    async with in_unit(database) as session:
        await publish_framework(session, FILE.read_text(encoding="utf-8"))
        rows = await list_units(database.reader, LAO_CAI, date(2025, 12, 31))
        units = [row.id for row in rows][: PUBLISHED + LEFT_OPEN]
        if not all([await _judge(session, area, place) for place, area in enumerate(units)]):
            return
        wanted = SheetPublicationCreate(
            framework=FRAMEWORK, period=PERIOD, within=LAO_CAI, instrument=_DECISION, leave_out_unfinished=True
        )
        await publish_sheets(session, _caller(LAO_CAI), wanted, today=_TODAY, illustrative=True)


def _caller(area: str) -> Caller:
    own = Grant(frozenset({Right.ASSESSMENTS_SELF}), area)
    return Caller(id="sample-data", kind="service", name="Dữ liệu mẫu nạp sẵn", grants=(own, _PROVINCE))


async def _judge(session: AsyncSession, area: str, place: int) -> bool:
    """Take one sheet to its final scores, or leave it with the appraisal; False when it was there already."""
    caller = _caller(area)
    wanted = AssessmentCreate(framework=FRAMEWORK, area=area, period=PERIOD)
    sheet, is_new = await open_assessment(session, caller, wanted)
    if not is_new:
        return False
    met = _met(place)
    await _score(session, caller, sheet, list(_scores(Stage.SELF, {*met, _BASIC[place % 5]})))
    await _step(session, caller, sheet, SheetVerb.SUBMIT)
    await _step(session, caller, sheet, SheetVerb.BEGIN)
    await _score(session, caller, sheet, list(_scores(Stage.APPRAISED, met)))
    if place < PUBLISHED:
        await _step(session, caller, sheet, SheetVerb.FINALISE)
    return True


def _met(place: int) -> set[str]:
    """The criteria that a unit meets: some all of the higher level, most the lower one, some miss a mandatory one."""
    if place % 6 == 0:
        return {*_ADVANCED, _EXTENDED[place % 5]}
    some = {_EXTENDED[(place + step) % 5] for step in range(2 + place % 2)}
    if place % 3 == 2:
        return {*_BASIC, *some} - {_BASIC[place % 5]}
    return {*_BASIC, *some}


def _scores(stage: Stage, met: set[str]) -> Iterator[NodeScoreUpdate]:
    """Full points for what is met, half of them elsewhere; where the appraisal gives less than the unit, it says so."""
    reason = "Điểm minh hoạ" if stage is Stage.APPRAISED else None
    for code in _ALL:
        yield NodeScoreUpdate(code=code, stage=stage, points=FULL if code in met else HALF, reason=reason)


async def _score(session: AsyncSession, caller: Caller, sheet: UUID, updates: Sequence[NodeScoreUpdate]) -> None:
    await save_scores(session, caller, sheet, updates, seen=None, pointer=lambda place, field: f"/{place}/{field}")


async def _step(session: AsyncSession, caller: Caller, sheet: UUID, verb: SheetVerb) -> None:
    seen = (await get_entry(Transaction(session), sheet)).head.version
    await take_step(session, caller, sheet, StepCreate(verb=verb), seen=seen, today=_TODAY)
