"""Periods of forms in words, with their days where those are not of the calendar."""

from collections.abc import Iterable
from datetime import date

from contracts.periods import Period, PeriodRegime
from frontend.reading.periods import period_options


def period_words(period: Period, regime: PeriodRegime) -> str:
    """`quý IV/2026`; under the administrative regime `tháng 11/2026 (15/10–14/11)`."""
    return f"{period.label}{_bracket(period, regime)}"


def options_of(periods: Iterable[Period], regime: PeriodRegime) -> list[tuple[str, str]]:
    """Each period once, as a selector shows it."""
    return [(text, f"{name}{_bracket(Period.parse(text), regime)}") for text, name in period_options(periods)]


def _bracket(period: Period, regime: PeriodRegime) -> str:
    if regime is PeriodRegime.CALENDAR:
        return ""
    return f" ({_days(period.first_day(regime), period.last_day(regime))})"


def _days(first: date, last: date) -> str:
    """`15/10–14/11`; with years where they differ."""
    if first.year != last.year:
        return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
    return f"{first:%d/%m}–{last:%d/%m}"
