"""From which areas an area is governed, so that pages offer only what the services will accept."""

from collections.abc import Collection

from contracts.directory import Area
from frontend.client.directory import DirectoryCalls

NATION = "VN"


async def is_within(calls: DirectoryCalls, places: Collection[str], area: Area) -> bool:
    """Whether a right held on `places` reaches the area: there, above it, or on what it went into."""
    if NATION in places:
        return True
    seen: set[str] = set()
    waiting = [area]
    while waiting:
        here = waiting.pop()
        if here.id in places:
            return True
        if here.id in seen:
            continue
        seen.add(here.id)
        if here.parent_id is not None:
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
