"""The area's own numbers, and the units they come from or stand among."""

import asyncio
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.directory import Area, AreaProfile
from contracts.indicators.boundaries import Boundaries
from contracts.indicators.values import Figure, Overview
from frontend.client import Card, Client, FigureFilter, card_of
from frontend.reading.boundaries import mark_of
from frontend.reading.places import level_below
from frontend.reading.standings import Row, rows_of, told
from frontend.reading.trends import trend_of_points
from frontend.reading.units import tiles_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address says: area, period, indicator of the tiles, and the filter of the table."""

    area: str
    period: str | None
    indicator: str | None
    pillar: str
    q: str
    boundaries: Boundaries | None = None

    @property
    def dg(self) -> str | None:
        """The boundaries as the address tells them."""
        return mark_of(self.boundaries)


@dataclass(frozen=True)
class Standing:
    """The area's numbers, as far as they could be had; `units` are those of `scope`: the area, or the one above it."""

    area: Area
    parents: list[Area]
    scope: Area
    overview: Card[Overview]
    units: Card[list[Area]]
    boundaries: Boundaries | None = None

    @cached_property
    def rows(self) -> list[Row]:
        """A row per indicator; none while numbers cannot be had."""
        return [] if self.overview.value is None else rows_of(self.overview.value, mark_of(self.boundaries))

    @property
    def has_units(self) -> bool:
        """Whether the units are the area's own; a commune only stands among its neighbours."""
        return self.scope is self.area


async def load_standing(client: Client, profile: AreaProfile, below: Card[list[Area]], wanted: Wanted) -> Standing:
    """Reads everything in parallel; a card may fail alone. `below` are the area's own units."""
    area, parents = profile.area, profile.ancestors
    has_units = level_below(area.level) is not None or not parents
    scope = area if has_units else parents[-1]
    boundaries = wanted.boundaries if area.valid_to is None else None
    overview, units = await asyncio.gather(
        card_of(client.get_overview(area.id, wanted.period, boundaries)),
        _known(below) if has_units else card_of(client.list_children(scope.id, _last_day(area))),
    )
    return Standing(area, parents, scope, overview, units, boundaries)


async def _known(units: Card[list[Area]]) -> Card[list[Area]]:
    return units


def _last_day(area: Area) -> str | None:
    return str(area.valid_to) if area.valid_to else None


async def load_units(client: Client, standing: Standing, wanted: Wanted) -> dict[str, Any]:
    """The chosen indicator: its tiles, who has not reported, and its trend."""
    chosen = _chosen(standing.rows, wanted.indicator)
    if chosen is None:
        return {"chosen": None, "choices": [], "tiles": None, "tiles_failed": standing.overview.failed, "trend": []}
    figures = await _figures(client, standing, chosen)
    units = standing.units.value
    return {
        "chosen": chosen,
        "choices": _choices(standing.rows) or [chosen],
        "tiles": tiles_of(chosen.indicator, units, figures.value, standing.area.id)
        if units and figures.value
        else None,
        "tiles_failed": figures.failed or standing.units.failed,
        "trend": trend_of_points(
            chosen.indicator, standing.area.id, chosen.standing.trend, mark_of(standing.boundaries)
        ),
    }


async def _figures(client: Client, standing: Standing, chosen: Row) -> Card[list[Figure]]:
    level = level_below(standing.scope.level)
    if chosen.period is None or level is None:
        return Card(None)
    scope = FigureFilter(
        chosen.indicator.code,
        within=standing.scope.id,
        level=level,
        period=chosen.period,
        boundaries=standing.boundaries,
    )
    return await card_of(client.list_figures(scope))


def _chosen(rows: list[Row], wanted: str | None) -> Row | None:
    """The indicator of tiles and trend: the one asked for, else the first that comes from the units below."""
    asked = [row for row in told(rows) if row.indicator.code == wanted]
    return next(iter([*asked, *_choices(rows)]), None)


def _choices(rows: list[Row]) -> list[Row]:
    """What may be asked for: indicators that add up from units, else all that have a figure."""
    return [row for row in rows if row.coverage] or told(rows)
