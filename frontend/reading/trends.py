"""An indicator through its periods, for the line chart and the table under it."""

from collections.abc import Iterable

from contracts.indicators.definitions import Indicator
from contracts.indicators.values import Figure
from contracts.indicators.values import TrendPoint as Point
from contracts.periods import Period
from frontend.addresses import address
from frontend.charts import TrendPoint
from frontend.formats import short_period
from frontend.reading.figures import figure_text, proof_href, proof_of, value_text

LONGEST = 12


def trend_of_points(
    indicator: Indicator, area: str, points: Iterable[Point], dg: str | None = None
) -> list[TrendPoint]:
    """The points a dashboard carries, oldest first; `dg` goes on into their links."""
    return [
        TrendPoint(
            label=short_period(point.period),
            value=point.value,
            text=value_text(indicator, point.value, unit=False),
            href=address(proof_href(indicator.code, area, point.period), dg=dg) if point.value is not None else None,
        )
        for point in sorted(points, key=lambda point: Period.parse(point.period))
    ]


def trend_of_figures(indicator: Indicator, figures: Iterable[Figure]) -> list[TrendPoint]:
    """The newest dozen figures of one area, oldest first."""
    return [
        TrendPoint(
            label=short_period(figure.period),
            value=figure.value,
            text=figure_text(indicator, figure, unit=False),
            href=proof_of(figure) if figure.value is not None else None,
        )
        for figure in sorted(figures, key=lambda figure: Period.parse(figure.period))[-LONGEST:]
    ]
