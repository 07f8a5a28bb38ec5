"""The catalogue of indicators (Danh mục chỉ tiêu) by pillar, found without marks."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.indicators.definitions import Pillar
from frontend.addresses import address
from frontend.client import ClientDep, IndicatorFilter, card_of
from frontend.reading.definitions import FREQUENCIES
from frontend.reading.standings import PILLARS
from frontend.reading.targets import target_words
from frontend.render import view

router = APIRouter(include_in_schema=False)


@router.get("/chi-tieu")
async def show_catalogue(
    *,
    request: Request,
    client: ClientDep,
    q: Annotated[str, Query(max_length=200)] = "",
    tru: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Indicators that match, under their pillars; to htmx only the list."""
    found, frameworks = await asyncio.gather(
        client.list_indicators(IndicatorFilter(q=q, pillar=tru)), card_of(client.list_frameworks())
    )
    groups = [(PILLARS[pillar], [one for one in found if one.pillar is pillar]) for pillar in Pillar]
    return view(
        request,
        "catalogue/index.html",
        block="found",
        nav="chi-tieu",
        title="Danh mục chỉ tiêu",
        q=q,
        pillar=tru,
        pillars=PILLARS,
        groups=[(name, rows) for name, rows in groups if rows],
        of=len(found),
        frameworks=frameworks.value or [],
        frameworks_failed=frameworks.failed,
        frequencies=FREQUENCIES,
        target_words=target_words,
        json_href=address("/api/indicators/v1/indicators", q=q, pillar=tru),
    )
