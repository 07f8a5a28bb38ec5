"""How an area stands in the country: the map of 34 provinces, and a published ranking of what it was made of."""

import asyncio
from typing import Any

from contracts.directory import Area, AreaLevel
from contracts.indicators.assessments import AssessmentSummary, Ranking
from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Figure
from frontend.client import AssessmentFilter, Client, FigureFilter, RankingFilter, card_of
from frontend.formats import ABSENT
from frontend.reading.rankings import excerpt, rank_rows
from frontend.reading.units import code_of, newest, regions_of

MAP_INDICATOR = "DVC-766"
RANKING = RankingFilter("DTI-2022", "2022", "T")
NATION = "VN"
COMPARED = {AreaLevel.NATION, AreaLevel.PROVINCE}


async def load_nation(client: Client, area: Area) -> dict[str, Any]:
    """Map and ranking; a commune is compared with its neighbours instead."""
    if area.level not in COMPARED:
        return {"map": None, "map_failed": False, "ranking": None, "ranking_status": 404}
    definition, figures, ranking, past, sheets = await asyncio.gather(
        card_of(client.get_indicator(MAP_INDICATOR)),
        card_of(client.list_figures(FigureFilter(MAP_INDICATOR, within=NATION, level=AreaLevel.PROVINCE))),
        card_of(client.get_ranking(RANKING)),
        card_of(client.list_predecessors(area.id)),
        card_of(client.list_assessments(AssessmentFilter(RANKING.framework, period=RANKING.period))),
    )
    return {
        "map": _map(definition.value, figures.value, area),
        "map_failed": definition.failed or figures.failed,
        "ranking": _ranking(ranking.value, {area.id, *(link.area.id for link in past.value or [])}, sheets.value or []),
        "ranking_status": ranking.status,
    }


def _map(indicator: Indicator | None, figures: list[Figure] | None, area: Area) -> dict[str, Any] | None:
    if indicator is None or not figures:
        return None
    shown = newest(figures)
    regions, bounds = regions_of(indicator, shown)
    selected = code_of(area.id) if area.level is AreaLevel.PROVINCE else None
    found = {"indicator": indicator, "period": shown[0].period, "regions": regions}
    return found | {"bounds": bounds, "selected": selected}


def _ranking(ranking: Ranking | None, current: set[str], sheets: list[AssessmentSummary]) -> dict[str, Any] | None:
    if ranking is None:
        return None
    rows = rank_rows(ranking, current, {sheet.id for sheet in sheets})
    runs = excerpt(rows)
    # Some publishers print ranks only; a column that is empty for most units tells nothing.
    scored = all(row.value != ABSENT for run in runs for row in run)
    found = {"name": ranking.framework_name, "framework": ranking.framework, "period": ranking.period}
    return found | {"of": ranking.of, "runs": runs, "scored": scored}
