"""The dashboard of an area (Tổng quan): what stands where, who has not reported, how the area compares."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from contracts.directory import Area, AreaLevel
from contracts.indicators.assessments import Ranking
from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Figure, Overview
from frontend.client import Card, Client, ClientDep, FigureFilter, RankingFilter, card_of
from frontend.reading import rankings, standings, trends, units
from frontend.render import view
from kit.errors import NotFound

MAP_INDICATOR = "DVC-766"
RANKING = RankingFilter("DTI-2022", "2022", "T")
NATION = "VN"
LEVEL_BELOW = {AreaLevel.NATION: AreaLevel.PROVINCE, AreaLevel.PROVINCE: AreaLevel.COMMUNE}

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
