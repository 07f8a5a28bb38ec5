"""The history of changes (Lịch sử thay đổi): of one's reach for administrators, of oneself for everybody."""

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.access import Right
from contracts.audit import AuditEvent
from contracts.directory import AREA_ID
from frontend.client import AreaFilter, AuditFilter, Client, ClientDep, card_of
from frontend.reading.days import day_of
from frontend.reading.history import OUTCOME_OPTIONS, Line, action_options, actor_of, changes_of, sealed_of, sentence_of
from frontend.render import NOT_KEPT, view
from frontend.viewer import Viewer
from kit.errors import Invalid, NotFound
from kit.paging import cursor_in
from kit.shapes import Fault, Page

ALL, OWN = "Lịch sử thay đổi", "Lịch sử của tôi"
FIELDS = {"actor": "nguoi", "action": "viec", "outcome": "kq", "place": "dv", "from": "tu", "to": "den"}
SHOWN = [("", "Chỉ thay đổi"), ("tat-ca", "Tất cả, kể cả lượt xem")]
NO_UNIT = "Không tìm thấy đơn vị “{}”."
LAST = 2**63 - 1

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: who, what, outcome, unit, days, readings or not, whose, and where the page goes on."""

    nguoi: str = ""
    viec: str = ""
    kq: str = ""
    dv: str = ""
    tu: str = ""
    den: str = ""
    xem: str = ""
    toi: bool = False
    sau: str = ""

    def href(self, **more: str) -> str:
        """The address of this list with something changed."""
        told = {name: getattr(self, name) for name in ("nguoi", "viec", "kq", "dv", "tu", "den", "xem")}
        told |= {"toi": "1" if self.toi else ""} | more
        query = urlencode({name: text for name, text in told.items() if text})
        return f"/lich-su?{query}" if query else "/lich-su"


async def asked_in_address(
    *,
    request: Request,
    nguoi: Text = "",
    viec: Text = "",
    kq: Text = "",
    dv: Text = "",
    tu: Text = "",
    den: Text = "",
    xem: Text = "",
    toi: Text = "",
    sau: Annotated[str, Query(max_length=500)] = "",
) -> Asked:
    """The address, for somebody who may not read others' history turned to their own."""
    own = bool(toi) or not reads_others(request.state.viewer)
    return Asked(nguoi.strip(), viec, kq, dv.strip(), tu.strip(), den.strip(), xem, own, sau)


AskedInAddress = Annotated[Asked, Depends(asked_in_address)]


def reads_others(viewer: Viewer | None) -> bool:
    """Whether a visitor reads more than their own history."""
    return viewer is not None and viewer.may(Right.AUDIT_READ)


@router.get("/lich-su")
async def show_history(*, request: Request, client: ClientDep, asked: AskedInAddress) -> Response:
    """Events, newest first; a filter that is no good is named beside its field and nothing is listed."""
    faults: dict[str, str] = {}
    found: Page[AuditEvent] = Page(items=[], next=None)
    try:
        found = await _found(client, asked)
    except Invalid as refused:
        faults = {FIELDS.get(fault.pointer.rpartition("/")[2], "nguoi"): fault.detail for fault in refused.faults}
    after = cursor_in(found.next)
    return view(
        request,
        "history/index.html",
        block="part",
        status=422 if faults else 200,
        headers=NOT_KEPT,
        title=("Lỗi: " if faults else "") + (OWN if asked.toi else ALL),
        asked=asked,
        lines=[Line(event, _event_href(event, asked)) for event in found.items],
        faults=faults,
        next_href=asked.href(sau=after) if after else None,
        actions=action_options(),
        outcomes=OUTCOME_OPTIONS,
        shown=SHOWN,
        reads_others=reads_others(request.state.viewer),
        sealed=await _sealed(client, asked),
    )


@router.get("/lich-su/{event}")
async def show_event(*, request: Request, client: ClientDep, event: str, toi: Text = "") -> Response:
    """One event, with what was before and after as a table."""
    if not event.isascii() or not event.isdecimal() or not 0 < int(event[:20]) <= LAST:
        raise NotFound
    own = bool(toi) or not reads_others(request.state.viewer)
    found = await client.get_audit_event(int(event), own=own)
    line = Line(found, "")
    return view(
        request,
        "history/event.html",
        headers=NOT_KEPT,
        title=sentence_of(found),
        event=found,
        line=line,
        actor=actor_of(found),
        changes=changes_of(found),
        back="/lich-su?toi=1" if own else "/lich-su",
        back_title=OWN if own else ALL,
    )


async def _found(client: Client, asked: Asked) -> Page[AuditEvent]:
    wanted = AuditFilter(
        actor=asked.nguoi,
        action=asked.viec,
        outcome=asked.kq,
        place="" if asked.toi else await _unit(client, asked.dv),
        since=_day(asked.tu),
        until=_day(asked.den),
        changes_only=not asked.viec and asked.xem != "tat-ca",
        after=asked.sau,
    )
    return await (client.list_own_audit_events(wanted) if asked.toi else client.list_audit_events(wanted))


async def _unit(client: Client, text: str) -> str:
    """The id of the unit somebody named, by id or by name; Invalid when there is none."""
    if not text or re.fullmatch(AREA_ID, text):
        return text
    units = await client.list_areas(AreaFilter(q=text, limit=1))
    if not units.items:
        raise Invalid(faults=[Fault(pointer="/place", detail=NO_UNIT.format(text))])
    return units.items[0].id


async def _sealed(client: Client, asked: Asked) -> tuple[str, str] | None:
    """How far the history is sealed, for whoever reads that of others."""
    state = None if asked.toi else (await card_of(client.get_seal_state())).value
    return None if state is None else sealed_of(state)


def _day(text: str) -> str:
    """A day as the interface has it; 31/12/2026 is understood."""
    found = day_of(text)
    return text if found is None else found.isoformat()


def _event_href(event: AuditEvent, asked: Asked) -> str:
    return f"/lich-su/{event.id}" + ("?toi=1" if asked.toi else "")
