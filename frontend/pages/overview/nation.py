"""How an area stands in the country: the map of 34 provinces, and a published ranking of what it was made of."""

import asyncio
from dataclasses import dataclass
from typing import Any

from contracts.directory import Area, AreaLevel, AreaProfile
from contracts.indicators.definitions import Indicator
from contracts.indicators.rankings import Ranking
from contracts.indicators.values import Figure, Overview
from frontend.client import AssessmentFilter, Card, Client, FigureFilter, RankingFilter, card_of
from frontend.formats import ABSENT
from frontend.reading.rankings import all_published, excerpt
from frontend.reading.units import code_of, regions_of

MAP_INDICATOR = "DVC-766"
MAP = FigureFilter(MAP_INDICATOR, within="VN", level=AreaLevel.PROVINCE, newest=True)
RANKING = RankingFilter("DTI-2022", "2022", "T")
COMPARED = {AreaLevel.NATION, AreaLevel.PROVINCE}


@dataclass(frozen=True, slots=True)
class Nation:
    """What the country's cards are made of; `readable` are the sheets the visitor may open."""

    figures: Card[list[Figure]]
    ranking: Card[Ranking]
    readable: set[str]


async def load_nation(client: Client, area: Area) -> Nation | None:
    """Map and ranking; None for a commune, which is compared with its neighbours instead."""
    if area.level not in COMPARED:
        return None
    figures, (ranking, readable) = await asyncio.gather(card_of(client.list_figures(MAP)), _load_ranking(client))
    return Nation(figures, ranking, readable)


async def _load_ranking(client: Client) -> tuple[Card[Ranking], set[str]]:
    ranking = await card_of(client.get_ranking(RANKING))
    if ranking.value is None or all_published(ranking.value):
        return ranking, set()
    sheets = await card_of(client.list_assessments(AssessmentFilter(RANKING.framework, period=RANKING.period)))
    return ranking, {sheet.id for sheet in sheets.value or []}


def shown_nation(nation: Nation | None, profile: AreaProfile, overview: Card[Overview]) -> dict[str, Any]:
    """The cards in the words of overview/nation.html."""
    if nation is None:
        return {"map": None, "map_failed": False, "ranking": None, "ranking_status": 404}
    current = {profile.area.id, *(link.area.id for link in profile.predecessors)}
    return {
        "map": _map(overview.value, nation.figures.value, profile.area),
        "map_failed": overview.failed or nation.figures.failed,
        "ranking": _ranking(nation.ranking.value, current, nation.readable),
        "ranking_status": nation.ranking.status,
    }


def _map(overview: Overview | None, figures: list[Figure] | None, area: Area) -> dict[str, Any] | None:
    indicator = _map_indicator(overview)
    if indicator is None or not figures:
        return None
    regions, bounds = regions_of(indicator, figures)
    selected = code_of(area.id) if area.level is AreaLevel.PROVINCE else None
    found = {"indicator": indicator, "period": figures[0].period, "regions": regions}
    return found | {"bounds": bounds, "selected": selected}


def _map_indicator(overview: Overview | None) -> Indicator | None:
    known = overview.indicators if overview else []
    return next((indicator for indicator in known if indicator.code == MAP_INDICATOR), None)


def _ranking(ranking: Ranking | None, current: set[str], readable: set[str]) -> dict[str, Any] | None:
    if ranking is None:
        return None
    runs = excerpt(ranking, current, readable)
    # Some publishers print ranks only; a column that is empty for most units tells nothing.
    scored = all(row.value != ABSENT for run in runs for row in run)
    found = {"name": ranking.framework_name, "framework": ranking.framework, "period": ranking.period}
    return found | {"of": ranking.of, "runs": runs, "scored": scored}
