"""Where values and sums are held: as they stand in their tables, or as a statement finds them again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

_PAGE = """valued as materialized (
        select * from {values} where {where} order by period, area_no, indicator_no limit %(limit)s
    ), summed as materialized (
        select * from {rolled} where {where} and units > 0 order by period, area_no, indicator_no limit %(limit)s
    ), """


@dataclass(frozen=True, slots=True)
class Held:
    """Where the values and sums of a reading are held: in their tables, or in what a statement makes first (parts)."""

    values: str = "indicator_values"
    rolled: str = "rollups"
    parts: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    is_work: bool = False
    """Whether each value and sum is found by work, so that a statement looks at those of its page alone, and once."""

    def of_page(self, where: str) -> "Held":
        """The same for the first `limit` keys that meet a condition, and no others."""
        if not self.is_work:
            return self
        parts = self.parts + _PAGE.format(values=self.values, rolled=self.rolled, where=where)
        return replace(self, values="valued", rolled="summed", parts=parts)


LIVE = Held()
"""As they stand."""
