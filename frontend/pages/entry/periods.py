"""Which periods the selector of data entry offers; the first of them is the one to begin with."""

from collections.abc import Iterator, Sequence
from itertools import islice

from contracts.directory import Area
from contracts.indicators.definitions import FrameworkSummary, Frequency, Indicator
from contracts.periods import Period, PeriodInvalid, PeriodKind
from kit.clock import today

KINDS = {
    Frequency.QUARTER: PeriodKind.QUARTER,
    Frequency.MONTH: PeriodKind.MONTH,
    Frequency.HALF: PeriodKind.HALF,
    Frequency.YEAR: PeriodKind.YEAR,
}
OFFERED = {PeriodKind.QUARTER: 8, PeriodKind.MONTH: 12, PeriodKind.HALF: 4, PeriodKind.YEAR: 5}


def sheet_periods(framework: FrameworkSummary, unit: Area) -> list[Period]:
    """The years a framework is in force, up to the present one, at the end of which the unit existed."""
    years = framework_periods(framework)
    return [year for year in years if year.last_day() >= unit.valid_from] or years[:1]


def framework_periods(framework: FrameworkSummary) -> list[Period]:
    """The years a framework is in force, up to the present one, newest first."""
    last = min(framework.valid_to.year if framework.valid_to else today().year, today().year)
    first = framework.valid_from.year
    return [Period(PeriodKind.YEAR, year) for year in range(max(first, last), first - 1, -1)]


def periods_in_force(framework: FrameworkSummary, asked: str) -> list[Period]:
    """The asked period, if it is one and the framework was in force in it: its sheet may be older or shorter."""
    try:
        period = Period.parse(asked)
    except PeriodInvalid:
        return []
    begun = framework.valid_from <= period.last_day()
    return [period] if begun and (framework.valid_to is None or period.first_day() <= framework.valid_to) else []


def value_periods(indicators: Sequence[Indicator]) -> list[Period]:
    """Recent periods of every length the indicators come in; quarters first, as most are due so.

    Years are always offered: documents often publish a figure for a whole year only.
    """
    due = {KINDS[indicator.frequency] for indicator in indicators} | {PeriodKind.YEAR}
    return [period for kind in OFFERED if kind in due for period in _recent(kind)]


def takes(indicator: Indicator, period: Period) -> bool:
    """Whether an indicator is told for periods of this length."""
    return period.kind in {KINDS[indicator.frequency], PeriodKind.YEAR}


def _recent(kind: PeriodKind) -> list[Period]:
    """The periods that have begun, the one that ended last before the one that runs."""
    running = _running(kind)
    ended, *earlier = islice(_before(running), OFFERED[kind] - 1)
    return [ended, running, *earlier]


def _running(kind: PeriodKind) -> Period:
    day = today()
    periods = (Period(kind, day.year, number) for number in range(1, 13))
    return next(period for period in periods if period.first_day() <= day <= period.last_day())


def _before(period: Period) -> Iterator[Period]:
    while True:
        period = period.previous()
        yield period
