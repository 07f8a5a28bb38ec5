"""Sample submissions of Lào Cai, invented and marked so: some in every state, so that every list shows something."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.indicators.evidence import InstrumentEvidence
from contracts.indicators.obligations import ReminderCreate
from contracts.indicators.submissions import (
    AcceptanceItem,
    CellReason,
    CellUpdate,
    PublicationCreate,
    SubmissionCreate,
    SubmissionReturn,
    SubmissionState,
)
from contracts.indicators.values import Source
from contracts.periods import Period
from kit.caller import Caller, Grant
from kit.database import Database, in_unit
from services.indicators.actions.evidence import add_instrument, attach
from services.indicators.actions.submissions.entering import save_cells
from services.indicators.actions.submissions.many import accept_many, publish_many
from services.indicators.actions.submissions.moving import return_submission, submit
from services.indicators.actions.submissions.opening import open_submission
from services.indicators.actions.submissions.reminding import remind_units
from services.indicators.queries.areas import list_units
from services.indicators.queries.evidence.attachments import get_cell
from services.indicators.queries.source import Transaction
from services.indicators.seed.illustrative import continued

LAO_CAI, TU_LE = "T15-2025", "X04630-2025"
QUARTERLY, QUARTER = "CDS-XA-QUY", "2026-Q4"
MONTHLY, MONTH = "HC-XA-THANG", "2026-11"
TODAY = date(2026, 11, 30)
"""The day on which the samples are looked at."""
_NOTE = "Số liệu minh hoạ"
_STATES = SubmissionState
_PLAN = {
    MONTHLY: ((_STATES.PUBLISHED, 50), (_STATES.ACCEPTED, 12), (_STATES.SUBMITTED, 12), (_STATES.RETURNED, 4),
              (_STATES.DRAFT, 6)),
    QUARTERLY: ((_STATES.ACCEPTED, 6), (_STATES.SUBMITTED, 10), (_STATES.RETURNED, 4), (_STATES.DRAFT, 14)),
}  # fmt: skip
"""How many units of each form stand where; the rest has not begun."""
_RATIOS = {"HC-01": (260, 74), "HC-02": (9, 85)}
_COUNTS = {"HC-03": 6, "HC-04": 180}
_REVIEWED, _LESS = "KTS-02", Decimal("0.94")
"""Of what is sent back, this denominator is less by so much than the quarter before."""
_EXPLANATION = "Đã rà soát lại danh sách cư trú (giải trình minh hoạ)."
_PROVED = {QUARTERLY: ("CQS-03", "NT-02"), MONTHLY: ("HC-01",)}
_OF_FORM = {
    QUARTERLY: ("CQS-03", "KTS-01", "KTS-02", "KTS-03", "XHS-01", "XHS-02", "XHS-03", "NT-02", "NT-03"),
    MONTHLY: ("HC-01", "HC-02", "HC-03", "HC-04"),
}
_OFFICE = Caller(
    id="sample-data",
    kind="service",
    name="Dữ liệu mẫu nạp sẵn",
    grants=(Grant(frozenset({Right.SUBMISSIONS_REVIEW, Right.SUBMISSIONS_PUBLISH}), LAO_CAI),),
)
_REASONS = {
    "KTS-02": "Mẫu số giảm nhiều so với quý trước, đề nghị rà soát lại số người trong độ tuổi.",
    "NT-03": "Chưa khớp với danh sách hộ của thôn, đề nghị đối chiếu.",
    "HC-01": "Đề nghị đối chiếu với số trên cổng dịch vụ công.",
}


@dataclass(frozen=True, slots=True)
class _Sample:
    """One unit, one form, and how far it has come."""

    form: str
    period: str
    area: str
    kind: str
    state: SubmissionState


async def seed_submissions(database: Database) -> None:
    """Bring the sample submissions where they stand; once there are any, what people did stays."""
    async with in_unit(database) as session:
        units = {row.id: row.kind for row in await list_units(database.reader, LAO_CAI, TODAY)}
        for form, period in ((MONTHLY, MONTH), (QUARTERLY, QUARTER)):
            samples = list(_planned(form, period, units))
            made = [(sample, await _enter(session, sample)) for sample in samples]
            if all(id_ is None for _, id_ in made):
                return
            await _decide(session, [(sample, id_) for sample, id_ in made if id_ is not None])
        await _remind(session, list(units))


def _planned(form: str, period: str, units: Mapping[str, str]) -> Iterator[_Sample]:
    """Which unit stands where; Tú Lệ, which has an account to try, was sent back."""
    ordered = sorted(set(units) - {TU_LE}, key=lambda unit: _chance(form, unit))
    own = _STATES.RETURNED if form == QUARTERLY else _STATES.DRAFT
    yield _Sample(form, period, TU_LE, units[TU_LE], own)
    for state, count in _PLAN[form]:
        for unit in ordered[:count]:
            yield _Sample(form, period, unit, units[unit], state)
        ordered = ordered[count:]


async def _enter(session: AsyncSession, sample: _Sample) -> UUID | None:
    """Open, fill and send it as far as it goes; None when it was there already."""
    officer = Caller(
        id="sample-data",
        kind="service",
        name="Dữ liệu mẫu nạp sẵn",
        grants=(Grant(frozenset({Right.VALUES_WRITE}), sample.area),),
    )
    wanted = SubmissionCreate(form=sample.form, area=sample.area, period=sample.period)
    id_, is_new = await open_submission(session, officer, wanted, TODAY)
    if not is_new:
        return None
    codes = _OF_FORM[sample.form]
    if sample.state is _STATES.DRAFT:
        codes = codes[: 1 + int(_chance("draft", sample.area) * (len(codes) - 1))]
    await save_cells(session, officer, id_, [_cell(code, sample) for code in codes], seen=1)
    if sample.state is not _STATES.DRAFT:
        await _prove(session, officer, sample)
        await submit(session, officer, id_, seen=2, today=_sent_on(sample))
    return id_


async def _prove(session: AsyncSession, officer: Caller, sample: _Sample) -> None:
    """Name the document that stands behind the numbers that need one."""
    period, source = Period.parse(sample.period), Transaction(session)
    document = InstrumentEvidence(
        area=sample.area,
        number=f"{1 + int(_chance('document', sample.area) * 200)}/BC-UBND",
        issued_on=_sent_on(sample),
        abstract=f"Báo cáo số liệu {period.label} (văn bản minh hoạ)",
        issuer="Ủy ban nhân dân cấp xã",
    )
    evidence, _ = await add_instrument(session, officer, document)
    for code in _PROVED[sample.form]:
        await attach(session, officer, await get_cell(source, code, sample.area, period), evidence, None)


async def _decide(session: AsyncSession, made: Sequence[tuple[_Sample, UUID]]) -> None:
    """Return, accept and publish what was sent."""
    for state in (_STATES.PUBLISHED, _STATES.ACCEPTED):
        items = [AcceptanceItem(id=id_, version=3) for sample, id_ in made if sample.state is state]
        if items:
            await accept_many(session, _OFFICE, items)
        if items and state is _STATES.PUBLISHED:
            wanted = PublicationCreate(form=made[0][0].form, period=made[0][0].period, area=LAO_CAI)
            await publish_many(session, _OFFICE, wanted, source=Source.ILLUSTRATIVE)
    for sample, id_ in made:
        if sample.state is _STATES.RETURNED:
            cells = [
                CellReason(indicator=code, reason=_REASONS[code]) for code in _OF_FORM[sample.form] if code in _REASONS
            ]
            said = SubmissionReturn(reason="Đề nghị xem lại các số có ghi chú rồi gửi lại.", cells=cells)
            await return_submission(session, _OFFICE, id_, said, seen=3)


async def _remind(session: AsyncSession, units: Sequence[str]) -> None:
    """The units that are late were reminded."""
    wanted = ReminderCreate(form=MONTHLY, period=MONTH, areas=list(units))
    await remind_units(session, _OFFICE, wanted, TODAY)


def _sent_on(sample: _Sample) -> date:
    """Most sent in time, some a few days late."""
    if sample.form == QUARTERLY:
        return date(2026, 11, 27)
    late = int(_chance("late", sample.area) * 40) - 30
    return date(2026, 11, 15 + max(0, late))


def _cell(code: str, sample: _Sample) -> CellUpdate:
    area = sample.area
    if code in _COUNTS:
        number = int(_COUNTS[code] * (Decimal("0.5") + _chance(code, area)))
        return CellUpdate(indicator=code, value=Decimal(number), note=_NOTE)
    if code not in _RATIOS:
        return _continued(code, sample)
    whole, percent = _RATIOS[code]
    denominator = max(2, int(whole * (Decimal("0.5") + _chance(code, area, "whole"))))
    part = int(denominator * (percent + 14 * (_chance(code, area) - Decimal("0.5"))) / 100)
    return CellUpdate(
        indicator=code, numerator=Decimal(min(part, denominator)), denominator=Decimal(denominator), note=_NOTE
    )


def _continued(code: str, sample: _Sample) -> CellUpdate:
    """A number that goes on from the quarters before."""
    numbers = continued(code, sample.area, sample.kind)
    if code == _REVIEWED and sample.state is _STATES.RETURNED:
        numbers = {name: Decimal(int(number * _LESS)) for name, number in numbers.items()}
        return CellUpdate(indicator=code, note=_NOTE, explanation=_EXPLANATION, **numbers)
    return CellUpdate(indicator=code, note=_NOTE, **numbers)


def _chance(*words: str) -> Decimal:
    """A number from 0 to 1 that is always the same for the same words."""
    digest = hashlib.sha256("/".join(words).encode()).digest()
    return Decimal(int.from_bytes(digest[:6], "big")) / Decimal(2**48)
