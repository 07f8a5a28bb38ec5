"""Figures and rankings as CSV: UTF-8 with a mark so that Excel reads the names, decimals with a point, one row each."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from contracts.indicators.rankings import Ranking, RankingEntry
from contracts.indicators.values import Figure

COLUMNS = ("indicator", "area", "area_name", "period", "value", "numerator", "denominator", "basis", "illustrative")
RANKS = (
    "rank", "area", "area_name", "unit_class", "class_rank", "score", "max", "share", "basis", "tied", "previous",
    "previous_rank", "rank_change", "share_change", "verified", "rank_low", "rank_median", "rank_high",
)  # fmt: skip
MARK = "\ufeff"


def figures_csv(figures: Iterable[Figure]) -> str:
    """One line per figure under a header of English field names, the same as in the API."""
    return _written(COLUMNS, (_line(figure) for figure in figures))


def ranking_csv(ranking: Ranking) -> str:
    """One line per unit under the field names of the API, best first."""
    return _written(RANKS, (_place(ranking, entry) for entry in ranking.items))


def _written(columns: Iterable[str], lines: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    text.write(MARK)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue()


def _place(ranking: Ranking, entry: RankingEntry) -> tuple[object, ...]:
    firm = entry.interval
    low, median, high = (firm.low, firm.median, firm.high) if firm else (None, None, None)
    told = (
        entry.rank, entry.area, entry.area_name, entry.unit_class, entry.class_rank, entry.score, entry.max,
        entry.share, entry.basis, entry.tied, ranking.previous, entry.previous_rank, entry.rank_change,
        entry.share_change, entry.verified, low, median, high,
    )  # fmt: skip
    return tuple(f"{cell.normalize():f}" if isinstance(cell, Decimal) else cell for cell in told)


def _line(figure: Figure) -> tuple[object, ...]:
    inputs = figure.reported or figure.rolled_up
    top, bottom = (inputs.numerator, inputs.denominator) if inputs else (None, None)
    return (
        figure.indicator, figure.area, figure.area_name, figure.period, figure.value, top, bottom,
        figure.basis.value, figure.illustrative,
    )  # fmt: skip
