"""The dashboard of an area (Tổng quan): what stands where, who has not reported, how the area compares."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.periods import Period, PeriodInvalid
from frontend.client import ClientDep, get_surroundings, own_place_of
from frontend.pages.overview.nation import load_nation, shown_nation
from frontend.pages.overview.own import Standing, Wanted, load_standing, load_units
from frontend.reading.boundaries import asked, mark_of, switch_of
from frontend.reading.periods import period_options
from frontend.reading.places import place_name, unit_name
from frontend.reading.standings import PILLARS, by_pillar, cards_of, matching, told, untold
from frontend.render import view
from kit.errors import NotFound

router = APIRouter(include_in_schema=False)


async def wanted_of(
    *,
    request: Request,
    client: ClientDep,
    dv: Annotated[str | None, Query(max_length=60)] = None,
    ky: Annotated[str | None, Query(max_length=20)] = None,
    ct: Annotated[str | None, Query(max_length=60)] = None,
    tru: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    dg: Annotated[str, Query(max_length=20)] = "",
) -> Wanted:
    """The state of the page; the visitor's own area unless the address says another."""
    try:
        period = str(Period.parse(ky)) if ky else None
    except PeriodInvalid as error:
        raise NotFound(str(error)) from error
    return Wanted(dv or await own_place_of(request, client), period, ct or None, tru, q, asked(dg))


@router.get("/tong-quan")
async def show_overview(
    *, request: Request, client: ClientDep, wanted: Annotated[Wanted, Depends(wanted_of)]
) -> Response:
    """The dashboard; to htmx only the filtered table of indicators."""
    profile, below = await get_surroundings(client, wanted.area)
    standing, nation = await asyncio.gather(
        load_standing(client, profile, below, wanted), load_nation(client, profile.area)
    )
    units = await load_units(client, standing, wanted)
    return view(
        request,
        "overview/index.html",
        block="rows",
        nav="tong-quan",
        title=f"Tổng quan, {place_name(profile.area)}",
        wanted=wanted,
        pillars=PILLARS,
        **_rows(standing, wanted),
        **units,
        **shown_nation(nation, profile, standing.overview),
    )


def _rows(standing: Standing, wanted: Wanted) -> dict[str, Any]:
    """The area, its cards, and the rows that match under their pillars."""
    area, rows, overview = standing.area, standing.rows, standing.overview.value
    found = matching(rows, wanted.q, wanted.pillar)
    above = [(place_name(one), f"/tong-quan?dv={one.id}") for one in standing.parents]
    return {
        "area": area,
        "crumbs": [*above, (place_name(area), None)],
        "switch": switch_of(area, "/tong-quan", dv=area.id, ky=wanted.period, ct=wanted.indicator),
        "dg": mark_of(standing.boundaries) or "",
        "units_name": unit_name(area.level),
        "standing": standing,
        "overview": overview,
        "periods": period_options(Period.parse(text) for text in overview.periods) if overview else [],
        "rows": rows,
        "cards": cards_of(rows),
        "groups": by_pillar(told(found)),
        "absent": by_pillar(untold(found)),
        "has_figures": len(told(rows)),
    }
