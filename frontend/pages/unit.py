"""Units (Đơn vị): finding one by any of its names, and everything known of it on one page (Hồ sơ đơn vị)."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from contracts.directory import Area, AreaLevel
from contracts.indicators.boundaries import Boundaries
from contracts.indicators.values import Overview
from frontend.client import AreaFilter, AssessmentFilter, Client, ClientDep, card_of
from frontend.reading.boundaries import asked, mark_of, switch_of
from frontend.reading.places import LEVEL_NAMES, level_below, lineage_of, place_name, unit_name, validity_text
from frontend.reading.standings import PillarRows, by_pillar, rows_of, told
from frontend.reading.summaries import sheet_cards
from frontend.render import view
from kit.paging import cursor_in

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
        after=cursor_in(found.next),
        gaps=gaps.value or [],
        gaps_failed=gaps.failed,
        level_names=LEVEL_NAMES,
    )


@router.get("/don-vi/{unit}")
async def show_unit(
    *, request: Request, client: ClientDep, unit: str, dg: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Facts, lineage, figures, sheets and the units below."""
    profile = await client.get_profile(unit)
    area = profile.area
    return view(
        request,
        "unit/index.html",
        title=area.name,
        area=area,
        crumbs=[(place_name(above), f"/don-vi/{above.id}") for above in profile.ancestors] + [(area.name, None)],
        level_name=LEVEL_NAMES[area.level],
        validity=validity_text(area),
        units_name=unit_name(area.level),
        made_of=lineage_of(profile.predecessors),
        went_into=lineage_of(profile.successors),
        units=profile.units,
        switch=switch_of(area, f"/don-vi/{area.id}"),
        **await _numbers(client, area, asked(dg) if area.valid_to is None else None, request.state.viewer is not None),
    )


async def _numbers(client: Client, area: Area, boundaries: Boundaries | None, signed_in: bool) -> dict[str, Any]:
    """Its figures and, for those who may see them, its sheets."""
    overview, sheets = await asyncio.gather(
        card_of(client.get_overview(area.id, boundaries=boundaries)),
        card_of(client.list_assessments(AssessmentFilter(area=area.id))),
    )
    return {
        "groups": _groups(overview.value, mark_of(boundaries)),
        "dg": mark_of(boundaries) or "",
        "overview": overview.value,
        "figures_failed": overview.failed,
        "sheets_failed": sheets.failed,
        "sheets": sheet_cards(sheets.value or []),
        "sheets_hidden": sheets.status == 401 and not signed_in,
        "has_dashboard": level_below(area.level) is not None and area.valid_to is None,
    }


def _groups(overview: Overview | None, dg: str | None) -> list[PillarRows]:
    return by_pillar(told(rows_of(overview, dg))) if overview else []
