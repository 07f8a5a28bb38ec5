"""Figures by the boundaries of a day: what former units had, added up for the units in force then.

One statement for any number of units and periods. What a unit has itself is shown as ever; for periods before it, the
figures of those that went into it are joined by way of `carries`.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from contracts.indicators.boundaries import Carried, CarriedPart
from contracts.indicators.definitions import Aggregation
from contracts.indicators.values import Figure, FigureBasis, Qualifier, RolledUp, TrendPoint
from contracts.periods import Period, PeriodRegime
from kit.light import light, number
from services.indicators.queries.figures import KEY, FigureMaker, shown_of
from services.indicators.queries.held import LIVE, Held
from services.indicators.queries.scopes import IS_NUMBER, Scope
from services.indicators.queries.source import Source
from services.indicators.rules.rollup import Sums, roll_up_sums
from services.indicators.rules.values import IndicatorRule

TOLD = "unnest(%(told_periods)s::int[], %(calendar_days)s::date[], %(administrative_days)s::date[])"
_COUNTED = "case i.regime when 'calendar' then told.calendar else told.administrative end"
IN_FORCE = f"c.valid_from <= {_COUNTED} and (c.valid_to is null or c.valid_to >= {_COUNTED})"
_USABLE = "case i.aggregation when 'sum' then v.value when 'ratio_of_sums' then v.numerator + v.denominator end"
_TAKEN = "c.share is not null"
# What each former area gives to a later one in the period `told`: its own value, else the sum of its units. `offset 0`
# makes the planner begin with the areas: told some conditions twice, it began with all the values of a period.
CONTRIBUTIONS = f"""
    select v.period, c.target_no as area_no, v.indicator_no, c.source_no,
           {_USABLE} is not null and {_TAKEN} as is_taken,
           case when i.aggregation = 'sum' then v.value * c.share end as total,
           case when i.aggregation = 'ratio_of_sums' then v.numerator * c.share end as numerator,
           case when i.aggregation = 'ratio_of_sums' then v.denominator * c.share end as denominator,
           v.value as lone, v.qualifier, v.source = 'illustrative' as is_illustrative
    from carries c
    cross join lateral (
        select * from {{values}} v
        where v.period = told.at and v.area_no = c.source_no and v.indicator_no = any(%(indicators)s::int[]) offset 0
    ) as v
    join indicators i on i.no = v.indicator_no
    where {IN_FORCE}
    union all
    select r.period, c.target_no, r.indicator_no, c.source_no, {_TAKEN},
           case when i.aggregation = 'sum' then r.total * c.share end,
           case when i.aggregation = 'ratio_of_sums' then r.numerator * c.share end,
           case when i.aggregation = 'ratio_of_sums' then r.denominator * c.share end,
           null, null, r.illustrative > 0
    from carries c
    cross join lateral (
        select * from {{rolled}} r
        where r.period = told.at and r.area_no = c.source_no and r.indicator_no = any(%(indicators)s::int[]) offset 0
    ) as r
    join indicators i on i.no = r.indicator_no
    where not c.is_leaf and c.whole and r.units > 0 and {IN_FORCE} and not exists (
        select from {{values}} v
        where v.period = r.period and v.area_no = r.area_no and v.indicator_no = r.indicator_no
          and {_USABLE} is not null
    )
"""  # noqa: S608 - our own statements
# Period by period, so that a page ends as soon as it is full.
_CARRIED = f"""
    select made.* from (select * from {TOLD} as told (at, calendar, administrative) order by at) as told
    cross join lateral (
        select {KEY}, coalesce(sum(total) filter (where is_taken), 0) as total,
               coalesce(sum(numerator) filter (where is_taken), 0) as numerator,
               coalesce(sum(denominator) filter (where is_taken), 0) as denominator,
               count(*) filter (where is_taken)::int as units, max(lone) as lone, max(qualifier) as qualifier,
               count(*) filter (where is_illustrative)::int as illustrative
        from ({CONTRIBUTIONS}) as contribution
        where {{where}}
        group by {KEY} order by area_no, indicator_no limit %(limit)s
    ) as made limit %(limit)s
"""  # noqa: S608 - our own statements
_MORE = """,
           c.units as carried_units, c.total as carried_total, c.numerator as carried_numerator,
           c.denominator as carried_denominator, c.lone, c.qualifier as carried_qualifier,
           c.illustrative as carried_illustrative, made.sources, made.wholes, made.parts"""
_JOINS = f"""
    left join carried c on (c.period, c.area_no, c.indicator_no) = (k.period, k.area_no, k.indicator_no)
    left join lateral (
        select count(*)::int as sources, count(*) filter (where c.whole)::int as wholes,
               jsonb_agg(jsonb_build_object('area', s.id, 'area_name', s.name, 'share', c.share)
                         order by s.sort_key, s.id) filter (where not c.whole) as parts
        from carries c join areas s on s.no = c.source_no
        join indicators i on i.no = k.indicator_no
        join {TOLD} as told (at, calendar, administrative) on told.at = k.period
        where c.target_no = k.area_no and {IN_FORCE}
    ) as made on c.period is not null"""  # noqa: S608 - our own statements
_STATEMENT = f"""
    with {{parts}}carried as materialized ({_CARRIED}), keys as (
        (select {KEY} from {{own_values}} where {{where}} order by {KEY} limit %(limit)s)
        union
        (select {KEY} from {{own_rolled}} where {{where}} and units > 0 order by {KEY} limit %(limit)s)
        union
        (select {KEY} from carried)
        order by {KEY} limit %(limit)s
    ) {{shown}}
"""  # noqa: S608 - our own statements
_NEWEST = f"""period = (
    select told.at from {TOLD} with ordinality as told (at, calendar, administrative, place)
    where exists (select from {{values}} where period = told.at and {IS_NUMBER} and {{where}})
       or exists (select from {{rolled}} where period = told.at and units > 0 and {{where}})
       or exists (
           select from ({CONTRIBUTIONS}) as one
           where coalesce(lone, total, nullif(denominator, 0)) is not null and {{where}}
       )
    order by told.place limit 1)"""  # noqa: S608 - our own statements
_Figure, _RolledUp, _TrendPoint = light(Figure), light(RolledUp), light(TrendPoint)
_Carried, _CarriedPart = light(Carried), light(CarriedPart)


async def list_carried_rows(
    source: Source,
    scope: Scope,
    periods: Sequence[Period],
    *,
    limit: int,
    after: Sequence[int] = (),
    held: Held = LIVE,
) -> list[Any]:
    """Rows of figures of the areas of a scope, with what was carried to them, in the order of their key."""
    told = [period for period in periods if not after or period.key >= after[0]]
    parameters = {**held.parameters, **scope.parameters, **told_days(told), "limit": limit}
    parameters["indicators"] = list(scope.indicators)
    where = scope.where
    if after:
        parameters |= dict(zip(("after_period", "after_area", "after_indicator"), after, strict=True))
        where += " and (period, area_no, indicator_no) > (%(after_period)s, %(after_area)s, %(after_indicator)s)"
    page = held.of_page(where)
    statement = _STATEMENT.format(
        values=held.values,
        rolled=held.rolled,
        own_values=page.values,
        own_rolled=page.rolled,
        parts=page.parts,
        where=where,
        shown=shown_of(page, more=_MORE, joins=_JOINS),
    )
    return await source.rows(statement, parameters)


def of_newest(scope: Scope, held: Held = LIVE) -> Scope:
    """The same areas in the newest period in which one of them has a number, by itself or from former ones."""
    condition = _NEWEST.format(where=scope.where, values=held.values, rolled=held.rolled)
    return replace(scope, conditions=(*scope.conditions, condition))


def told_days(periods: Sequence[Period]) -> dict[str, Any]:
    """The periods a statement looks at, with the day on which units are counted by each regime."""
    return {
        "told_periods": [period.key for period in periods],
        "calendar_days": [period.last_day(PeriodRegime.CALENDAR) for period in periods],
        "administrative_days": [period.last_day(PeriodRegime.ADMINISTRATIVE) for period in periods],
    }


class CarriedMaker(FigureMaker):
    """Makes figures of rows of which some were carried."""

    def figure(self, row: Any) -> Figure:
        """The figure of a row: of the unit itself, or made of former ones."""
        if row.carried_units is None:
            return super().figure(row)
        rule = self.rule(row)
        carried = carried_of(row, rule)
        made = self._made(row, rule)
        return _Figure(
            indicator=rule.code,
            area=row.area,
            area_name=row.area_name,
            area_short_name=row.short_name,
            level=row.level,
            period=str(self.period(row)),
            value=made.value,
            basis=FigureBasis.ROLLED_UP,
            qualifier=_qualifier(row, carried),
            reported=None,
            rolled_up=made,
            illustrative=bool(row.carried_illustrative),
            carried=carried,
        )

    def point(self, row: Any) -> TrendPoint:
        """The headline of a row alone."""
        if row.carried_units is None:
            return super().point(row)
        return _TrendPoint(period=str(self.period(row)), value=self._made(row, self.rule(row)).value)

    def _made(self, row: Any, rule: IndicatorRule) -> RolledUp:
        made = roll_up_sums(rule.measure, _carried_sums(row), row.sources)
        lone = row.lone if is_unchanged(row) and made.value is None else None
        return _RolledUp(
            value=number(made.value if lone is None else lone),
            numerator=number(made.numerator),
            denominator=number(made.denominator),
            units=made.units if lone is None else 1,
            units_total=row.sources,
        )


def is_unchanged(row: Any) -> bool:
    """Whether the unit is one former unit and nothing else: what that had, it has, whether or not it adds up."""
    return bool(row.sources == 1 and row.wholes == 1)


def carried_of(row: Any, rule: IndicatorRule) -> Carried:
    """How the figure of a carried row came about."""
    parts = row.parts or []
    return _Carried(
        units=row.sources,
        whole=row.wholes,
        parts=[_CarriedPart(**part) for part in parts],
        complete=all(part["share"] is not None for part in parts),
        estimated=any(part["share"] is not None for part in parts),
        mergeable=rule.measure.method is not Aggregation.NONE or is_unchanged(row),
    )


def _qualifier(row: Any, carried: Carried) -> str:
    if carried.estimated:
        return Qualifier.ESTIMATED
    return row.carried_qualifier or Qualifier.EXACTLY if is_unchanged(row) else Qualifier.EXACTLY


def _carried_sums(row: Any) -> Sums:
    nothing = Decimal()
    parts = (row.carried_total, row.carried_numerator, row.carried_denominator)
    return Sums(row.carried_units, *(part or nothing for part in parts))
