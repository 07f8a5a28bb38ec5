"""A unit's store of evidence (/minh-chung): searched without marks, newest first, added to."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.access import Right
from contracts.directory import AREA_ID, Area
from frontend.addresses import address
from frontend.client import Client, ClientDep, EvidenceFilter
from frontend.client.reach import NATION, list_units
from frontend.pages.evidence.subjects import PATH, may_add
from frontend.reading.evidence.attached import pieces_of
from frontend.render import view
from frontend.visitors import caller_in
from kit.caller import Caller
from kit.errors import Forbidden, NotFound
from kit.paging import cursor_in
from kit.text import vi_sort_key

PAGE = 50
NO_UNIT = "Tài khoản này chưa được giao đơn vị nào."
DONE = {
    "tep": "Đã thêm tệp vào kho minh chứng.",
    "van-ban": "Đã thêm văn bản vào kho minh chứng.",
    "gan": "Đã gắn minh chứng.",
    "go": "Đã gỡ minh chứng; minh chứng vẫn còn trong kho của đơn vị.",
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Adding:
    """What was typed to add a piece, what is wrong with it by box, and what is wrong with no box of it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[str] = ()
    status: int = 200

    @property
    def lines(self) -> list[tuple[str | None, str]]:
        """The lines of the summary above the page."""
        return [*self.errors.items(), *((None, fault) for fault in self.faults)]


@router.get(PATH)
async def show_store(
    *,
    request: Request,
    client: ClientDep,
    dv: Annotated[str, Query(max_length=60)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    sau: Annotated[str, Query(max_length=500)] = "",
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The store of one unit."""
    unit = await unit_of(client, caller_in(request), dv)
    return await shown(request, client, unit, Adding(), EvidenceFilter(unit.id, q, PAGE, sau), done=DONE.get(xong))


async def shown(
    request: Request,
    client: Client,
    unit: Area,
    adding: Adding,
    wanted: EvidenceFilter,
    *,
    done: str | None = None,
) -> Response:
    """The page, with what was typed to add a piece."""
    caller = caller_in(request)
    found, units, writable = await asyncio.gather(
        client.list_evidence(wanted), _units(client, caller, unit), may_add(client, caller, unit)
    )
    after = cursor_in(found.next)
    next_href = address(PATH, dv=unit.id, q=wanted.q, sau=after) if after else None
    return view(
        request,
        "evidence/store.html",
        block="part",
        status=adding.status,
        nav="minh-chung",
        title=f"{'Lỗi: ' if adding.status >= 400 else ''}Minh chứng, {unit.name}",
        unit=unit,
        units=[(one.id, one.name) for one in units],
        wanted=wanted,
        pieces=pieces_of(found.items),
        next_href=next_href,
        adding=adding,
        writable=writable,
        subject=None,
        done=done,
    )


async def unit_of(client: Client, caller: Caller, asked: str) -> Area:
    """The unit an address means, else the first the visitor works in; NotFound, Forbidden."""
    if asked:
        if not re.fullmatch(AREA_ID, asked):
            raise NotFound("Không có đơn vị này.")
        return await client.get_area(asked)
    places = caller.places(Right.INDICATORS_READ)
    if not places:
        raise Forbidden(NO_UNIT)
    return await client.get_area(min(places, key=lambda place: (place == NATION, place.startswith("T"))))


async def _units(client: Client, caller: Caller, unit: Area) -> list[Area]:
    """The units to choose from, the one that is shown among them."""
    places = [place for place in caller.places(Right.INDICATORS_READ) if place != NATION]
    found = {one.id: one for one in [*await list_units(client, places), unit]}
    return sorted(found.values(), key=lambda one: (one.level != "T", vi_sort_key(one.short_name)))
