"""Areas through time, as pages read them."""

from dataclasses import dataclass

from contracts.directory import Area, AreaLink, AreaMatches, AreaProfile, LineageGap
from contracts.instruments import Instrument
from frontend.client.door import Door
from kit.shapes import Page

ROOT = "/api/directory/v1"


@dataclass(frozen=True, slots=True)
class AreaFilter:
    """What narrows the list of areas; `q` needs no marks and also finds codes and old names."""

    q: str | None = None
    level: str | None = None
    parent: str | None = None
    valid_on: str | None = None
    limit: int | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class InstrumentFilter:
    """What narrows the list of official documents; `q` needs no marks."""

    q: str | None = None
    kind: str | None = None
    year: str | None = None
    limit: int | None = None
    after: str | None = None


class DirectoryCalls(Door):
    """Calls to the register of areas and of official documents."""

    async def get_area(self, area: str) -> Area:
        """One incarnation of an area; NotFound."""
        return await self.get(Area, f"{ROOT}/areas/{area}")

    async def get_profile(self, area: str) -> AreaProfile:
        """An area with those above, directly below, before and after it; NotFound."""
        return await self.get(AreaProfile, f"{ROOT}/areas/{area}/profile")

    async def list_areas(self, wanted: AreaFilter) -> Page[Area]:
        """One page of areas in Vietnamese order."""
        return await self.get_page(Area, f"{ROOT}/areas", wanted)

    async def list_children(self, area: str, valid_on: str | None = None) -> list[Area]:
        """Every unit directly below an area."""
        return await self.get_all(Area, f"{ROOT}/areas/{area}/children", {"valid_on": valid_on})

    async def list_ancestors(self, area: Area) -> list[Area]:
        """The areas above, the nation first (at most three steps)."""
        found: list[Area] = []
        parent = area.parent_id
        while parent is not None:
            above = await self.get_area(parent)
            found.insert(0, above)
            parent = above.parent_id
        return found

    async def list_predecessors(self, area: str) -> list[AreaLink]:
        """What the area was made of."""
        return await self.get_all(AreaLink, f"{ROOT}/areas/{area}/predecessors")

    async def list_successors(self, area: str) -> list[AreaLink]:
        """What the area went into."""
        return await self.get_all(AreaLink, f"{ROOT}/areas/{area}/successors")

    async def list_lineage_gaps(self) -> list[LineageGap]:
        """Areas that ended without a recorded successor."""
        return await self.get_all(LineageGap, f"{ROOT}/lineage-gaps")

    async def find_areas(self, q: str, limit: int) -> AreaMatches:
        """Areas of any time that answer a search, the best first."""
        return await self.get(AreaMatches, f"{ROOT}/area-matches", {"q": q, "limit": limit})

    async def list_instruments(self, wanted: InstrumentFilter) -> Page[Instrument]:
        """One page of official documents, newest first."""
        return await self.get_page(Instrument, f"{ROOT}/instruments", wanted)
