"""Outliers of the units of a form and period: page by page in the order of the units, or all of them at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.checks import MethodBounds
from contracts.indicators.outliers import Outlier, OutlierBasis, OutlierSource
from kit.errors import NotFound
from kit.light import light, number
from kit.paging import NO_SUCH_PAGE
from services.indicators.queries.checks.standing import (
    Standing,
    Wanted,
    list_standing,
    list_unit_rows,
    read_crowds,
)
from services.indicators.queries.source import Source
from services.indicators.rules.checks.crowd import Crowd
from services.indicators.rules.checks.outliers import must_be_explained, own_series
from services.indicators.rules.checks.reports import short
from services.indicators.rules.checks.spread import Bounds, outlying

_Outlier, _Bounds = light(Outlier), light(MethodBounds)
LOOKED_THROUGH = 1000
"""So many numbers one page looks through at most: where few stand apart, pages are short rather than slow."""
_BASES = tuple(OutlierBasis)

Place = tuple[str, str, str]
"""Where a reader is: an area, a line of the form, and what its number was held against last."""


@dataclass(frozen=True, slots=True)
class OutlierPage:
    """Outliers in the order of units and lines, what was looked through for them, and where the next page goes on."""

    items: list[Outlier]
    units: int
    numbers: int
    unapplied: int
    onward: Place | None


@dataclass(frozen=True, slots=True)
class _Judged:
    """One number held against one sample."""

    basis: OutlierBasis
    number: Decimal
    points: int
    methods: tuple[Bounds, ...]


async def list_outliers(source: Source, wanted: Wanted, *, after: Sequence[str] | None, limit: int) -> OutlierPage:
    """A page of at most `limit`, from after a place; NotFound for a place that is none of this form."""
    units = await list_unit_rows(source, wanted)
    begin = 0
    if after is not None:
        begin = next((place for place, unit in enumerate(units) if unit.id == after[0]), -1)
        if begin < 0 or after[1] not in wanted.form.items or after[2] not in _BASES:
            raise NotFound(NO_SUCH_PAGE)
    end = begin + max(1, LOOKED_THROUGH // len(wanted.form.items)) + 1
    judging = _Judging(wanted, await read_crowds(source, wanted, units))
    looked = _Looked(judging, limit, after)
    for one in await list_standing(source, wanted, units[begin:end]):
        if not looked.take(one):
            return looked.page(looked.passed)
    onward = (units[end - 1].id, [*wanted.form.items][-1], _BASES[-1]) if end < len(units) else None
    return looked.page(onward)


async def find_outliers(source: Source, wanted: Wanted) -> list[Outlier]:
    """Every number of the units within reach that stands apart, firmest first."""
    units = await list_unit_rows(source, wanted)
    judging = _Judging(wanted, await read_crowds(source, wanted, units))
    standing = await list_standing(source, wanted, units)
    found = [_told(one, judged) for one in standing for judged in judging.of(one) if judging.is_wanted(judged)]
    return sorted(found, key=lambda outlier: -len(outlier.methods))


class _Judging:
    """Judges numbers; units with equal numbers share the answer about the others."""

    def __init__(self, wanted: Wanted, crowds: Mapping[str, Crowd]) -> None:
        self.wanted = wanted
        self.lines = {code: place for place, code in enumerate(wanted.form.items)}
        self._crowds = crowds
        self._known: dict[tuple[str, Decimal], _Judged | None] = {}

    def of(self, one: Standing) -> Iterator[_Judged]:
        """The number held against whatever sample says anything: its own past first, then the other units."""
        cumulative = self.wanted.form.items[one.code].cumulative
        judged, sample = own_series(one.number, one.before, cumulative=cumulative)
        if judged is not None and sample.tells:
            yield _Judged(OutlierBasis.HISTORY, judged, len(sample), outlying(sample, judged))
        among_units = self._among_units(one.code, one.number)
        if among_units is not None:
            yield among_units

    def is_wanted(self, judged: _Judged) -> bool:
        """Whether a method that was asked for finds that the number stands apart."""
        asked = self.wanted.method
        return any(asked is None or found.method is asked for found in judged.methods)

    def _among_units(self, code: str, number: Decimal) -> _Judged | None:
        key = (code, number)
        if key not in self._known:
            crowd = self._crowds.get(code)
            methods = crowd.judged(number) if crowd is not None else None
            told = None if crowd is None or methods is None else (len(crowd) - 1, methods)
            self._known[key] = None if told is None else _Judged(OutlierBasis.PEERS, number, *told)
        return self._known[key]


class _Looked:
    """What was looked through for a page so far; each number is counted on the page that comes to it first."""

    def __init__(self, judging: _Judging, limit: int, after: Sequence[str] | None) -> None:
        self._judging = judging
        self._limit = limit
        self._begin = after
        self._units: set[str] = set()
        self._numbers = self._unapplied = 0
        self._items: list[Outlier] = []
        self.passed: Place | None = None

    def take(self, one: Standing) -> bool:
        """Look at the next number; False where the page has no room for what is found."""
        area, resumes = one.row.id, False
        if self._begin is not None and self._begin[0] == area:
            gone, here = self._judging.lines[self._begin[1]], self._judging.lines[one.code]
            resumes = gone == here
            if here < gone:
                return True
        judged = list(self._judging.of(one))
        found = [one for one in judged if self._judging.is_wanted(one) and not (resumes and self._is_behind(one))]
        if found and len(self._items) == self._limit:
            return False
        if not resumes:
            self._count(area, is_silent=not judged)
        for verdict in found:
            if len(self._items) == self._limit:
                return False
            self._items.append(_told(one, verdict))
            self.passed = (area, one.code, verdict.basis)
        self.passed = (area, one.code, _BASES[-1])
        return True

    def page(self, onward: Place | None) -> OutlierPage:
        """The page, and from where the next one goes on."""
        return OutlierPage(self._items, len(self._units), self._numbers, self._unapplied, onward)

    def _is_behind(self, judged: _Judged) -> bool:
        return self._begin is not None and _BASES.index(judged.basis) <= _BASES.index(OutlierBasis(self._begin[2]))

    def _count(self, area: str, *, is_silent: bool) -> None:
        self._numbers += 1
        self._unapplied += is_silent
        if self._begin is None or self._begin[0] != area:
            self._units.add(area)


def _told(one: Standing, judged: _Judged) -> Outlier:
    return _Outlier(
        area=one.row.id,
        area_name=one.row.name,
        indicator=one.code,
        indicator_name=one.definition.name,
        unit=one.definition.unit,
        source=OutlierSource.SENT if one.row.is_sent else OutlierSource.PUBLISHED,
        value=number(judged.number),
        basis=judged.basis,
        points=judged.points,
        methods=[_bounds(found) for found in judged.methods],
        must_explain=must_be_explained(judged.methods),
        explanation=one.row.explanation,
    )


def _bounds(found: Bounds) -> MethodBounds:
    return _Bounds(
        method=found.method,
        score=number(short(found.score)),
        lower=number(short(found.lower)),
        upper=number(short(found.upper)),
    )
