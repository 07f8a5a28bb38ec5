"""When a value counts: the periods an indicator takes, their order in time, and the day on which units are counted."""

from datetime import date

from contracts.indicators.definitions import Frequency
from contracts.periods import Period, PeriodKind, PeriodRegime

_FREQUENT = {
    Frequency.YEAR: PeriodKind.YEAR,
    Frequency.HALF: PeriodKind.HALF,
    Frequency.QUARTER: PeriodKind.QUARTER,
    Frequency.MONTH: PeriodKind.MONTH,
}


def kind_of(frequency: Frequency) -> PeriodKind:
    """The period an indicator of this frequency is due for."""
    return _FREQUENT[frequency]


def takes(frequency: Frequency, period: Period) -> bool:
    """Values come at the indicator's own frequency, or for a whole year, as documents often publish them."""
    return period.kind in (kind_of(frequency), PeriodKind.YEAR)


def place_of(period: Period) -> int:
    """A whole number that orders periods of every kind in time: by last day, then by first."""
    return (period.year * 12 + period.last_month) * 12 + period.first_month


def counting_day(period: Period, regime: PeriodRegime, ended: date | None) -> date:
    """The day on which the units of an area are counted for a period: its last, or the area's own last if sooner.

    Only units in force on that day may report. So a unit that was merged within the period and the one it went into
    are never both counted.
    """
    last = period.last_day(regime)
    return last if ended is None else min(last, ended)
