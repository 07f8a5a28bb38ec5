"""Figures: what an area reported, what its units add up to, and which of the two is the headline."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.indicators.values import Figure, FigureBasis, Qualifier, RolledUp, Source, Value
from contracts.periods import Period, PeriodRegime
from services.indicators.queries.register import rule_of
from services.indicators.queries.scopes import Scope
from services.indicators.queries.source import Source as Rows
from services.indicators.rules.rollup import Sums, ratio_of, roll_up_sums
from services.indicators.rules.timing import counting_day
from services.indicators.rules.values import IndicatorRule

KEY = "period, area_no, indicator_no"
_SHOWN = """
    select k.period, k.indicator_no, a.no as area_no, a.id as area, a.name as area_name, a.short_name, a.level,
           a.valid_to, v.revision, v.value, v.numerator, v.denominator, v.as_of, v.qualifier, v.source, v.source_text,
           v.note, p.at, p.by_name, r.total, r.numerator as sum_numerator, r.denominator as sum_denominator, r.units,
           r.illustrative
    from keys k
    join areas a on a.no = k.area_no
    left join indicator_values v on (v.period, v.area_no, v.indicator_no) = (k.period, k.area_no, k.indicator_no)
    left join publications p on p.no = v.publication
    left join {rolled} r on (r.period, r.area_no, r.indicator_no) = (k.period, k.area_no, k.indicator_no)
                        and r.units > 0
    order by k.period, k.area_no, k.indicator_no
"""
_STORED = """
    with keys as (
        (select {key} from indicator_values where {where} order by {key} limit %(limit)s)
        union
        (select {key} from rollups where {where} and units > 0 order by {key} limit %(limit)s)
        order by {key} limit %(limit)s
    ) {shown}
"""
# The nation is added up when asked: kept as a row it would be every writer's lock.
PROVINCES = """
    select period, area_no, indicator_no,
           case when i.aggregation = 'sum' then coalesce(v.value, r.total) end as total,
           case when v.numerator is null then r.numerator else v.numerator end as numerator,
           case when v.numerator is null then r.denominator else v.denominator end as denominator,
           case when (case i.aggregation when 'sum' then v.value else v.numerator end) is null
                then r.illustrative > 0 else v.source = 'illustrative' end as is_illustrative
    from (select * from indicator_values where {where} and area_no = any(%(provinces)s::int[])) v
    full join (select * from rollups where {where} and area_no = any(%(provinces)s::int[]) and units > 0) r
         using (period, area_no, indicator_no)
    join areas a on a.no = area_no
    join indicators i on i.no = indicator_no and i.aggregation <> 'none'
    join unnest(%(days_periods)s::int[], %(days_regimes)s::text[], %(days)s::date[]) as counted (at, regime, day)
         on counted.at = period and counted.regime = i.regime
    where a.valid_from <= counted.day and (a.valid_to is null or a.valid_to >= counted.day)
"""
_NATION = """
    with summed as (
        select period, %(nation)s::int as area_no, indicator_no, sum(total) as total, sum(numerator) as numerator,
               sum(denominator) as denominator, count(*)::int as units,
               count(*) filter (where is_illustrative) as illustrative
        from ({provinces}) as province
        where coalesce(total, numerator + denominator) is not null
        group by period, indicator_no
    ), keys as (
        select {key} from indicator_values where {where} and area_no = %(nation)s
        union
        select {key} from summed
    ) {shown}
"""
_UNITS = "select area_no, valid_from, units from unit_counts where area_no = any(%(areas)s::int[]) order by valid_from"


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure with the key it stands under."""

    period: Period
    area_no: int
    indicator_no: int
    figure: Figure


class Units:
    """How many units report to areas, on any day."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._steps: dict[int, tuple[list[date], list[int]]] = {}
        for row in rows:
            days, units = self._steps.setdefault(row.area_no, ([], []))
            days.append(row.valid_from)
            units.append(row.units)

    def on(self, area_no: int, day: date) -> int:
        """Units in force on a day."""
        days, units = self._steps.get(area_no, ([], []))
        place = bisect_right(days, day)
        return units[place - 1] if place else 0


async def list_figures(source: Rows, scope: Scope, *, by_name: bool, limit: int, after: Sequence[int]) -> list[Shown]:
    """Figures in the order of their key, from after the key `after`; at most `limit`."""
    parameters = {**scope.parameters, "limit": limit}
    where = scope.where
    if after:
        parameters |= dict(zip(("after_period", "after_area", "after_indicator"), after, strict=True))
        where += " and (period, area_no, indicator_no) > (%(after_period)s, %(after_area)s, %(after_indicator)s)"
    shown = _SHOWN.format(rolled="rollups")
    rows = await source.rows(_STORED.format(key=KEY, where=where, shown=shown), parameters)
    return await _figures(source, scope, rows, by_name)


async def list_nation_figures(
    source: Rows, scope: Scope, *, nation: int, provinces: Sequence[int], periods: Sequence[Period], by_name: bool
) -> list[Shown]:
    """The nation's figures of these periods, summed from the provinces in force."""
    parameters = {
        **scope.parameters,
        **nation_parameters(provinces, periods),
        "nation": nation,
        "periods": [period.key for period in periods],
    }
    where = f"{scope.where} and period = any(%(periods)s::int[])"
    statement = _NATION.format(
        key=KEY, where=where, provinces=PROVINCES.format(where=where), shown=_SHOWN.format(rolled="summed")
    )
    return await _figures(source, scope, await source.rows(statement, parameters), by_name)


def nation_parameters(provinces: Sequence[int], periods: Sequence[Period]) -> dict[str, Any]:
    """Which provinces to look at, and the day on which they are counted."""
    return {"provinces": list(provinces), **counting_days(periods)}


def counting_days(periods: Sequence[Period]) -> dict[str, Any]:
    """The day on which units are counted, by period and regime, for a statement that joins them."""
    days = [(period, regime) for period in periods for regime in PeriodRegime]
    return {
        "days_periods": [period.key for period, _ in days],
        "days_regimes": [regime.value for _, regime in days],
        "days": [period.last_day(regime) for period, regime in days],
    }


async def _figures(source: Rows, scope: Scope, rows: Sequence[Any], by_name: bool) -> list[Shown]:
    summed = sorted({row.area_no for row in rows if row.units is not None})
    units = Units(await source.rows(_UNITS, {"areas": summed}) if summed else ())
    shown = []
    for row in rows:
        known = scope.indicators[row.indicator_no]
        period = Period.from_key(row.period)
        day = counting_day(period, PeriodRegime(known.regime), row.valid_to)
        figure = figure_of(row, rule_of(known), period, units.on(row.area_no, day), by_name)
        shown.append(Shown(period, row.area_no, row.indicator_no, figure))
    return shown


def figure_of(row: Any, rule: IndicatorRule, period: Period, of: int, by_name: bool) -> Figure:
    """The contract of a row; the reported value is the headline where there is one."""
    reported = value_of(row, rule, period, by_name) if row.revision is not None else None
    rolled_up = _rolled_up(row, rule, of) if row.units is not None else None
    headline = reported or rolled_up
    assert headline is not None
    return Figure(
        indicator=rule.code,
        area=row.area,
        area_name=row.area_name,
        area_short_name=row.short_name,
        level=row.level,
        period=str(period),
        value=headline.value,
        basis=FigureBasis.REPORTED if reported else FigureBasis.ROLLED_UP,
        qualifier=reported.qualifier if reported else Qualifier.EXACTLY,
        reported=reported,
        rolled_up=rolled_up,
        illustrative=row.source == Source.ILLUSTRATIVE or bool(row.illustrative),
    )


def value_of(row: Any, rule: IndicatorRule, period: Period, by_name: bool) -> Value:
    """The contract of a saved value; `by_name` shows who saved it."""
    return Value(
        indicator=rule.code,
        area=row.area,
        area_name=row.area_name,
        period=str(period),
        value=amount_of(row, rule),
        numerator=row.numerator,
        denominator=row.denominator,
        qualifier=row.qualifier,
        as_of=row.as_of,
        source=row.source,
        source_text=row.source_text,
        note=row.note,
        status="published",
        revision=row.revision,
        updated_at=row.at,
        updated_by=row.by_name if by_name else HIDDEN,
    )


HIDDEN = "(ẩn)"
"""Instead of a person's name, for those who did not sign in."""


def amount_of(row: Any, rule: IndicatorRule) -> Decimal | None:
    """What a row amounts to: the value itself, or the ratio its parts make."""
    if row.numerator is None or row.denominator is None:
        value: Decimal | None = row.value
        return value
    return ratio_of(row.numerator, row.denominator, rule.measure)


def _rolled_up(row: Any, rule: IndicatorRule, of: int) -> RolledUp:
    nothing = Decimal()
    sums = Sums(row.units, row.total or nothing, row.sum_numerator or nothing, row.sum_denominator or nothing)
    made = roll_up_sums(rule.measure, sums, of)
    return RolledUp(
        value=made.value, numerator=made.numerator, denominator=made.denominator, units=made.units, units_total=made.of
    )
