"""Rankings (xếp hạng), what-if and ways up, as pages ask for them."""

from dataclasses import dataclass

from contracts.indicators.rankings import Ranking, Ways, WhatIf, WhatIfAsked
from frontend.client.door import Door

ROOT = "/api/indicators/v1/rankings"


@dataclass(frozen=True, slots=True)
class RankingFilter:
    """Which ranking: framework, period (else the newest), level (else its own), and the area the units lie within.

    `previous` is the period compared with (else the one before), `unit_class` the one kind of unit that is listed.
    """

    framework: str
    period: str | None = None
    level: str | None = None
    within: str | None = None
    previous: str | None = None
    unit_class: str | None = None
    robustness: bool | None = None


@dataclass(frozen=True, slots=True)
class WaysFilter:
    """Whose ways up, in which ranking, by how many ranks."""

    framework: str
    period: str
    area: str
    ranks: int


class RankingCalls(Door):
    """Calls to rankings."""

    async def get_ranking(self, wanted: RankingFilter) -> Ranking:
        """Units of one level in order of their scores."""
        return await self.get(Ranking, ROOT, wanted)

    async def try_ranking(self, asked: WhatIfAsked) -> WhatIf:
        """A ranking as it would be; Invalid names what makes no sense."""
        return WhatIf.model_validate_json((await self.send("POST", f"{ROOT}/what-ifs", asked)).body)

    async def list_ways(self, wanted: WaysFilter) -> Ways:
        """How a unit may rise, and the criteria it has; Invalid for one without a score."""
        return await self.get(Ways, f"{ROOT}/ways", wanted)
