"""The dashboard of an area (Tổng quan): what stands where, who has not reported, how the area compares."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.directory import Area, AreaLevel, AreaLink
from contracts.indicators.assessments import Ranking
from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Figure, Overview
from frontend.client import Card, Client, ClientDep, FigureFilter, RankingFilter, card_of
from frontend.reading.places import level_below, place_name, unit_name
from frontend.reading.rankings import excerpt, rank_rows
from frontend.reading.standings import PILLARS, Row, by_pillar, cards_of, matching, rows_of
from frontend.reading.trends import trend_of_points
from frontend.reading.units import code_of, newest, regions_of, tiles_of
from frontend.render import view

MAP_INDICATOR = "DVC-766"
RANKING = RankingFilter("DTI-2022", "2022", "T")
NATION = "VN"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address says: area, period, indicator of the tiles, and the filter of the table."""

    area: str
    period: str | None
    indicator: str | None
    pillar: str
    q: str


async def wanted_of(
    *,
    request: Request,
    dv: Annotated[str | None, Query(max_length=60)] = None,
    ky: Annotated[str | None, Query(max_length=20)] = None,
    ct: Annotated[str | None, Query(max_length=60)] = None,
    tru: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Wanted:
    """The state of the page; the home area unless the address says another."""
    return Wanted(dv or request.state.home.id, ky or None, ct or None, tru, q)


@dataclass(frozen=True, slots=True)
class Standing:
    """The area's own numbers, as far as they could be had."""

    area: Area
    parents: list[Area]
    overview: Card[Overview]
    indicators: Card[list[Indicator]]
    units: Card[list[Area]]

    @property
    def rows(self) -> list[Row]:
        """A row per indicator; none while numbers or definitions cannot be had."""
        if self.overview.value is None or self.indicators.value is None:
            return []
        return rows_of(self.overview.value, self.indicators.value)


@router.get("/tong-quan")
async def show_overview(
    *, request: Request, client: ClientDep, wanted: Annotated[Wanted, Depends(wanted_of)]
) -> Response:
    """The dashboard; to htmx only the filtered table of indicators."""
    area = await client.get_area(wanted.area)
    standing, nation = await asyncio.gather(_standing(client, area, wanted), _nation(client, area))
    rows = standing.rows
    overview = standing.overview.value
    return view(
        request,
        "overview/index.html",
        block="rows",
        nav="tong-quan",
        title=f"Tổng quan {area.name}",
        area=area,
        wanted=wanted,
        standing=standing,
        overview=overview,
        rows=rows,
        cards=cards_of(rows),
        groups=by_pillar(matching(rows, wanted.q, wanted.pillar)),
        pillars=PILLARS,
        crumbs=[(place_name(above), f"/tong-quan?dv={above.id}") for above in standing.parents] + [(area.name, None)],
        units_name=unit_name(area.level),
        **await _below(client, standing, rows, wanted),
        **nation,
    )


async def _standing(client: Client, area: Area, wanted: Wanted) -> Standing:
    below = level_below(area.level)
    parents, overview, indicators, units = await asyncio.gather(
        client.list_ancestors(area),
        card_of(client.get_overview(area.id, wanted.period)),
        card_of(client.list_indicators()),
        card_of(client.list_children(area.id) if below else _no_units()),
    )
    return Standing(area, parents, overview, indicators, units)


async def _no_units() -> list[Area]:
    return []


async def _below(client: Client, standing: Standing, rows: list[Row], wanted: Wanted) -> dict[str, Any]:
    """The chosen indicator: its tiles among the units below, who has not reported, and its trend."""
    chosen = _chosen(rows, wanted.indicator)
    below = level_below(standing.area.level)
    if chosen is None:
        return {"chosen": None, "choices": [], "tiles": None, "tiles_failed": False, "trend": []}
    told: Card[list[Figure]] = Card(None)
    if chosen.period and below and standing.units.value:
        scope = FigureFilter(chosen.indicator.code, within=standing.area.id, level=below, period=chosen.period)
        told = await card_of(client.list_figures(scope))
    units = standing.units.value
    return {
        "chosen": chosen,
        "choices": [row for row in rows if row.coverage] or [chosen],
        "tiles": tiles_of(chosen.indicator, units, told.value) if units and told.value is not None else None,
        "tiles_failed": told.failed or standing.units.failed,
        "trend": trend_of_points(chosen.indicator, standing.area.id, chosen.standing.trend),
    }


def _chosen(rows: list[Row], wanted: str | None) -> Row | None:
    """The indicator of tiles and trend: the one asked for, else the first that comes from the units below."""
    told = [row for row in rows if row.standing.figure is not None]
    asked = [row for row in rows if row.indicator.code == wanted]
    return next(iter([*asked, *(row for row in told if row.coverage), *told]), None)


async def _nation(client: Client, area: Area) -> dict[str, Any]:
    """How the area stands among the 34 provinces, and in the published ranking of its predecessors."""
    definition, figures, ranking, past = await asyncio.gather(
        card_of(client.get_indicator(MAP_INDICATOR)),
        card_of(client.list_figures(FigureFilter(MAP_INDICATOR, within=NATION, level=AreaLevel.PROVINCE))),
        card_of(client.get_ranking(RANKING)),
        card_of(client.list_predecessors(area.id)),
    )
    return {
        "map": _map(definition.value, figures.value, area),
        "map_failed": definition.failed or figures.failed,
        "ranking": _ranking(ranking.value, area, past.value or []),
        "ranking_status": ranking.status,
    }


def _map(indicator: Indicator | None, figures: list[Figure] | None, area: Area) -> dict[str, Any] | None:
    if indicator is None or not figures:
        return None
    shown = newest(figures)
    regions, bounds = regions_of(indicator, shown)
    selected = code_of(area.id) if area.level is AreaLevel.PROVINCE else None
    return {
        "indicator": indicator,
        "period": shown[0].period,
        "regions": regions,
        "bounds": bounds,
        "selected": selected,
    }


def _ranking(ranking: Ranking | None, area: Area, past: list[AreaLink]) -> dict[str, Any] | None:
    if ranking is None:
        return None
    rows = rank_rows(ranking, {area.id, *(link.area.id for link in past)})
    return {"name": ranking.framework_name, "period": ranking.period, "of": ranking.of, "rows": excerpt(rows)}
