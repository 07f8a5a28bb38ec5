"""Sums of units for the areas above them: counted again from the values, to repair them or to prove them right."""

from typing import Any

from services.indicators.queries.figures import counting_days
from services.indicators.queries.register import claim_register
from services.indicators.queries.scopes import periods_with_values
from services.indicators.queries.source import Source
from services.indicators.rules.timing import place_of

# A unit counts when it was in force on the day on which the units of the area above it are counted.
COUNTED = """
    select v.period, above.no as area_no, v.indicator_no,
           sum(case when i.aggregation = 'sum' then v.value else 0 end) as total,
           sum(case when i.aggregation = 'sum' then 0 else v.numerator end) as numerator,
           sum(case when i.aggregation = 'sum' then 0 else v.denominator end) as denominator,
           count(*) as units, count(*) filter (where v.source = 'illustrative') as illustrative
    from {values} v
    join areas a on a.no = v.area_no and a.is_leaf
    join indicators i on i.no = v.indicator_no and i.aggregation <> 'none'
    join unnest(%(days_periods)s::int[], %(days_regimes)s::text[], %(days)s::date[]) as told (at, regime, day)
         on told.at = v.period and told.regime = i.regime
    join areas above on above.no = any(a.uppers)
    where case i.aggregation when 'sum' then v.value else v.numerator + v.denominator end is not null
      and a.valid_from <= least(told.day, above.valid_to)
      and (a.valid_to is null or a.valid_to >= least(told.day, above.valid_to))
    group by v.period, above.no, v.indicator_no
"""
"""The sums of units for the areas above them, of the values held in `values`."""

_COUNTED = COUNTED.format(values="indicator_values")
_HELD = """
    select period, area_no, indicator_no, total, numerator, denominator, units, illustrative
    from rollups where units <> 0 or total <> 0 or numerator <> 0 or denominator <> 0 or illustrative <> 0
"""
_DISAGREEMENTS = f"""
    (({_COUNTED}) except ({_HELD})) union all (({_HELD}) except ({_COUNTED}))
"""
# Years of values of a whole country take minutes to add up: longer than a request may, and this is none.
_UNHURRIED = "set local transaction_timeout = 0"
_CLEAR = "delete from rollups"
_RECOUNT = f"""
    insert into rollups (period, area_no, indicator_no, total, numerator, denominator, units, illustrative) {_COUNTED}
"""
# A value that was taken back keeps its place among sums: who reads as of a moment finds by it what there was.
_KEEP_PLACES = """
    insert into rollups (period, area_no, indicator_no, total, numerator, denominator, units, illustrative)
    select distinct v.period, above.no, v.indicator_no, 0, 0, 0, 0, 0
    from indicator_values v
    join areas a on a.no = v.area_no and a.is_leaf
    join indicators i on i.no = v.indicator_no and i.aggregation <> 'none'
    join areas above on above.no = any(a.uppers)
    where v.revision > 1 and case i.aggregation when 'sum' then v.value else v.numerator + v.denominator end is null
    on conflict do nothing
"""
_CLEAR_LATEST = "delete from latest"
_FIND_LATEST = """
    insert into latest (area_no, indicator_no, period, place)
    select distinct on (area_no, indicator_no) area_no, indicator_no, period, place
    from (
        select period, area_no, indicator_no from rollups where units > 0
        union all
        select v.period, v.area_no, v.indicator_no
        from indicator_values v join areas a on a.no = v.area_no and not a.is_leaf
        where coalesce(v.value, v.numerator) is not null
    ) as shown
    join unnest(%(periods)s::int[], %(places)s::int[]) as told (period, place) using (period)
    order by area_no, indicator_no, place desc
"""


async def recount_rollups(source: Source) -> None:
    """Make every sum and every newest period anew from the values; publishers wait meanwhile."""
    await source.rows(_UNHURRIED)
    await claim_register(source)
    days = await _days(source)
    await source.rows(_CLEAR)
    await source.rows(_RECOUNT, days)
    await source.rows(_KEEP_PLACES)
    await source.rows(_CLEAR_LATEST)
    periods = await periods_with_values(source)
    told = {"periods": [period.key for period in periods], "places": [place_of(period) for period in periods]}
    await source.rows(_FIND_LATEST, told)


async def count_disagreements(source: Source) -> int:
    """How many sums differ from a recount; 0 is the only right answer."""
    return len(await source.rows(_DISAGREEMENTS, await _days(source)))


async def _days(source: Source) -> dict[str, Any]:
    return counting_days(await periods_with_values(source))
