"""Figures as CSV: UTF-8 with a mark so that Excel reads the names, decimals with a point, one row per figure."""

import csv
import io
from collections.abc import Iterable

from contracts.indicators.values import Figure

COLUMNS = ("indicator", "area", "area_name", "period", "value", "numerator", "denominator", "basis", "illustrative")
MARK = "\ufeff"


def figures_csv(figures: Iterable[Figure]) -> str:
    """One line per figure under a header of English field names, the same as in the API."""
    text = io.StringIO()
    text.write(MARK)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_line(figure) for figure in figures)
    return text.getvalue()


def _line(figure: Figure) -> tuple[object, ...]:
    inputs = figure.reported or figure.rolled_up
    top, bottom = (inputs.numerator, inputs.denominator) if inputs else (None, None)
    return (
        figure.indicator, figure.area, figure.area_name, figure.period, figure.value, top, bottom,
        figure.basis.value, figure.illustrative,
    )  # fmt: skip
