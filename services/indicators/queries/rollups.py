"""Sums of units for the areas above them: counted again from the values, to repair them or to prove them right."""

from services.indicators.queries.source import Source

_COUNTED = """
    select v.period, upper as area_no, v.indicator_no,
           sum(case when i.aggregation = 'sum' then v.value else 0 end) as total,
           sum(case when i.aggregation = 'sum' then 0 else v.numerator end) as numerator,
           sum(case when i.aggregation = 'sum' then 0 else v.denominator end) as denominator,
           count(*) as units, count(*) filter (where v.source = 'illustrative') as illustrative
    from indicator_values v
    join areas a on a.no = v.area_no and a.is_leaf
    join indicators i on i.no = v.indicator_no and i.aggregation <> 'none'
    cross join unnest(a.uppers) as upper
    where case i.aggregation when 'sum' then v.value else v.numerator + v.denominator end is not null
    group by v.period, upper, v.indicator_no
"""
_HELD = """
    select period, area_no, indicator_no, total, numerator, denominator, units, illustrative
    from rollups where units <> 0 or total <> 0 or numerator <> 0 or denominator <> 0 or illustrative <> 0
"""
_DISAGREEMENTS = f"""
    (({_COUNTED}) except ({_HELD})) union all (({_HELD}) except ({_COUNTED}))
"""
_LOCK = "lock table rollups in share row exclusive mode"
_CLEAR = "delete from rollups"
_RECOUNT = f"""
    insert into rollups (period, area_no, indicator_no, total, numerator, denominator, units, illustrative) {_COUNTED}
"""


async def recount_rollups(source: Source) -> None:
    """Make every sum anew from the values; writers wait meanwhile."""
    await source.rows(_LOCK)
    await source.rows(_CLEAR)
    await source.rows(_RECOUNT)


async def count_disagreements(source: Source) -> int:
    """How many sums differ from a recount; 0 is the only right answer."""
    return len(await source.rows(_DISAGREEMENTS))
