"""From where a right reaches an area or an organisation, as of today's register (DESIGN §7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.reach import NATION, Lines

AREA, ORGANISATION = "area", "organisation"


@dataclass(frozen=True, slots=True)
class Known:
    """An area, or an organisation with what stands above it (by internal id) and the area it serves."""

    id: str
    kind: str
    uid: str | None = None
    parent: str | None = None
    serves: str | None = None


def reaches(places: Iterable[Known], successions: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """By the id of each place, the ids on which a right over it may be held."""
    known = list(places)
    lines = Lines({place.id: place.parent for place in known if place.kind == AREA}, successions)
    found = {place.id: lines.reach_of(place.id) for place in known if place.kind == AREA}
    offices = {place.uid: place for place in known if place.kind == ORGANISATION}
    return found | {office.id: _reach_of_office(office, offices, lines) for office in offices.values()}


def _reach_of_office(office: Known, offices: Mapping[str | None, Known], lines: Lines) -> frozenset[str]:
    """Itself, the offices above it, and the areas they serve with all that stands above those; at last the nation."""
    reach: set[str] = {NATION}
    here: Known | None = office
    while here is not None and here.id not in reach:
        reach.add(here.id)
        if here.serves is not None:
            reach |= lines.reach_of(here.serves)
        here = offices.get(here.parent) if here.parent else None
    return frozenset(reach)


def province_of(reach: Iterable[str]) -> frozenset[str]:
    """The provinces in a reach: whoever works in one of them is a colleague."""
    return frozenset(one for one in reach if one.startswith("T") and "-" in one)
