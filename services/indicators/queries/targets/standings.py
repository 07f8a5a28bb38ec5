"""Standings: the figures of all targets of a list at once, and what each of them makes of its target."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.indicators.definitions import Direction
from contracts.indicators.targets import Comparator, TargetFigure, TargetForecast, TargetStanding, Trajectory
from contracts.periods import Period, PeriodKind, PeriodRegime
from kit.light import light, number
from services.indicators.queries.definitions import definitions_of
from services.indicators.queries.figures import FigureMaker, list_figure_rows, list_nation_rows
from services.indicators.queries.scopes import Scope
from services.indicators.queries.source import Source
from services.indicators.rules.targets.forecasts import MOST, Bounds, Forecast, Point
from services.indicators.rules.targets.goals import Goal
from services.indicators.rules.targets.paths import Corner, Course, moment
from services.indicators.rules.targets.verdicts import NO_INDICATOR, NOT_PUBLIC, Asked, Verdict, judge, unknown
from services.indicators.rules.targets.wording import Measured

_PAIRS = "(area_no, indicator_no) in (select * from unnest(%(pair_areas)s::int[], %(pair_indicators)s::int[]))"
_ALL = 1_000_000
_Standing, _Figure, _Forecast = light(TargetStanding), light(TargetFigure), light(TargetForecast)
UNBOUND_DECIMALS = 2
LAGGING = 4
"""An indicator may be so many periods behind the newest one anybody reported."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """The figures of one area and indicator through time, oldest first: numbers, and the rows they came from."""

    points: list[Point]
    rows: list[Any]


class Standings:
    """Judges rows of targets against figures that were read for all of them at once."""

    def __init__(self, figures: Mapping[Pair, Found], make: FigureMaker, places: Iterable[str], today: date) -> None:
        """`places` are where the reader may read what is not public."""
        self._figures = figures
        self._make = make
        self._places = frozenset(places)
        self._today = today

    def found(self, row: Any) -> Found:
        """The figures of a target."""
        return self._figures.get((row.area_no, row.indicator_no), Found([], []))

    def verdict(self, row: Any) -> Verdict:
        """How a target stands."""
        if row.indicator_no is None:
            return unknown(NO_INDICATOR)
        if not _is_readable(row, self._places):
            return unknown(NOT_PUBLIC)
        return judge(asked_of(row), self.found(row).points, self._today)

    def standing(self, row: Any) -> TargetStanding:
        """The same, as its contract tells it."""
        verdict = self.verdict(row)
        return _Standing(
            status=verdict.status,
            rule=verdict.rule,
            figure=self._figure(row, verdict.point) if verdict.point else None,
            required=number(verdict.required),
            gap=number(verdict.gap),
            forecast=_told(verdict.forecast) if verdict.forecast else None,
            no_forecast=verdict.no_forecast,
        )

    def _figure(self, row: Any, point: Point) -> TargetFigure:
        found = self.found(row)
        figure = self._make.figure(found.rows[found.points.index(point)])
        rolled_up = None if figure.reported else figure.rolled_up
        return _Figure(
            value=figure.value,
            period=figure.period,
            units=rolled_up.units if rolled_up else None,
            units_total=rolled_up.units_total if rolled_up else None,
            illustrative=figure.illustrative,
        )


async def read_standings(
    source: Source, ground: Any, rows: Sequence[Any], *, places: Sequence[str], today: date, whole: bool = False
) -> Standings:
    """What judges these rows: one statement for all their figures, one more for those of the nation.

    `whole` reads every period in use, else only those that nearly always decide, and the older ones of those targets
    that have no number there.
    """
    definitions = await definitions_of(source, ground.edition)
    used = sorted(map(Period.from_key, ground.periods), reverse=True)
    periods = used if whole else _deciding(used, {Period.from_key(row.horizon) for row in rows})
    asked = [
        row
        for row in rows
        if row.indicator_no is not None and row.comparator != Comparator.TEXT and _is_readable(row, frozenset(places))
    ]
    make = FigureMaker(definitions.rows, by_name=False)
    reading = _Reading(source, ground, definitions.rows)
    found = _by_pair(await reading.rows(asked, periods), make)
    older = [period for period in used if period not in set(periods)]
    lacking = [row for row in asked if older and not _decides(row, found)]
    if lacking:
        found |= _by_pair([*_rows_of(lacking, found), *await reading.rows(lacking, older)], make)
    return Standings(found, make, places, today)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads figures of the areas and indicators of targets: one statement for all, one more for those of the nation."""

    source: Source
    ground: Any
    indicators: Mapping[int, Any]

    async def rows(self, targets: Iterable[Any], periods: Sequence[Period]) -> list[Any]:
        """Rows of figures of some periods."""
        pairs = {_pair(row) for row in targets}
        nation = self.ground.nation
        below = sorted(pair for pair in pairs if pair[0] != nation)
        national = sorted(indicator for area, indicator in pairs if area == nation)
        found = await list_figure_rows(self.source, _scope(self.indicators, below, periods), limit=_ALL)
        scope = Scope(dict(self.indicators), ("indicator_no = any(%(indicators)s::int[])",), {"indicators": national})
        provinces = self.ground.provinces
        return found + await list_nation_rows(self.source, scope, nation=nation, provinces=provinces, periods=periods)


def _pair(row: Any) -> Pair:
    return row.area_no, row.indicator_no


def _decides(row: Any, found: Mapping[Pair, Found]) -> bool:
    """Whether a figure was found from before the horizon, so that no older one is newer than what is known."""
    horizon = moment(Period.from_key(row.horizon))
    return _pair(row) in found and any(moment(point.period) <= horizon for point in found[_pair(row)].points)


def _rows_of(targets: Iterable[Any], found: Mapping[Pair, Found]) -> list[Any]:
    return [row for pair in {_pair(one) for one in targets} if pair in found for row in found[pair].rows]


def asked_of(row: Any) -> Asked:
    """A row of a target as a verdict needs it."""
    return Asked(
        goal=goal_of(row),
        horizon=Period.from_key(row.horizon),
        measured=measured_of(row),
        course=course_of(row),
        bounds=Bounds(row.minimum, row.maximum),
        regime=PeriodRegime(row.regime or PeriodRegime.CALENDAR),
    )


def goal_of(row: Any) -> Goal:
    """What a target asks."""
    direction = Direction(row.direction) if row.direction else Direction.NONE
    return Goal(Comparator(row.comparator), row.value, row.value_to, row.words, direction)


def measured_of(row: Any) -> Measured:
    """In what a target is measured."""
    return Measured(row.unit, UNBOUND_DECIMALS if row.decimals is None else row.decimals)


def course_of(row: Any) -> Course:
    """How a target says it is to be reached."""
    baseline = None
    if row.baseline_period is not None:
        baseline = Corner(Period.from_key(row.baseline_period), row.baseline_value, "Mức xuất phát")
    marks = zip(row.milestone_periods, row.milestone_values, strict=True)
    return Course(
        Trajectory(row.trajectory), baseline, tuple(Corner(Period.from_key(key), value) for key, value in marks)
    )


def _is_readable(row: Any, places: frozenset[str]) -> bool:
    return bool(row.public) or not places.isdisjoint(row.reach)


def _deciding(used: Sequence[Period], horizons: set[Period]) -> list[Period]:
    """The newest periods of each kind, counted from today and from each horizon back."""
    chosen: set[Period] = set()
    latest = max((moment(period) for period in used), default=Decimal())
    for limit in {latest, *(min(moment(horizon), latest) for horizon in horizons)}:
        for kind in PeriodKind:
            chosen.update([one for one in used if one.kind is kind and moment(one) <= limit][: MOST + LAGGING])
    return sorted(chosen)


def _scope(indicators: Mapping[int, Any], pairs: Sequence[Pair], periods: Sequence[Period]) -> Scope:
    parameters = {
        "pair_areas": [area for area, _ in pairs],
        "pair_indicators": [indicator for _, indicator in pairs],
        "periods": [period.key for period in periods],
    }
    return Scope(dict(indicators), (_PAIRS, "period = any(%(periods)s::int[])"), parameters)


def _by_pair(rows: Iterable[Any], make: FigureMaker) -> dict[Pair, Found]:
    found: dict[Pair, Found] = defaultdict(lambda: Found([], []))
    for row in sorted(rows, key=make.period):
        value = make.amount(row)
        if value is not None:
            place = found[row.area_no, row.indicator_no]
            is_sample = row.source == "illustrative" or (row.revision is None and bool(row.illustrative))
            place.points.append(Point(make.period(row), value, is_sample))
            place.rows.append(row)
    return found


def _told(ahead: Forecast) -> TargetForecast:
    return _Forecast(
        value=number(ahead.value),
        shortfall=number(ahead.shortfall),
        slope=number(ahead.slope),
        points=ahead.points,
        first=str(ahead.first),
        last=str(ahead.last),
        reached_in=str(ahead.reached_in) if ahead.reached_in else None,
        capped=ahead.capped,
        text=ahead.text,
    )
