"""Setting up panels, changing who sits on them, dissolving them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.panels import PanelCreate, PanelMember, PanelTerms, PanelUpdate
from contracts.periods import Period
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, Stale
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries import frameworks, scores
from services.indicators.queries.panels import seats
from services.indicators.queries.panels.seats import Seats
from services.indicators.queries.source import Source, Transaction
from services.indicators.rules.framework import Framework
from services.indicators.rules.panels.membership import Member, misfits, too_low
from services.indicators.rules.territory import OUT_OF_REACH

NOT_ARRANGED = "Chưa lập được tổ thẩm định, xem từng vị trí."
TWICE = "Bộ chỉ số, kỳ và địa bàn này đã có tổ thẩm định; hãy sửa tổ đó."


async def arrange_panel(session: AsyncSession, caller: Caller, wanted: PanelCreate) -> UUID:
    """Set up a panel. Forbidden out of reach, Invalid naming every fault, Conflict when there is one already."""
    source = Transaction(session)
    period = Period.parse(wanted.period)
    stored = await frameworks.find_framework(source, wanted.framework)
    area = await scores.find_area(source, wanted.area)
    faults = []
    if stored is None:
        faults.append(Fault(pointer="/framework", detail=f"Không có bộ chỉ số “{wanted.framework}”."))
    if area is None:
        faults.append(Fault(pointer="/area", detail=f"Không có địa bàn “{wanted.area}”."))
    if stored is None or area is None:
        raise Invalid(NOT_ARRANGED, faults)
    _refuse_out_of_reach(caller, area.reach)
    _refuse_unfit(stored.framework, wanted, period)
    made = await seats.add_panel(
        source,
        framework_id=stored.id,
        period=period,
        area=wanted.area,
        unit_class=wanted.unit_class,
        terms=wanted,
        by_name=caller.name,
    )
    if made is None:
        raise Conflict(TWICE)
    of = {"framework": wanted.framework, "period": wanted.period, "unit_class": wanted.unit_class}
    deed = Deed(Action.PANEL_ARRANGED, f"panel:{made}", wanted.area, after=of | _told(wanted.members, wanted.threshold))
    await tell(session, caller, deed)
    return made


async def change_panel(session: AsyncSession, caller: Caller, panel: UUID, wanted: PanelUpdate, *, seen: int) -> None:
    """Give a panel other members; what those who stay have given stays. Stale when it moved meanwhile."""
    source = Transaction(session)
    found = await _held(source, caller, panel)
    stored = (await frameworks.frameworks_by_id(source, {found.framework_id}))[found.framework_id]
    _refuse_misfits(_of_class(stored.framework, found.unit_class), wanted)
    if not await seats.change_panel(source, panel, wanted, seen=seen, by_name=caller.name):
        raise _stale(found)
    before = _told([PanelMember(**one) for one in found.members], found.threshold)
    after = _told(wanted.members, wanted.threshold)
    await tell(
        session, caller, Deed(Action.PANEL_CHANGED, f"panel:{panel}", found.area, before, after, wanted.reason or None)
    )


async def dissolve_panel(session: AsyncSession, caller: Caller, panel: UUID, reason: str, *, seen: int) -> None:
    """End a panel: its sheets are judged as before there was one; what it agreed stays."""
    source = Transaction(session)
    found = await _held(source, caller, panel)
    if not await seats.dissolve_panel(source, panel, seen=seen, by_name=caller.name):
        raise _stale(found)
    before = _told([PanelMember(**one) for one in found.members], found.threshold)
    await tell(session, caller, Deed(Action.PANEL_DISSOLVED, f"panel:{panel}", found.area, before, reason=reason))


async def _held(source: Source, caller: Caller, panel: UUID) -> Seats:
    found = await seats.get_panel(source, panel, caller.places(Right.ASSESSMENTS_ARRANGE))
    _refuse_out_of_reach(caller, found.reach)
    return found


def _refuse_out_of_reach(caller: Caller, reach: Sequence[str]) -> None:
    if not caller.may(Right.ASSESSMENTS_ARRANGE, reach):
        raise Forbidden(OUT_OF_REACH, [Fault(pointer="/area", detail=OUT_OF_REACH)])


def _refuse_unfit(framework: Framework, wanted: PanelCreate, period: Period) -> None:
    faults = []
    if (why := too_low(framework, wanted.area)) is not None:
        faults.append(Fault(pointer="/area", detail=why))
    if not framework.is_valid_in(period) or period.kind is not framework.period_kind:
        faults.append(Fault(pointer="/period", detail=f"Bộ chỉ số {framework.code} không áp dụng cho kỳ này."))
    if wanted.unit_class is not None and wanted.unit_class not in framework.by_class:
        faults.append(Fault(pointer="/unit_class", detail=f"Bộ chỉ số không có loại đơn vị “{wanted.unit_class}”."))
    if faults:
        raise Invalid(NOT_ARRANGED, faults)
    _refuse_misfits(_of_class(framework, wanted.unit_class), wanted)


def _of_class(framework: Framework, unit_class: str | None) -> Framework:
    return framework if unit_class is None else framework.by_class[unit_class]


def _refuse_misfits(framework: Framework, terms: PanelTerms) -> None:
    members = [
        Member(one.account, one.name, one.head, None if one.groups is None else tuple(one.groups))
        for one in terms.members
    ]
    found = misfits(framework, members)
    if found:
        raise Invalid(NOT_ARRANGED, [Fault(pointer=one.pointer, detail=one.detail) for one in found])


def _told(members: Sequence[PanelMember], threshold: Any) -> dict[str, Any]:
    """Who sits on a panel, as the audit keeps it."""
    return {
        "threshold": str(threshold),
        "members": {
            f"{one.name} ({one.account})": ("chủ trì; " if one.head else "")
            + ("toàn bộ" if one.groups is None else ", ".join(one.groups))
            for one in members
        },
    }


def _stale(found: Seats) -> Stale:
    return Stale(
        f"Tổ thẩm định đã được người khác sửa, nay ở phiên bản {found.version}. Hãy tải lại rồi làm tiếp.",
        headers={"ETag": f'"v{found.version}"'},
    )
