"""From which areas an area is governed, so that pages offer only what the services will accept."""

from collections.abc import Collection

from contracts.directory import Area, AreaLevel
from frontend.client.cards import card_of
from frontend.client.directory import DirectoryCalls

NATION = "VN"
PLACES_LOOKED_AT = 3


async def is_within(calls: DirectoryCalls, places: Collection[str], area: Area) -> bool:
    """Whether a right held on `places` reaches the area: there, above it, or on what it went into."""
    return NATION in places or await _leads_to(calls, places, area, upwards=True)


async def is_own(calls: DirectoryCalls, places: Collection[str], area: Area) -> bool:
    """Whether one of `places` is the area itself or what it became: what lies above does not count."""
    return await _leads_to(calls, places, area, upwards=False)


async def _leads_to(calls: DirectoryCalls, places: Collection[str], area: Area, *, upwards: bool) -> bool:
    """Whether following an area to what it became, and `upwards` to what it lies in, meets one of `places`."""
    seen: set[str] = set()
    waiting = [area]
    while waiting:
        here = waiting.pop()
        if here.id in places:
            return True
        if here.id in seen:
            continue
        seen.add(here.id)
        if upwards and here.parent_id is not None:
            waiting.append(await calls.get_area(here.parent_id))
        if here.valid_to is not None:
            waiting += [link.area for link in await calls.list_successors(here.id)]
    return False


async def list_units(calls: DirectoryCalls, places: Collection[str]) -> list[Area]:
    """The present areas a right on `places` is used for: each place itself and the units directly below it."""
    found: dict[str, Area] = {}
    for place in places:
        found[place] = await calls.get_area(place)
        if found[place].level in {"N", "T"}:
            found |= {unit.id: unit for unit in await calls.list_children(place)}
    return list(found.values())


async def own_area(calls: DirectoryCalls, places: Collection[str], home: str) -> str:
    """The area pages open for somebody who works on `places`: the home area where they work there (or nowhere, or
    everywhere), else their province, else the province of their commune; the commune itself while nobody tells that.
    """
    if not places or home in places or NATION in places:
        return home
    for place in sorted(places, key=lambda place: _level(place) != AreaLevel.PROVINCE)[:PLACES_LOOKED_AT]:
        if _level(place) == AreaLevel.PROVINCE:
            return place
        told = await card_of(calls.get_area(place))
        if told.failed:
            return place
        found = told.value.parent_id if told.value else None
        if found is not None and _level(found) == AreaLevel.PROVINCE:
            return found
    return home


def _level(area: str) -> str:
    """The level an id begins with: `T15-2025` is a province."""
    return area[:1]
