"""Rankings (Xếp hạng): units of one level by their score, the computed beside the published one."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.directory import AreaLevel
from contracts.indicators.definitions import FrameworkSummary
from contracts.indicators.rankings import Ranking
from contracts.periods import Period
from frontend.addresses import address
from frontend.client import AssessmentFilter, Client, ClientDep, RankingFilter, card_of, own_place_of
from frontend.reading.rankings import all_published, named, rank_rows, sources_of
from frontend.render import view
from kit.errors import Invalid, NotFound

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address says: framework (else the newest), period, level, area, and words of a unit's name."""

    framework: str | None
    period: str | None
    level: str | None
    within: str | None
    q: str


async def wanted_of(
    *,
    bo: Annotated[str, Query(max_length=40)] = "",
    ky: Annotated[str, Query(max_length=20)] = "",
    cap: Annotated[str, Query(max_length=1)] = "",
    dv: Annotated[str | None, Query(max_length=60)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Wanted:
    """The state of the page."""
    return Wanted(bo or None, ky or None, cap or None, dv or None, q)


@router.get("/xep-hang")
async def show_ranking(
    *, request: Request, client: ClientDep, wanted: Annotated[Wanted, Depends(wanted_of)]
) -> Response:
    """The ranking; to htmx only its rows."""
    own, frameworks = await asyncio.gather(own_place_of(request, client), client.list_frameworks())
    framework, ranking = await _chosen(client, frameworks, wanted)
    readable, past = await asyncio.gather(_readable(client, ranking), card_of(client.list_predecessors(own)))
    current = {own, *(link.area.id for link in past.value or [])}
    period = ranking.period if ranking else wanted.period
    rows = rank_rows(ranking, current, readable) if ranking else []
    return view(
        request,
        "ranking/index.html",
        block="rows",
        nav="xep-hang",
        title="Xếp hạng",
        wanted=replace(wanted, framework=framework.code, period=period),
        framework=framework,
        tabs=[(one.code, one.name, f"/xep-hang?bo={one.code}") for one in frameworks],
        ranking=ranking,
        rows=named(rows, wanted.q),
        of=len(rows),
        sources=sources_of(rows),
        has_reported=any(entry.reported for entry in ranking.items) if ranking else False,
        json_href=address("/api/indicators/v1/rankings", framework=framework.code, period=period, level=wanted.level),
    )


async def _chosen(
    client: Client, frameworks: list[FrameworkSummary], wanted: Wanted
) -> tuple[FrameworkSummary, Ranking | None]:
    """The framework of the address with its ranking; NotFound where there is no such framework.

    Without one, that of the level (provinces unless told) which ranks the newest period: units are ranked as they were
    in its time, so those are the units of today.
    """
    level = wanted.level or AreaLevel.PROVINCE
    asked = [one for one in frameworks if (one.code == wanted.framework if wanted.framework else one.level == level)]
    if not asked:
        raise NotFound("Không có bộ chỉ số này.")
    found = zip(asked, await asyncio.gather(*(_ranking(client, one, wanted) for one in asked)), strict=True)
    return max(found, key=lambda pair: _newness(pair[1]))


def _newness(ranking: Ranking | None) -> tuple[date, int]:
    """How late the period of a ranking ends, and of how many units it tells; nothing is older than no ranking."""
    if ranking is None or not ranking.items:
        return date.min, 0
    return Period.parse(ranking.period).last_day(), len(ranking.items)


async def _ranking(client: Client, framework: FrameworkSummary, wanted: Wanted) -> Ranking | None:
    """The ranking, None where the choice names none: readers combine framework, period and level freely."""
    try:
        return await client.get_ranking(RankingFilter(framework.code, wanted.period, wanted.level, wanted.within))
    except (NotFound, Invalid):
        return None


async def _readable(client: Client, ranking: Ranking | None) -> set[str]:
    """The sheets of a ranking the visitor may open; none are asked for where all results are open anyway."""
    if ranking is None or all_published(ranking):
        return set()
    sheets = await card_of(client.list_assessments(AssessmentFilter(ranking.framework, period=ranking.period)))
    return {sheet.id for sheet in sheets.value or []}
