"""Areas while the register does not answer: what the figures and the id itself still tell of them."""

import asyncio
import re
from datetime import date
from typing import Protocol

from contracts.directory import Area, AreaLevel, AreaProfile, Basis
from contracts.indicators.values import Overview
from frontend.client.cards import BUDGET, Card, card_of
from kit.errors import Unavailable

WRITTEN = re.compile(r"([THX])([0-9]{2,5})-([0-9]{4})[a-z]?")
SINCE = "1945"


class Calls(Protocol):
    """The calls a place is known by."""

    async def get_area(self, area: str) -> Area:
        """One incarnation of an area; NotFound."""

    async def get_profile(self, area: str) -> AreaProfile:
        """An area with those above, directly below, before and after it."""

    async def get_overview(self, area: str, period: str | None = None, boundaries: str | None = None) -> Overview:
        """Every indicator of an area at a period."""


async def get_place(calls: Calls, area: str) -> Area:
    """An area to show figures of: as the register has it, else by the name the figures know it by.

    Unavailable when neither answers.
    """
    try:
        async with asyncio.timeout(BUDGET):
            return await calls.get_area(area)
    except (Unavailable, TimeoutError) as error:
        known = await card_of(calls.get_overview(area))
        if known.value is None:
            raise Unavailable(str(error)) from error
        return stand_in(area, known.value.area_name)


async def get_surroundings(calls: Calls, area: str) -> tuple[AreaProfile, Card[list[Area]]]:
    """An area with its place in the tree, and the units directly below it; without the register the area alone.

    NotFound for an unknown area; Unavailable when neither the register nor the figures answer.
    """
    found = await card_of(calls.get_profile(area))
    if found.value is not None:
        return found.value, Card(found.value.units)
    place = await get_place(calls, area)  # tells an unknown area from a register that is away
    alone = AreaProfile(area=place, ancestors=[], units=[], predecessors=[], successors=[])
    return alone, Card(None, found.status)


def stand_in(area: str, name: str) -> Area:
    """An area by its id and name alone: `T15-2025` is the province of code 15 that came into force in 2025."""
    told = WRITTEN.fullmatch(area)
    level, code, year = told.groups() if told else (AreaLevel.NATION, area, SINCE)
    return Area(
        id=area,
        code=code,
        level=AreaLevel(level),
        name=name,
        short_name=name,
        kind="đơn vị",
        parent_id=None,
        valid_from=date(int(year), 1, 1),
        valid_to=None,
        valid_from_basis=Basis.ASSUMED,
        valid_to_basis=None,
        lat=None,
        lon=None,
    )
