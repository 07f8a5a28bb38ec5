"""Rankings (Xếp hạng): units of one level by their score, the computed beside the published one."""

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.indicators.assessments import Ranking
from contracts.indicators.definitions import FrameworkSummary
from frontend.addresses import address
from frontend.client import AssessmentFilter, Client, ClientDep, RankingFilter, card_of, own_place_of
from frontend.reading.rankings import named, rank_rows, sources_of
from frontend.render import view
from kit.errors import Invalid, NotFound

FRAMEWORK, PERIOD = "DTI-2022", "2022"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address says: framework, period, level, area, and words of a unit's name."""

    framework: str
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
    """The state of the page; the published provincial ranking unless the address says another, then the newest."""
    return Wanted(bo or FRAMEWORK, ky or (None if bo else PERIOD), cap or None, dv or None, q)


@router.get("/xep-hang")
async def show_ranking(
    *, request: Request, client: ClientDep, wanted: Annotated[Wanted, Depends(wanted_of)]
) -> Response:
    """The ranking; to htmx only its rows."""
    scope = RankingFilter(wanted.framework, wanted.period, wanted.level, wanted.within)
    own = await own_place_of(request, client)
    frameworks, ranking, sheets, past = await asyncio.gather(
        card_of(client.list_frameworks()),
        _ranking(client, scope),
        card_of(client.list_assessments(AssessmentFilter(wanted.framework, period=wanted.period))),
        card_of(client.list_predecessors(own)),
    )
    current = {own, *(link.area.id for link in past.value or [])}
    period = ranking.period if ranking else wanted.period or PERIOD
    rows = rank_rows(ranking, current, {sheet.id for sheet in sheets.value or []}) if ranking else []
    return view(
        request,
        "ranking/index.html",
        block="rows",
        nav="xep-hang",
        title="Xếp hạng",
        wanted=replace(wanted, period=period),
        framework=_named(frameworks.value or [], wanted.framework),
        tabs=[(one.code, one.name, f"/xep-hang?bo={one.code}") for one in frameworks.value or []],
        ranking=ranking,
        rows=named(rows, wanted.q),
        of=len(rows),
        sources=sources_of(rows),
        has_reported=any(entry.reported for entry in ranking.items) if ranking else False,
        json_href=address("/api/indicators/v1/rankings", framework=scope.framework, period=period, level=scope.level),
    )


async def _ranking(client: Client, scope: RankingFilter) -> Ranking | None:
    """The ranking, None where the choice names none: readers combine framework, period and level freely."""
    try:
        return await client.get_ranking(scope)
    except (NotFound, Invalid):
        return None


def _named(frameworks: list[FrameworkSummary], code: str) -> FrameworkSummary | None:
    return next((framework for framework in frameworks if framework.code == code), None)
