"""Which sums of the areas above a batch of values adds up into."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Above:
    """Places in the sums and among the newest periods, one list for each column.

    A `cell` groups the values of a batch that share period, indicator and areas above; it stands here once for each
    of these areas. A value of an area that is itself above others goes into no sum: its place has no cell.
    """

    cell: list[int | None] = field(default_factory=list)
    period: list[int] = field(default_factory=list)
    area: list[int] = field(default_factory=list)
    indicator: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    adds: list[bool] = field(default_factory=list)

    def put(self, cell: int | None, period: int, areas: Iterable[int], indicator: int, place: int, adds: bool) -> None:
        """Note the areas in which a cell counts; `adds` when values are added, not numerators and denominators."""
        for area in areas:
            self.cell.append(cell)
            self.period.append(period)
            self.area.append(area)
            self.indicator.append(indicator)
            self.place.append(place)
            self.adds.append(adds)
