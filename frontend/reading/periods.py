"""Periods to choose from: long ones before short ones, within a length the newest first."""

from collections.abc import Iterable

from contracts.periods import Period, PeriodKind
from frontend.formats import capital

KINDS = (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.QUARTER, PeriodKind.MONTH)


def period_options(periods: Iterable[Period]) -> list[tuple[str, str]]:
    """Each period once, as a selector shows it: `("2026-Q3", "Quý III/2026")`."""
    newest_first = sorted(set(periods), reverse=True)
    ordered = sorted(newest_first, key=lambda period: KINDS.index(period.kind))
    return [(str(period), capital(period.label)) for period in ordered]
