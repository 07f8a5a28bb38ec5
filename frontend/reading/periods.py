"""Periods to choose from, long ones before short ones, within a length the newest first; and as people write them."""

import re
from collections.abc import Iterable

from contracts.periods import Period, PeriodKind, every_period
from frontend.formats import capital
from kit.text import fold

KINDS = (PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.QUARTER, PeriodKind.MONTH)
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")


def period_options(periods: Iterable[Period]) -> list[tuple[str, str]]:
    """Each period once, as a selector shows it: `("2026-Q3", "Quý III/2026")`."""
    newest_first = sorted(set(periods), reverse=True)
    ordered = sorted(newest_first, key=lambda period: KINDS.index(period.kind))
    return [(str(period), capital(period.label)) for period in ordered]


def period_written(text: str) -> str | None:
    """The period people mean by `quý III/2026`, `Q3/2026`, `tháng 9/2026`, `9/2026` or `2026-Q3`.

    None where nothing is written; what names no period comes back as it was written.
    """
    year = _YEAR.search(text)
    periods = every_period(int(year[0]), int(year[0])) if year else []
    words = fold(text).replace(" /", "/").replace("/ ", "/")
    return next((str(period) for period in periods if words in _writings(period)), text.strip() or None)


def _writings(period: Period) -> set[str]:
    """How one period is written, without marks."""
    written = {fold(period.label), fold(str(period))}
    number, year = period.number, period.year
    if period.kind is PeriodKind.QUARTER:
        written |= {f"quy {number}/{year}", f"q{number}/{year}", f"quy {number} nam {year}", f"q{number} {year}"}
        written.add(fold(period.label).replace("/", " nam "))
    if period.kind is PeriodKind.MONTH:
        written |= {
            f"{number}/{year}",
            f"{number:02}/{year}",
            f"thang {number:02}/{year}",
            f"thang {number} nam {year}",
        }
    return written
