"""Figures: what an area reported, what its units add up to, and which of the two is the headline."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from contracts.indicators.values import Figure, FigureBasis, Qualifier, RolledUp, TrendPoint, Value
from contracts.indicators.values import Source as Origin
from contracts.periods import Period, PeriodRegime
from kit.light import instant, light, number
from services.indicators.queries.held import LIVE, Held
from services.indicators.queries.register import rule_of
from services.indicators.queries.scopes import Scope
from services.indicators.queries.source import Source
from services.indicators.rules.rollup import Sums, ratio_of, roll_up_sums, value_of_sums
from services.indicators.rules.timing import counting_day, place_of
from services.indicators.rules.values import IndicatorRule

KEY = "period, area_no, indicator_no"
SHOWN = """
    select k.period, k.indicator_no, a.no as area_no, a.id as area, a.name as area_name, a.short_name, a.level,
           a.valid_to, v.revision, v.value, v.numerator, v.denominator, v.as_of, v.qualifier, v.source, v.source_text,
           v.note, p.at, p.by_name, r.total, r.numerator as sum_numerator, r.denominator as sum_denominator, r.units,
           r.illustrative, counted.days as unit_days, counted.counts as unit_counts{more}
    from keys k
    join areas a on a.no = k.area_no{sides}
    left join publications p on p.no = v.publication
    left join lateral (
        select array_agg(u.valid_from order by u.valid_from) as days, array_agg(u.units order by u.valid_from) as counts
        from unit_counts u where u.area_no = k.area_no and r.units is not null
    ) as counted on true{joins}
    order by k.period, k.area_no, k.indicator_no
"""
_PROBED = """
    left join {values} v on (v.period, v.area_no, v.indicator_no) = (k.period, k.area_no, k.indicator_no)
    left join {rolled} r on (r.period, r.area_no, r.indicator_no) = (k.period, k.area_no, k.indicator_no)
                        and r.units > 0"""
"""The value and the sum of a key, each looked up."""
_BROUGHT = """
    cross join lateral (
        select k.revision, k.value, k.numerator, k.denominator, k.as_of, k.qualifier, k.source, k.source_text, k.note,
               k.publication
    ) as v
    cross join lateral (
        select k.total, k.sum_numerator as numerator, k.sum_denominator as denominator, k.units, k.illustrative
    ) as r"""
"""The same where the key brings both along: only names, no work."""
_SHOWN_AT_ONCE = SHOWN.format(sides=_BROUGHT, more="", joins="")
# The first keys of both sides together are among the first of each: so each side is read once, and no row sought again.
_STORED = """
    with {parts}keys as (
        select {key}, revision, value, v.numerator, v.denominator, as_of, qualifier, source, source_text, note,
               publication, total, r.numerator as sum_numerator, r.denominator as sum_denominator, units, illustrative
        from (select * from {values} where {where} order by {key} limit %(limit)s) v
        full join (select * from {rolled} where {where} and units > 0 order by {key} limit %(limit)s) r using ({key})
        order by {key} limit %(limit)s
    ) {shown}
"""
# The nation is added up when asked: kept as a row it would be every writer's lock.
_PROVINCES = """
    select period, area_no, indicator_no,
           case when i.aggregation = 'sum' then coalesce(v.value, r.total) end as total,
           case when v.numerator is null then r.numerator else v.numerator end as numerator,
           case when v.numerator is null then r.denominator else v.denominator end as denominator,
           case when (case i.aggregation when 'sum' then v.value else v.numerator end) is null
                then r.illustrative > 0 else v.source = 'illustrative' end as is_illustrative
    from (select * from {values} where {where} and area_no = any(%(provinces)s::int[])) v
    full join (select * from {rolled} where {where} and area_no = any(%(provinces)s::int[]) and units > 0) r
         using (period, area_no, indicator_no)
    join areas a on a.no = area_no
    join indicators i on i.no = indicator_no and i.aggregation <> 'none'
    join unnest(%(days_periods)s::int[], %(days_regimes)s::text[], %(days)s::date[]) as counted (at, regime, day)
         on counted.at = period and counted.regime = i.regime
    where a.valid_from <= counted.day and (a.valid_to is null or a.valid_to >= counted.day)
"""
_NATION = """
    with {parts}summed as (
        select period, %(nation)s::int as area_no, indicator_no, sum(total) as total, sum(numerator) as numerator,
               sum(denominator) as denominator, count(*)::int as units,
               count(*) filter (where is_illustrative) as illustrative
        from ({provinces}) as province
        where coalesce(total, numerator + denominator) is not null
        group by period, indicator_no
    ), keys as (
        select {key} from {values} where {where} and area_no = %(nation)s
        union
        select {key} from summed
    ) {shown}
"""
_Figure, _Value, _RolledUp, _TrendPoint = light(Figure), light(Value), light(RolledUp), light(TrendPoint)
_NOTHING = Decimal()
HIDDEN = "(ẩn)"
"""Instead of a person's name, for those who did not sign in."""


def shown_of(held: Held, *, more: str = "", joins: str = "") -> str:
    """The columns figures are made of, for the keys a statement has found, and more of them where asked."""
    sides = _PROBED.format(values=held.values, rolled=held.rolled)
    return SHOWN.format(sides=sides, more=more, joins=joins)


def provinces_of(where: str, held: Held = LIVE) -> str:
    """What every province gives to the nation."""
    return _PROVINCES.format(where=where, values=held.values, rolled=held.rolled)


async def list_figure_rows(
    source: Source, scope: Scope, *, limit: int, after: Sequence[int] = (), held: Held = LIVE
) -> list[Any]:
    """Rows of figures in the order of their key, from after the key `after`; at most `limit`."""
    parameters = {**held.parameters, **scope.parameters, "limit": limit}
    where = scope.where
    if after:
        parameters |= dict(zip(("after_period", "after_area", "after_indicator"), after, strict=True))
        where += " and (period, area_no, indicator_no) > (%(after_period)s, %(after_area)s, %(after_indicator)s)"
    page = held.of_page(where)
    made = {"values": page.values, "rolled": page.rolled, "parts": page.parts}
    where = "true" if held.is_work else where
    return await source.rows(_STORED.format(key=KEY, where=where, shown=_SHOWN_AT_ONCE, **made), parameters)


async def list_nation_rows(
    source: Source,
    scope: Scope,
    *,
    nation: int,
    provinces: Sequence[int],
    periods: Sequence[Period],
    held: Held = LIVE,
) -> list[Any]:
    """Rows of the nation's figures of these periods, summed from the provinces in force."""
    parameters = {
        **held.parameters,
        **scope.parameters,
        **nation_parameters(provinces, periods),
        "nation": nation,
        "periods": [period.key for period in periods],
    }
    where = f"{scope.where} and period = any(%(periods)s::int[])"
    statement = _NATION.format(
        key=KEY,
        where=where,
        provinces=provinces_of(where, held),
        shown=shown_of(replace(held, rolled="summed")),
        values=held.values,
        parts=held.parts,
    )
    return await source.rows(statement, parameters)


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


class FigureMaker:
    """Makes figures of rows, as light twins of their contract; what rows have in common is worked out once."""

    def __init__(self, indicators: Mapping[int, Any], *, by_name: bool) -> None:
        """`indicators` are the rows of the definitions by number; `by_name` shows who saved a value."""
        self._indicators = indicators
        self._by_name = by_name
        self._rules: dict[int, IndicatorRule] = {}
        self._periods: dict[int, Period] = {}
        self._texts: dict[int, str] = {}
        self._places: dict[int, int] = {}

    def period(self, row: Any) -> Period:
        """The period of a row."""
        known = self._periods.get(row.period)
        return known or self._periods.setdefault(row.period, Period.from_key(row.period))

    def place(self, row: Any) -> int:
        """The place of a row in time, among rows of periods of every kind."""
        known = self._places.get(row.period)
        return known or self._places.setdefault(row.period, place_of(self.period(row)))

    def text(self, row: Any) -> str:
        """The period of a row as it is written."""
        known = self._texts.get(row.period)
        return known or self._texts.setdefault(row.period, str(self.period(row)))

    def rule(self, row: Any) -> IndicatorRule:
        """What its indicator asks of a row."""
        known = self._rules.get(row.indicator_no)
        return known or self._rules.setdefault(row.indicator_no, rule_of(self._indicators[row.indicator_no]))

    def value(self, row: Any) -> Value:
        """The saved value of a row."""
        return value_of(row, self.rule(row), self.text(row), self._by_name)

    def figure(self, row: Any) -> Figure:
        """The figure of a row; the reported value is the headline where there is one."""
        rule = self.rule(row)
        reported = self.value(row) if is_reported(row) else None
        rolled_up = self.rolled_up(row, rule, self.period(row)) if row.units is not None else None
        headline = reported or rolled_up
        assert headline is not None
        return _Figure(
            indicator=rule.code,
            area=row.area,
            area_name=row.area_name,
            area_short_name=row.short_name,
            level=row.level,
            period=self.text(row),
            value=headline.value,
            basis=FigureBasis.REPORTED if reported else FigureBasis.ROLLED_UP,
            qualifier=reported.qualifier if reported else Qualifier.EXACTLY,
            reported=reported,
            rolled_up=rolled_up,
            illustrative=row.source == Origin.ILLUSTRATIVE or bool(row.illustrative),
        )

    def point(self, row: Any) -> TrendPoint:
        """The headline of a row alone."""
        return _TrendPoint(period=self.text(row), value=number(self.amount(row)))

    def amount(self, row: Any) -> Decimal | None:
        """What a row amounts to: what was reported, else what its units add up to."""
        rule = self.rule(row)
        if is_reported(row):
            return amount_of(row, rule)
        return value_of_sums(rule.measure, *_three_sums(row))

    def rolled_up(self, row: Any, rule: IndicatorRule, period: Period) -> RolledUp:
        """What the units of a row add up to."""
        regime = PeriodRegime(self._indicators[row.indicator_no].regime)
        place = bisect_right(row.unit_days or (), counting_day(period, regime, row.valid_to))
        made = roll_up_sums(rule.measure, sums_of(row), row.unit_counts[place - 1] if place else 0)
        return _RolledUp(
            value=number(made.value),
            numerator=number(made.numerator),
            denominator=number(made.denominator),
            units=made.units,
            units_total=made.of,
        )


def is_reported(row: Any) -> bool:
    """Whether an area's own value is its figure: one taken back is, as long as no units below it have given numbers."""
    return row.revision is not None and (row.units is None or has_number(row))


def has_number(row: Any) -> bool:
    """Whether a saved value still stands; one that was taken back has a revision without a number."""
    return row.value is not None or row.numerator is not None


def sums_of(row: Any) -> Sums:
    """The sums of a row."""
    return Sums(row.units, *_three_sums(row))


def _three_sums(row: Any) -> tuple[Decimal, Decimal, Decimal]:
    return row.total or _NOTHING, row.sum_numerator or _NOTHING, row.sum_denominator or _NOTHING


def value_of(row: Any, rule: IndicatorRule, period: str, by_name: bool) -> Value:
    """The saved value of a row, as a light twin of its contract; `by_name` shows who saved it.

    `period` is the row's, as it is written.
    """
    return _Value(
        indicator=rule.code,
        area=row.area,
        area_name=row.area_name,
        period=period,
        value=number(amount_of(row, rule)),
        numerator=number(row.numerator),
        denominator=number(row.denominator),
        qualifier=row.qualifier,
        as_of=row.as_of,
        source=row.source,
        source_text=row.source_text,
        note=row.note,
        status="published" if has_number(row) else "withdrawn",
        revision=row.revision,
        updated_at=instant(row.at),
        updated_by=row.by_name if by_name else HIDDEN,
    )


def amount_of(row: Any, rule: IndicatorRule) -> Decimal | None:
    """What a row amounts to: the value itself, or the ratio its parts make."""
    if row.numerator is None or row.denominator is None:
        value: Decimal | None = row.value
        return value
    return ratio_of(row.numerator, row.denominator, rule.measure)
