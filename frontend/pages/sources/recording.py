"""Recording what a source says (/nguon/ghi-nhan/moi): a form whose faults stand at their boxes."""

import asyncio
import re
from dataclasses import fields
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.access import Right
from contracts.directory import AREA_ID, Area
from frontend.addresses import address
from frontend.client import Client, ClientDep, card_of
from frontend.client.reach import is_within, list_units
from frontend.csrf import CsrfChecked
from frontend.pages.sources.listing import PATH
from frontend.pages.sources.review import RECORDED
from frontend.reading.observation_forms import EXACTNESS, FOLDED, KIND_OPTIONS, Typed, errors_of, hints_of
from frontend.reading.places import place_name
from frontend.render import view
from kit.errors import ConfirmationRequired, Forbidden, Invalid, Refusal
from kit.text import vi_sort_key

NEW = f"{PATH}/ghi-nhan/moi"
SEE_OTHER = 303
LONGEST = 8000
Words = Annotated[str, Query(max_length=60)]

router = APIRouter(include_in_schema=False)


async def typed_of(request: Request) -> Typed:
    """What stands in the boxes of the form that was sent; other fields are not read."""
    sent = await request.form()
    return Typed(**{box.name: str(sent[box.name])[:LONGEST].strip() for box in fields(Typed) if box.name in sent})


TypedDep = Annotated[Typed, Depends(typed_of)]


@router.get(NEW)
async def show_form(
    *, request: Request, client: ClientDep, dv: Words = "", chi_tieu: Words = "", ky: Words = ""
) -> Response:
    """An empty form, for the cell the visitor comes from."""
    return await _form(request, client, Typed(dv=dv, chi_tieu=chi_tieu, ky=ky))


@router.post(NEW, dependencies=[CsrfChecked])
async def record(*, request: Request, client: ClientDep, typed: TypedDep) -> Response:
    """Records it, or says what is wrong and keeps what was typed."""
    try:
        made = await client.record_observation(typed.told())
    except ConfirmationRequired:
        raise
    except (Invalid, Forbidden) as refusal:
        return await _form(request, client, typed, refusal)
    return RedirectResponse(f"{PATH}/ghi-nhan/{made.id}?xong={RECORDED}", SEE_OTHER)


async def recording_href(
    request: Request, client: Client, indicator: str | None, area: Area | str | None, period: str | None
) -> str | None:
    """Where the visitor records what another source says of a cell; nothing where they may not."""
    places = request.state.caller.places(Right.VALUES_WRITE)
    if not places or indicator is None or area is None or period is None:
        return None
    place = (await card_of(client.get_area(area))).value if isinstance(area, str) else area
    reached = place is not None and (await card_of(is_within(client, places, place))).value
    return address(NEW, dv=place.id, chi_tieu=indicator, ky=period) if place is not None and reached else None


async def _form(request: Request, client: Client, typed: Typed, refusal: Refusal | None = None) -> Response:
    errors = {} if refusal is None else errors_of(refusal)
    indicators, places = await asyncio.gather(card_of(client.list_indicators()), _places(request, client, typed.dv))
    known = {one.code: one for one in indicators.value or []}
    return view(
        request,
        "sources/record.html",
        status=200 if refusal is None else refusal.status,
        title=f"{'Lỗi: ' if errors else ''}Ghi nhận số của một nguồn",
        nav="chi-tieu",
        action=NEW,
        typed=typed,
        errors=errors,
        places=places,
        indicators=_with_chosen([(code, f"{code} {one.name}") for code, one in known.items()], typed.chi_tieu),
        kinds=KIND_OPTIONS,
        exactness=EXACTNESS,
        hints=hints_of(known.get(typed.chi_tieu)),
        unfolded=any(getattr(typed, box) or box in errors for box in FOLDED),
        waits=not request.state.viewer.may(Right.SOURCES_RESOLVE),
    )


async def _places(request: Request, client: Client, chosen: str) -> list[tuple[str, str]]:
    """Where the visitor may record: the places of their right with the units below, and the one they come from."""
    held = await card_of(list_units(client, request.state.caller.places(Right.VALUES_WRITE)))
    units = sorted(held.value or [], key=lambda unit: (unit.level != "T", vi_sort_key(unit.short_name)))
    options = {unit.id: place_name(unit) for unit in units}
    if re.fullmatch(AREA_ID, chosen) and chosen not in options:
        named = (await card_of(client.get_area(chosen))).value
        options[chosen] = place_name(named) if named else chosen
    return list(options.items()) if len(options) == 1 else [("", "Chọn địa bàn"), *options.items()]


def _with_chosen(options: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """The options, with what was chosen even where nobody knows it: nothing that was typed is lost."""
    unknown = [] if not chosen or chosen in dict(options) else [(chosen, chosen)]
    return [("", "Chưa có chỉ tiêu, ghi bằng lời"), *unknown, *options]
