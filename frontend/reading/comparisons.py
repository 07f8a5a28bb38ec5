"""Units of one level compared by one indicator: on the map or in tiles, and in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.directory import Area, AreaLevel
from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Figure
from frontend.charts import Region
from frontend.reading.places import LEVEL_NAMES
from frontend.reading.units import RankedUnit, Tiles, code_of, newest, ranked, regions_of, tiles_of, whole_map

FIRST, AROUND = 10, 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: tiles for communes, a map for provinces, the order of both."""

    title: str
    period: str | None
    tiles: Tiles
    regions: Mapping[str, Region] | None
    bounds: Sequence[float]
    selected: str | None
    rows: list[RankedUnit]
    of: int
    illustrative: bool

    @property
    def told(self) -> bool:
        """Whether any unit has a figure."""
        return bool(self.rows)

    @property
    def cut(self) -> bool:
        """Whether more units have a figure than the rows show."""
        return self.tiles.told > len(self.rows)


def compare(
    indicator: Indicator, area: Area, units: Sequence[Area], figures: Sequence[Figure], level: AreaLevel, *, whole: bool
) -> Comparison:
    """The units of `level` by their newest figures; `area` stands out where it is one of them."""
    shown = newest(figures)
    tiles = tiles_of(indicator, units, shown, area.id)
    rows = ranked(indicator, shown, area.id)
    regions, bounds = regions_of(indicator, shown) if level is AreaLevel.PROVINCE else (None, tiles.bounds)
    return Comparison(
        title=LEVEL_NAMES[level],
        period=shown[0].period if shown else None,
        tiles=tiles,
        regions=whole_map(units, regions) if regions is not None else None,
        bounds=bounds,
        selected=code_of(area.id) if area.level is AreaLevel.PROVINCE else None,
        rows=rows if whole else _excerpt(rows),
        of=len(units),
        illustrative=any(figure.illustrative for figure in shown),
    )


def _excerpt(rows: list[RankedUnit]) -> list[RankedUnit]:
    here = next((place for place, row in enumerate(rows) if row.current), 0)
    near = range(here - AROUND, here + AROUND + 1)
    return [row for place, row in enumerate(rows) if place < FIRST or place in near]
