"""The sheets that whoever is asking fills in themselves: by which frameworks, and which of them nobody has opened."""

import asyncio

from contracts.access import Right
from contracts.directory import AreaLevel
from contracts.indicators.definitions import FrameworkSummary
from frontend.client import AssessmentFilter, Client
from frontend.client.reach import NATION
from frontend.pages.entry.periods import sheet_periods
from frontend.reading.rounds.unopened import Unopened, awaits
from frontend.reading.score_words import POINTS
from kit.caller import Caller
from kit.clock import today


async def own_frameworks(client: Client, caller: Caller) -> list[FrameworkSummary]:
    """Frameworks the visitor's own units fill in themselves; those scored by published shares are loaded, not typed."""
    places = own_places(caller)
    applying = await asyncio.gather(*(_frameworks(client, place) for place in places))
    offered = {framework.code: framework for found in applying for framework in found}
    return [offered[code] for code in sorted(offered)]


async def unopened_sheets(client: Client, caller: Caller) -> list[Unopened]:
    """Sheets that await the visitor's own units and that nobody has opened yet."""
    found = await asyncio.gather(*(_unopened(client, place) for place in own_places(caller)))
    return [one for of_place in found for one in of_place]


def own_places(caller: Caller) -> list[str]:
    """The units whose sheets the visitor fills in."""
    return list(caller.places(Right.ASSESSMENTS_SELF)) if caller.holds(Right.ASSESSMENTS_SELF) else []


def level_of(place: str) -> AreaLevel:
    """The level a unit's code tells."""
    return AreaLevel.NATION if place == NATION else AreaLevel(place[0])


async def _frameworks(client: Client, place: str) -> list[FrameworkSummary]:
    applying = await client.list_frameworks(place)
    return [one for one in applying if one.scale_unit == POINTS and one.level == level_of(place)]


async def _unopened(client: Client, place: str) -> list[Unopened]:
    frameworks = await _frameworks(client, place)
    if not frameworks:
        return []
    unit, sheets = await asyncio.gather(client.get_area(place), client.list_assessments(AssessmentFilter(area=place)))
    opened = {(sheet.framework, sheet.period) for sheet in sheets}
    return [
        Unopened(framework, unit, period)
        for framework in frameworks
        for period in sheet_periods(framework, unit)
        if awaits(period, today()) and (framework.code, str(period)) not in opened
    ]
