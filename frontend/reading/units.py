"""Units side by side: tiles of communes, provinces on the map, and their order by one indicator."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.directory import Area
from contracts.indicators.definitions import Direction, Indicator
from contracts.indicators.values import Figure
from contracts.periods import Period
from frontend.charts import Region, bar, even_bounds, level
from frontend.formats import ABSENT
from frontend.reading.figures import figure_text, is_percent, proof_of
from kit.text import vi_sort_key

FEWEST = 5
FIFTHS = (20.0, 40.0, 60.0, 80.0)


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit in the grid, in the words of components/tiles.html."""

    name: str
    href: str
    text: str
    level: int | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tiles:
    """All units of an area for one indicator and period."""

    items: list[Tile]
    bounds: list[float]
    unit: str
    told: int
    missing: list[Area]

    @property
    def of(self) -> int:
        """How many units there are."""
        return len(self.items)


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """One unit in the order of an indicator, in the words of components/ranking.html."""

    rank: int
    name: str
    href: str
    value: str
    bar: str
    note: str | None
    current: bool


def tiles_of(
    indicator: Indicator, units: Iterable[Area], figures: Sequence[Figure], current: str | None = None
) -> Tiles:
    """A tile per unit in Vietnamese order; those without a figure are hatched and lead to their own page."""
    known = {figure.area: figure for figure in figures if figure.value is not None}
    bounds = shades_of(indicator, known.values())
    ordered = sorted(units, key=lambda unit: vi_sort_key(unit.short_name))
    items = [_tile(indicator, unit, known.get(unit.id), bounds, current) for unit in ordered]
    missing = [unit for unit in ordered if unit.id not in known]
    return Tiles(items, bounds, unit_sign(indicator), len(items) - len(missing), missing)


def _tile(indicator: Indicator, unit: Area, figure: Figure | None, bounds: list[float], current: str | None) -> Tile:
    href = proof_of(figure) if figure else f"/don-vi/{unit.id}"
    text = figure_text(indicator, figure, unit=False)
    return Tile(unit.short_name, href, text, level(figure.value if figure else None, bounds), unit.id == current)


def shades_of(indicator: Indicator, figures: Iterable[Figure]) -> list[float]:
    """The four bounds of the five shades; too few different percentages take fifths of a hundred."""
    values = {figure.value for figure in figures if figure.value is not None}
    if is_percent(indicator) and len(values) < FEWEST:
        return list(FIFTHS)
    return even_bounds(list(values))


def unit_sign(indicator: Indicator) -> str:
    """The unit as a legend writes it after a number."""
    return "%" if is_percent(indicator) else f" {indicator.unit}"


def regions_of(indicator: Indicator, figures: Sequence[Figure]) -> tuple[dict[str, Region], list[float]]:
    """Provinces by code for the map, and the bounds of its shades."""
    bounds = shades_of(indicator, figures)
    return {code_of(figure.area): _region(indicator, figure, bounds) for figure in figures}, bounds


def whole_map(units: Iterable[Area], regions: Mapping[str, Region]) -> dict[str, Region]:
    """The provinces of a map with those that have no figure: hatched, leading to their own page."""
    return {unit.code: regions.get(unit.code) or _blank(unit) for unit in units}


def _blank(unit: Area) -> Region:
    return Region(unit.name, "chưa có số liệu", None, f"/don-vi/{unit.id}")


def _region(indicator: Indicator, figure: Figure, bounds: list[float]) -> Region:
    href = proof_of(figure)
    return Region(figure.area_name, figure_text(indicator, figure), level(figure.value, bounds), href)


def code_of(area: str) -> str:
    """The official code within an id: `T15-2025` → `15`."""
    return area[1:].partition("-")[0]


def newest(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of the newest period among them."""
    found = list(figures)
    last = max((figure.period for figure in found), key=Period.parse, default=None)
    return [figure for figure in found if figure.period == last]


def ranked(indicator: Indicator, figures: Iterable[Figure], current: str | None = None) -> list[RankedUnit]:
    """Units from best to worst (competition ranking: equal figures share a rank, the next is skipped)."""
    told = [(figure.value, figure) for figure in figures if figure.value is not None]
    best_first = sorted(told, key=lambda pair: (_sign(indicator) * pair[0], vi_sort_key(pair[1].area_short_name)))
    values = [value for value, _ in best_first]
    top = max(values, default=Decimal(1))
    places = _places(values)
    return [
        RankedUnit(
            rank=places[value],
            name=figure.area_name,
            href=proof_of(figure),
            value=figure_text(indicator, figure, unit=False),
            bar=bar(value, Decimal(100) if is_percent(indicator) else top, figure_text(indicator, figure)),
            note="đồng hạng" if values.count(value) > 1 else None,
            current=figure.area == current,
        )
        for value, figure in best_first
    ]


def _sign(indicator: Indicator) -> int:
    return 1 if indicator.direction is Direction.DOWN else -1


def _places(values: Sequence[Decimal]) -> Mapping[Decimal, int]:
    return {value: place for place, value in reversed(list(enumerate(values, 1)))}


def names_of(units: Iterable[Area]) -> str:
    """Units as a sentence lists them."""
    return ", ".join(unit.name for unit in units) or ABSENT
