"""Units (Đơn vị): finding one by any of its names, and everything known of it on one page (Hồ sơ đơn vị)."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from contracts.directory import Area, AreaLevel
from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Overview
from frontend.client import AreaFilter, AssessmentFilter, Card, Client, ClientDep, card_of
from frontend.reading.places import LEVEL_NAMES, level_below, lineage_of, place_name, unit_name, validity_text
from frontend.reading.standings import by_pillar, rows_of
from frontend.reading.summaries import sheet_cards
from frontend.render import view

FOUND = 50

router = APIRouter(include_in_schema=False)


@router.get("/don-vi")
async def find_units(
    *,
    request: Request,
    client: ClientDep,
    q: Annotated[str, Query(max_length=200)] = "",
    sau: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Units whose name, code or former name has the words; without words the provinces."""
    wanted = AreaFilter(q=q, level=None if q else AreaLevel.PROVINCE, limit=FOUND, after=sau)
    found, gaps = await asyncio.gather(client.list_areas(wanted), card_of(client.list_lineage_gaps()))
    return view(
        request,
        "unit/find.html",
        block="found",
        title="Tìm đơn vị",
        q=q,
        found=found.items,
        after=found.next.partition("after=")[2].partition("&")[0] if found.next else None,
        gaps=gaps.value or [],
        gaps_failed=gaps.failed,
        level_names=LEVEL_NAMES,
    )


@router.get("/don-vi/{unit}")
async def show_unit(*, request: Request, client: ClientDep, unit: str) -> Response:
    """Facts, lineage, figures, sheets and the units below."""
    area = await client.get_area(unit)
    parents, place, numbers = await asyncio.gather(
        card_of(client.list_ancestors(area)),
        _place(client, area),
        _numbers(client, area, request.state.viewer is not None),
    )
    return view(
        request,
        "unit/index.html",
        title=area.name,
        area=area,
        crumbs=[(place_name(above), f"/don-vi/{above.id}") for above in parents.value or []] + [(area.name, None)],
        level_name=LEVEL_NAMES[area.level],
        validity=validity_text(area),
        units_name=unit_name(area.level),
        **place,
        **numbers,
    )


async def _place(client: Client, area: Area) -> dict[str, Any]:
    """What the unit was made of, what it went into, and the units below it."""
    past, future, units = await asyncio.gather(
        card_of(client.list_predecessors(area.id)),
        card_of(client.list_successors(area.id)),
        card_of(client.list_children(area.id, str(area.valid_to) if area.valid_to else None)),
    )
    return {
        "made_of": lineage_of(past.value or []),
        "went_into": lineage_of(future.value or []),
        "units": units.value or [],
        "place_failed": past.failed or future.failed or units.failed,
    }


async def _numbers(client: Client, area: Area, signed_in: bool) -> dict[str, Any]:
    """Its figures and, for those who may see them, its sheets."""
    overview, indicators, sheets = await asyncio.gather(
        card_of(client.get_overview(area.id)),
        card_of(client.list_indicators()),
        card_of(client.list_assessments(AssessmentFilter(area=area.id))),
    )
    return {
        "groups": _groups(overview, indicators),
        "overview": overview.value,
        "numbers_failed": overview.failed or indicators.failed or sheets.failed,
        "sheets": sheet_cards(sheets.value or []),
        "sheets_hidden": sheets.status == 401 and not signed_in,
        "has_dashboard": level_below(area.level) is not None and area.valid_to is None,
    }


def _groups(overview: Card[Overview], indicators: Card[list[Indicator]]) -> list[Any]:
    if overview.value is None or indicators.value is None:
        return []
    return by_pillar([row for row in rows_of(overview.value, indicators.value) if row.standing.figure is not None])
