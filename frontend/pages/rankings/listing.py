"""The table (Xếp hạng): units of one level by their score, what changed, and how firm each place is."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.directory import AreaLevel
from contracts.indicators.definitions import FrameworkSummary
from contracts.indicators.rankings import Ranking
from contracts.periods import Period
from frontend.addresses import address
from frontend.client import AssessmentFilter, Client, ClientDep, RankingFilter, card_of, own_place_of
from frontend.downloads import csv_file
from frontend.formats import capital
from frontend.reading.rankings import all_published, named, rank_rows, sources_of
from frontend.render import view
from frontend.spreadsheets import ranking_csv
from kit.errors import Invalid, NotFound

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address says: framework (else the newest), periods, level, area, class and words of a unit's name."""

    framework: str | None
    period: str | None
    level: str | None
    within: str | None
    previous: str | None
    unit_class: str | None
    q: str


async def wanted_of(
    *,
    bo: Annotated[str, Query(max_length=40)] = "",
    ky: Annotated[str, Query(max_length=20)] = "",
    cap: Annotated[str, Query(max_length=1)] = "",
    dv: Annotated[str | None, Query(max_length=60)] = None,
    so: Annotated[str, Query(max_length=20)] = "",
    loai: Annotated[str, Query(max_length=60)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Wanted:
    """The state of the page."""
    return Wanted(bo or None, ky or None, cap or None, dv or None, so or None, loai or None, q)


WantedDep = Annotated[Wanted, Depends(wanted_of)]


@router.get("/xep-hang.csv")
async def download_ranking(*, client: ClientDep, wanted: WantedDep) -> Response:
    """The table of the page as CSV, intervals included."""
    _, ranking = await chosen(client, await client.list_frameworks(), wanted)
    if ranking is None:
        raise NotFound("Chưa có xếp hạng cho lựa chọn này.")
    return csv_file(f"xep-hang-{ranking.framework}-{ranking.period}", ranking_csv(ranking))


@router.get("/xep-hang")
async def show_ranking(*, request: Request, client: ClientDep, wanted: WantedDep) -> Response:
    """The ranking; to htmx only its rows."""
    own, frameworks = await asyncio.gather(own_place_of(request, client), client.list_frameworks())
    framework, ranking = await chosen(client, frameworks, wanted)
    readable, past = await asyncio.gather(_readable(client, ranking), card_of(client.list_predecessors(own)))
    current = {own, *(link.area.id for link in past.value or [])}
    period = ranking.period if ranking else wanted.period
    rows = rank_rows(ranking, current, readable) if ranking else []
    return view(
        request,
        "rankings/index.html",
        block="rows",
        nav="xep-hang",
        title="Xếp hạng",
        wanted=replace(wanted, framework=framework.code, period=period),
        framework=framework,
        frameworks=[(one.code, one.name) for one in frameworks],
        ranking=ranking,
        rows=named(rows, wanted.q),
        of=ranking.of if ranking else 0,
        firm=ranking.robustness if ranking else None,
        classes=_class_options(ranking),
        sources=sources_of(rows),
        has_reported=any(entry.reported for entry in ranking.items) if ranking else False,
        **_links(framework.code, period, wanted),
    )


def _class_options(ranking: Ranking | None) -> list[tuple[str, str]]:
    """Classes to choose from; none where there is only one."""
    classes = ranking.classes if ranking else []
    if len(classes) < 2:
        return []
    told = [(one.name, f"{capital(one.name)} ({one.of})") for one in classes]
    return [("", f"Mọi loại ({sum(one.of for one in classes)})"), *told]


def _links(framework: str, period: str | None, wanted: Wanted) -> dict[str, Any]:
    """The same table for machines, and what would change it."""
    return {
        "json_href": address(
            "/api/indicators/v1/rankings",
            framework=framework,
            period=period,
            level=wanted.level,
            within=wanted.within,
            previous=wanted.previous,
            unit_class=wanted.unit_class,
            robustness="true",
        ),
        "csv_href": address(
            "/xep-hang.csv",
            bo=framework,
            ky=period,
            cap=wanted.level,
            dv=wanted.within,
            so=wanted.previous,
            loai=wanted.unit_class,
        ),
        "trial_href": address("/mo-phong", bo=framework, ky=period),
    }


async def chosen(
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
        return await client.get_ranking(
            RankingFilter(
                framework.code,
                wanted.period,
                wanted.level,
                wanted.within,
                wanted.previous,
                wanted.unit_class,
                robustness=True,
            )
        )
    except (NotFound, Invalid):
        return None


async def _readable(client: Client, ranking: Ranking | None) -> set[str]:
    """The sheets of a ranking the visitor may open; none are asked for where all results are open anyway."""
    if ranking is None or all_published(ranking):
        return set()
    sheets = await card_of(client.list_assessments(AssessmentFilter(ranking.framework, period=ranking.period)))
    return {sheet.id for sheet in sheets.value or []}
