"""Setting, changing and withdrawing targets: every version is kept, nobody overwrites what they have not seen."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.targets import TargetCreate, TargetSource, TargetTerms, TargetUpdate
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, Stale
from kit.preconditions import etag
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries.definitions import current_definitions
from services.indicators.queries.register import current_register
from services.indicators.queries.source import Source, Transaction
from services.indicators.queries.targets import writing
from services.indicators.queries.targets.rows import find_row, get_row
from services.indicators.queries.targets.units import list_areas
from services.indicators.rules.deeds import common_place
from services.indicators.rules.targets.changes import changes_between
from services.indicators.rules.targets.checks import Limits, Wrong, faults_of
from services.indicators.rules.targets.wording import Measured

OUT_OF_REACH = "Địa bàn này ngoài phạm vi của tài khoản."
OTHER_MATTER = "Mục tiêu được giao phải cùng chỉ tiêu và năm đích với mục tiêu cấp trên."
NOT_SAVED = "Chưa lưu mục tiêu, xem từng ô."
TWICE = "Địa bàn đã có mục tiêu này (cùng chỉ tiêu hoặc cách đo, năm đích và vị trí trong văn bản)."
WITHDRAWN = "Mục tiêu đã rút, không sửa được nữa."


async def create_target(
    session: AsyncSession, caller: Caller, wanted: TargetCreate, *, source: TargetSource = TargetSource.ENTERED
) -> UUID:
    """Set one target. Forbidden out of reach, Invalid names each field, Conflict when it is there already."""
    made = await set_targets(session, caller, [wanted], source=source, point=lambda _, field: f"/{field}")
    if not made:
        raise Conflict(TWICE)
    return made[0]


async def set_targets(
    session: AsyncSession,
    caller: Caller,
    wanted: Sequence[TargetCreate],
    *,
    source: TargetSource,
    point: Any = lambda place, field: f"/{place}/{field}",
) -> list[UUID]:
    """Set many targets, all or none; those that are there already stay as they are. Gives the ids of the new ones."""
    transaction = Transaction(session)
    areas = await list_areas(transaction, [one.area for one in wanted])
    indicators = {row.code: row for row in (await current_definitions(transaction)).rows.values()}
    faults: list[Fault] = []
    rows: list[dict[str, Any]] = []
    for place, one in enumerate(wanted):
        area = areas.get(one.area)
        if area is not None and not caller.may(Right.TARGETS_WRITE, area.reach):
            raise Forbidden(OUT_OF_REACH, [Fault(pointer=point(place, "area"), detail=OUT_OF_REACH)])
        found = [] if area else [Fault(pointer=point(place, "area"), detail=f"Không có địa bàn “{one.area}”.")]
        found += [Fault(pointer=point(place, w.field), detail=w.detail) for w in wrong_terms(one, indicators)]
        if area is not None and one.parent is not None:
            unfit = _unfit(one, area, await find_row(transaction, one.parent))
            found += [Fault(pointer=point(place, "parent"), detail=unfit)] if unfit else []
        faults += found
        if area is not None and not found:
            settled, indicator = settle(one, indicators)
            rows.append(row_of(settled, area.no, one.parent, indicator))
    if faults:
        raise Invalid(NOT_SAVED, faults)
    made = await writing.insert_targets(
        transaction, rows, taken_from=source.value, by_id=caller.id, by_name=caller.name
    )
    await _tell_set(session, caller, made)
    return [row.id for row in made]


async def change_target(session: AsyncSession, caller: Caller, target: UUID, wanted: TargetUpdate, seen: int) -> None:
    """Write a new version. Forbidden out of reach, Stale when it has moved on, Conflict once it is withdrawn."""
    transaction = Transaction(session)
    row = await _held(transaction, caller, target, seen)
    indicators = {found.code: found for found in (await current_definitions(transaction)).rows.values()}
    faults = [Fault(pointer=f"/{wrong.field}", detail=wrong.detail) for wrong in wrong_terms(wanted, indicators)]
    if row.parent_id is not None and not _is_same(wanted, row):
        faults.append(Fault(pointer="/indicator", detail=OTHER_MATTER))
    if faults:
        raise Invalid(NOT_SAVED, faults)
    settled, indicator = settle(wanted, indicators)
    columns = writing.columns_of(settled, indicator)
    if await writing.has_twin(transaction, target, row.area_no, columns):
        raise Conflict(TWICE)
    terms = writing.kept_terms(settled)
    changes = changes_between(await writing.last_terms(transaction, target), terms)
    if not changes:
        return
    given = {"by_id": caller.id, "by_name": caller.name, "reason": wanted.reason}
    await writing.update_target(transaction, target, columns, terms, **given)
    before = {change.name: change.before for change in changes}
    after = {change.name: change.after for change in changes}
    deed = Deed(Action.TARGET_CHANGED, f"target:{target}", row.area, before, after, wanted.reason)
    await tell(session, caller, deed)


async def withdraw_target(session: AsyncSession, caller: Caller, target: UUID, reason: str, seen: int) -> None:
    """Withdraw a target with a reason; it stays readable with its history."""
    transaction = Transaction(session)
    row = await _held(transaction, caller, target, seen)
    await writing.withdraw_target(transaction, target, by_id=caller.id, by_name=caller.name, reason=reason)
    await tell(session, caller, Deed(Action.TARGET_WITHDRAWN, f"target:{target}", row.area, reason=reason))


def settle(terms: TargetTerms, indicators: Mapping[str, Any]) -> tuple[TargetTerms, int | None]:
    """Terms with what the indicator says where they say nothing, and the number of the indicator."""
    if terms.indicator is None:
        return terms.model_copy(update={"unit": terms.unit or ""}), None
    known = indicators[terms.indicator]
    filled = {"measure": terms.measure or known.name, "unit": terms.unit or known.unit}
    return terms.model_copy(update=filled), known.no


def row_of(settled: TargetTerms, area_no: int, parent: UUID | None, indicator: int | None) -> dict[str, Any]:
    """A new target as it is written."""
    above = None if parent is None else str(parent)
    terms = writing.kept_terms(settled)
    return {**writing.columns_of(settled, indicator), "area_no": area_no, "parent_id": above, "terms": terms}


async def held_target(source: Source, caller: Caller, target: UUID) -> Any:
    """The row of a target in force, locked, that the caller may change; NotFound, Forbidden, Conflict."""
    found = await get_row(source, target)
    if not caller.may(Right.TARGETS_WRITE, found.reach):
        raise Forbidden(OUT_OF_REACH)
    row = await get_row(source, target, lock=True)
    if row.withdrawn_at is not None:
        raise Conflict(WITHDRAWN)
    return row


async def _held(source: Source, caller: Caller, target: UUID, seen: int) -> Any:
    row = await held_target(source, caller, target)
    if row.version != seen:
        raise Stale(
            f"Mục tiêu đã được người khác sửa, nay ở phiên bản {row.version}. Hãy xem thay đổi rồi lưu lại.",
            headers={"ETag": etag(row.version)},
        )
    return row


def wrong_terms(terms: TargetTerms, indicators: Mapping[str, Any]) -> list[Wrong]:
    """What no target may say, field by field."""
    known = None if terms.indicator is None else indicators.get(terms.indicator)
    limits = None
    if known is not None:
        limits = Limits(Measured(terms.unit or known.unit, known.decimals), known.minimum, known.maximum)
    found = faults_of(terms, limits)
    if terms.indicator is not None and known is None:
        found.insert(0, Wrong("indicator", f"Không có chỉ tiêu “{terms.indicator}”."))
    return found


def _unfit(one: TargetTerms, area: Any, above: Any | None) -> str | None:
    """Why a target is no part of the one above: elsewhere, or of something else."""
    if above is None or above.withdrawn_at is not None or above.area not in area.ancestors:
        return "Không phải mục tiêu của địa bàn cấp trên."
    return None if _is_same(one, above) else OTHER_MATTER


def _is_same(one: TargetTerms, held: Any) -> bool:
    """Whether terms are about what a stored target is about: only then do their values add up."""
    about = one.measure == held.measure if one.indicator is None else True
    return about and one.indicator == held.indicator and one.horizon == str(Period.from_key(held.horizon))


async def _tell_set(session: AsyncSession, caller: Caller, made: Sequence[Any]) -> None:
    if len(made) == 1:
        await tell(session, caller, Deed(Action.TARGET_SET, f"target:{made[0].id}", made[0].area))
    elif made:
        areas = {row.area for row in made}
        place = common_place(areas, (await current_register(session)).areas)
        await tell(session, caller, Deed(Action.TARGET_SET, "targets", place, after={"created": len(made)}))
