"""What-if (Mô phỏng): other scores, weights and targets for one unit, and the cheapest way up; all in the address."""

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.indicators.rankings import Ranking, Ways
from frontend.addresses import address
from frontend.client import Client, ClientDep, WaysFilter, card_of, own_place_of
from frontend.formats import decimal
from frontend.pages.rankings.listing import Wanted as Table
from frontend.pages.rankings.listing import chosen
from frontend.reading.trials import Verdict, Wish, faults_by_field, part_rows, verdict_of, way_cards, wish_of
from frontend.render import view
from kit.errors import Invalid

router = APIRouter(include_in_schema=False)

RANKS, MOST_RANKS = 5, 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address says: framework, period, unit, how many ranks up, and every field as it was typed."""

    framework: str | None
    period: str | None
    area: str | None
    ranks: int
    typed: dict[str, str]


async def wanted_of(
    *,
    request: Request,
    bo: Annotated[str, Query(max_length=40)] = "",
    ky: Annotated[str, Query(max_length=20)] = "",
    dv: Annotated[str, Query(max_length=60)] = "",
    bac: Annotated[str, Query(max_length=10)] = "",
) -> Wanted:
    """The state of the page; a number of ranks that is none counts as the usual one."""
    ranks = int(bac) if bac.isdecimal() and 1 <= int(bac) <= MOST_RANKS else RANKS
    typed = {name: value[:40] for name, value in request.query_params.items() if name[1:2] == "."}
    return Wanted(bo or None, ky or None, dv or None, ranks, typed)


@router.get("/mo-phong")
async def show_trial(*, request: Request, client: ClientDep, wanted: Annotated[Wanted, Depends(wanted_of)]) -> Response:
    """The unit's criteria with fields to try, the result of what is typed, and ways up."""
    own, frameworks = await asyncio.gather(own_place_of(request, client), client.list_frameworks())
    table = Table(wanted.framework, wanted.period, None, None, None, None, "")
    framework, ranking = await chosen(client, frameworks, table)
    wanted = replace(wanted, framework=framework.code)
    area = wanted.area or await _own_unit(client, own, ranking)
    standing, refused = await _standing(client, wanted, ranking, area)
    wish = wish_of(wanted.typed, standing) if standing else Wish()
    verdict, errors = await _tried(client, standing, ranking, wish)
    return view(
        request,
        "rankings/trial.html",
        status=422 if errors else 200,
        nav="xep-hang",
        title="Mô phỏng",
        wanted=wanted,
        area=area,
        frameworks=[(one.code, one.name) for one in frameworks],
        units=_units(ranking),
        ranking=ranking,
        standing=standing,
        refused=refused,
        rows=part_rows(standing, wanted.typed, errors) if standing else [],
        by_weight=standing.max <= 1 if standing else False,
        verdict=verdict,
        errors=list(errors.items()),
        ways=way_cards(standing, wanted.ranks) if standing else [],
        **_links(wanted, ranking, area),
    )


def _links(wanted: Wanted, ranking: Ranking | None, area: str | None) -> dict[str, Any]:
    """Where the unit stands, and its ways up for machines."""
    period = ranking.period if ranking else wanted.period
    asked = {"framework": wanted.framework, "period": period, "area": area, "ranks": wanted.ranks}
    return {
        "table_href": address("/xep-hang", bo=wanted.framework, ky=period),
        "clean_href": address("/mo-phong", bo=wanted.framework, ky=period, dv=area, bac=wanted.ranks),
        "json_href": address("/api/indicators/v1/rankings/ways", **asked),
    }


async def _own_unit(client: Client, own: str, ranking: Ranking | None) -> str | None:
    """The visitor's own unit as the ranking knows it, else the first that can be tried."""
    known = [entry.area for entry in ranking.items if entry.share is not None] if ranking else []
    if own in known:
        return own
    past = await card_of(client.list_predecessors(own))
    mine = [link.area.id for link in past.value or []]
    return next((area for area in known if area in mine), known[0] if known else None)


async def _standing(
    client: Client, wanted: Wanted, ranking: Ranking | None, area: str | None
) -> tuple[Ways | None, str | None]:
    """How the unit stands, or why it cannot be tried."""
    if ranking is None or area is None:
        return None, None
    try:
        return await client.list_ways(WaysFilter(ranking.framework, ranking.period, area, wanted.ranks)), None
    except Invalid as error:
        return None, error.detail


async def _tried(
    client: Client, standing: Ways | None, ranking: Ranking | None, wish: Wish
) -> tuple[Verdict | None, dict[str, str]]:
    """The result, or what is wrong by field: nothing is tried before every field can be read."""
    if standing is None or ranking is None or wish.is_empty:
        return None, {}
    if wish.errors:
        return None, wish.errors
    try:
        outcome = await client.try_ranking(wish.asked(standing.framework, standing.period))
    except Invalid as error:
        return None, faults_by_field(error.faults, wish) or {"": error.detail}
    return verdict_of(outcome, standing, ranking), {}


def _units(ranking: Ranking | None) -> list[tuple[str, str]]:
    """Units with a score, by rank."""
    items = ranking.items if ranking else []
    return [
        (entry.area, f"{entry.rank}. {entry.area_name} ({decimal(entry.score)})")
        for entry in items
        if entry.share is not None
    ]
