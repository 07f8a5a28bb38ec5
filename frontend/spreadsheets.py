"""Figures and rankings as CSV: UTF-8 with a mark so that Excel reads the names, decimals with a point, one row each."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from contracts.indicators.obligations import Obligation
from contracts.indicators.rankings import Ranking, RankingEntry
from contracts.indicators.targets import Target, TargetDetail
from contracts.indicators.values import Figure
from kit.sheets import write_csv

COLUMNS = ("indicator", "area", "area_name", "period", "value", "numerator", "denominator", "basis", "illustrative")
RANKS = (
    "rank", "area", "area_name", "unit_class", "class_rank", "score", "max", "share", "basis", "tied", "previous",
    "previous_rank", "rank_change", "share_change", "verified", "rank_low", "rank_median", "rank_high",
)  # fmt: skip
OWED = (
    "form", "area", "area_name", "period", "opens_on", "due_on", "days_late", "state", "submission", "version",
    "is_correction", "asked", "filled", "missing", "sent_at", "reminded_at", "reminded_by",
)  # fmt: skip


def figures_csv(figures: Iterable[Figure]) -> str:
    """One line per figure under a header of English field names, the same as in the API."""
    return write_csv(COLUMNS, (_line(figure) for figure in figures))


def ranking_csv(ranking: Ranking) -> str:
    """One line per unit under the field names of the API, best first."""
    return write_csv(RANKS, (_place(ranking, entry) for entry in ranking.items))


def obligations_csv(owed: Iterable[Obligation]) -> str:
    """One line per unit, form and period under the field names of the API, first due first."""
    return write_csv(OWED, (tuple(_word(getattr(one, name)) for name in OWED) for one in owed))


def _word(cell: object) -> object:
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell.isoformat() if isinstance(cell, date) else cell


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


TARGET_COLUMNS = (
    "id", "area", "area_name", "indicator", "measure", "comparator", "value", "value_to", "text", "unit", "horizon",
    "owner", "instrument", "place", "status", "figure", "period", "required", "gap", "forecast", "illustrative",
)  # fmt: skip
PROGRESS_COLUMNS = ("target", "period", "value", "required", "illustrative")


def targets_csv(targets: Iterable[Target]) -> str:
    """One line per target with how it stands."""
    return write_csv(TARGET_COLUMNS, (_target(target) for target in targets))


def progress_csv(target: TargetDetail) -> str:
    """One line per period on the way to a target."""
    lines = ((target.id, one.period, one.value, one.required, one.illustrative) for one in target.progress)
    return write_csv(PROGRESS_COLUMNS, lines)


def _target(target: Target) -> tuple[object, ...]:
    standing, document = target.standing, target.instrument
    figure, ahead = standing.figure, standing.forecast
    return (
        target.id, target.area, target.area_name, target.indicator, target.measure, target.comparator.value,
        target.value, target.value_to, target.text, target.unit, target.horizon, target.owner,
        document.number if document else None, document.place if document else None, standing.status.value,
        figure.value if figure else None, figure.period if figure else None, standing.required, standing.gap,
        ahead.value if ahead else None, target.illustrative,
    )  # fmt: skip
