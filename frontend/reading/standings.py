"""Indicators of an area as cards and as rows under the pillars they belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from contracts.indicators.definitions import Indicator, Pillar
from contracts.indicators.values import IndicatorStanding, Overview
from frontend.charts import sparkline
from frontend.formats import short_period
from frontend.reading.figures import (
    Change,
    change_between,
    detail_href,
    figure_text,
    is_partial_sum,
    number_text,
    proof_of,
    unit_text,
    value_text,
)
from frontend.reading.targets import TargetReading, target_reading
from kit.text import fold

PILLARS = {
    Pillar.GOVERNMENT: "Chính quyền số",
    Pillar.ECONOMY: "Kinh tế số",
    Pillar.SOCIETY: "Xã hội số",
    Pillar.FOUNDATION: "Nền tảng chung",
}
CARDS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of an area: everything a row or a card of the dashboard shows.

    A sum of only some units has no `change`; `partial` then says of how many ("87/99 đơn vị").
    """

    indicator: Indicator
    standing: IndicatorStanding
    number: str
    unit: str | None
    text: str
    period: str | None
    period_text: str
    proof: str | None
    detail: str
    change: Change | None
    partial: str | None
    target: TargetReading | None
    spark: Markup
    coverage: str | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class PillarRows:
    """The rows of one pillar."""

    pillar: Pillar
    name: str
    rows: list[Row]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)


def rows_of(overview: Overview, dg: str | None = None) -> list[Row]:
    """A row for every indicator the visitor may see, in the order of the catalogue; `dg` goes on into its links."""
    standings = {standing.indicator: standing for standing in overview.standings}
    return [_row(overview.area, indicator, standings[indicator.code], dg) for indicator in overview.indicators]


def _row(area: str, indicator: Indicator, standing: IndicatorStanding, dg: str | None) -> Row:
    figure, previous = standing.figure, standing.previous
    value = figure.value if figure else None
    partial = is_partial_sum(indicator, figure)
    return Row(
        indicator=indicator,
        standing=standing,
        number=number_text(indicator, value),
        unit=unit_text(indicator) if figure else None,
        text=figure_text(indicator, figure, unit=False),
        period=figure.period if figure else None,
        period_text=short_period(figure.period if figure else None),
        proof=proof_of(figure) if figure else None,
        detail=detail_href(indicator.code, area, figure.period if figure else None, dg),
        change=None if partial else change_between(indicator, value, previous.value if previous else None),
        partial=_coverage(standing) if partial else None,
        target=target_reading(indicator, value),
        spark=_spark(indicator, standing),
        coverage=_coverage(standing),
        illustrative=figure.illustrative if figure else False,
    )


def _spark(indicator: Indicator, standing: IndicatorStanding) -> Markup:
    told = [point for point in standing.trend if point.value is not None]
    if len(told) < 2:
        return Markup("")
    first, last = told[0], told[-1]
    label = (
        f"Từ {value_text(indicator, first.value)} ({short_period(first.period)}) "
        f"đến {value_text(indicator, last.value)} ({short_period(last.period)})"
    )
    return sparkline([point.value for point in standing.trend], label)


def _coverage(standing: IndicatorStanding) -> str | None:
    rolled = standing.figure.rolled_up if standing.figure else None
    former = " cũ" if standing.figure and standing.figure.carried else ""
    return f"{rolled.units}/{rolled.units_total} đơn vị{former}" if rolled and rolled.units_total > 1 else None


def by_pillar(rows: Sequence[Row]) -> list[PillarRows]:
    """The rows under their pillars; pillars without rows are left out."""
    found = [
        PillarRows(pillar, name, [row for row in rows if row.indicator.pillar is pillar])
        for pillar, name in PILLARS.items()
    ]
    return [group for group in found if group.rows]


def matching(rows: Iterable[Row], q: str, pillar: str) -> list[Row]:
    """Rows whose code, name or responsible body has the words (without marks), of one pillar if told."""
    wanted = fold(q)
    return [row for row in rows if pillar in ("", row.indicator.pillar) and wanted in _haystack(row.indicator)]


def _haystack(indicator: Indicator) -> str:
    return fold(f"{indicator.code} {indicator.name} {indicator.responsible}")


def told(rows: Iterable[Row]) -> list[Row]:
    """The rows that have a figure."""
    return [row for row in rows if row.standing.figure is not None]


def untold(rows: Iterable[Row]) -> list[Row]:
    """The rows that have none yet."""
    return [row for row in rows if row.standing.figure is None]


def cards_of(rows: Sequence[Row]) -> list[Row]:
    """The rows worth a card: with a figure; those with a target and a trend first, else in the catalogue's order."""
    told = [row for row in rows if row.standing.figure is not None and row.standing.figure.value is not None]
    return sorted(told, key=lambda row: (not row.target, not row.spark))[:CARDS]
