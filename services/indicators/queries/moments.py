"""Moments (thời điểm): values and sums as they were published by an instant, found again from their revisions.

An act of publishing notes the instant at which it happened, before it is committed. Who asks for a moment that has
just passed waits for acts under way: from then on the answer never changes.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from contracts.periods import Period
from kit.errors import Conflict, Invalid
from kit.shapes import Fault
from services.indicators.queries.figures import counting_days
from services.indicators.queries.held import Held
from services.indicators.queries.rollups import COUNTED
from services.indicators.queries.source import Source

_COLUMNS = (
    "revision", "publication", "value", "numerator", "denominator", "as_of", "qualifier", "source", "source_text",
    "note", "reason",
)  # fmt: skip
# What still stands is nearly always what stood then: only for what was published since is the past looked through.
VALUES_THEN = f"""(
    select v.period, v.area_no, v.indicator_no, past.*
    from indicator_values v join publications last on last.no = v.publication cross join lateral (
        select {", ".join(f"v.{name}" for name in _COLUMNS)} where last.at <= %(moment)s
        union all
        (select {", ".join(f"r.{name}" for name in _COLUMNS)}
         from value_revisions r join publications p on p.no = r.publication and p.at <= %(moment)s
         where last.at > %(moment)s
           and (r.period, r.area_no, r.indicator_no) = (v.period, v.area_no, v.indicator_no)
         order by r.revision desc limit 1)
    ) as past
)"""  # noqa: S608 - our own column names
"""What was in force at a moment, shaped like the table of values: newest revisions published by then."""

# Without the periods nobody had published anything of, a list would look through all that came later.
_LISTED_THEN = f"(select * from {VALUES_THEN} where period = any(%(periods_then)s::int[]))"  # noqa: S608 - our own
_PERIODS_THEN = "select distinct unnest(periods) as period from publications where at <= %(moment)s"
# Every area and period that ever had a sum has one, if of no units any more.
_SUMS_THEN = f"""(
    select r.period, r.area_no, r.indicator_no, made.*
    from rollups r
    join indicators i on i.no = r.indicator_no and i.aggregation <> 'none'
    join areas above on above.no = r.area_no
    join unnest(%(days_periods)s::int[], %(days_regimes)s::text[], %(days)s::date[]) as told (at, regime, day)
         on told.at = r.period and told.regime = i.regime
    cross join lateral (
        select array_agg(a.no) as areas from areas a
        where a.is_leaf and a.ancestors @> array[above.id] and above.no = any(a.uppers)
          and a.valid_from <= least(told.day, above.valid_to)
          and (a.valid_to is null or a.valid_to >= least(told.day, above.valid_to))
    ) as units
    cross join lateral (
        select sum(case when i.aggregation = 'sum' then v.value else 0 end) as total,
               sum(case when i.aggregation = 'sum' then 0 else v.numerator end) as numerator,
               sum(case when i.aggregation = 'sum' then 0 else v.denominator end) as denominator,
               count(*) as units, count(*) filter (where v.source = 'illustrative') as illustrative
        from {VALUES_THEN} v
        where v.period = r.period and v.indicator_no = r.indicator_no and v.area_no = any(units.areas)
          and case i.aggregation when 'sum' then v.value else v.numerator + v.denominator end is not null
    ) as made
    where r.period = any(%(periods_then)s::int[])
)"""  # noqa: S608 - our own statements
"""What units added up to at a moment, shaped like the table of sums: made anew for each sum that is looked at."""

_PARTS = f"""reached as materialized (
        select array_agg(a.no) as areas from areas a, (
            select array(select %(root)s union all
                         select s.id from carries c join areas s on s.no = c.source_no
                         join areas t on t.no = c.target_no where t.id = %(root)s) as ids
        ) as roots
        where a.id = any(roots.ids) or a.ancestors && roots.ids
    ), valued as materialized (
        select * from {VALUES_THEN}
        where period = %(moment_period)s and indicator_no = %(moment_indicator)s
          and area_no = any((select areas from reached)::int[])
    ), summed_then as materialized ({COUNTED.format(values="valued")}), """  # noqa: S608 - our own statements

# Whoever writes holds a lock on its own number until its work is seen by all.
_UNDER_WAY = """
    select clock_timestamp() as now, array(
        select held.transactionid::text from pg_locks held join pg_stat_activity who on who.pid = held.pid
        where held.locktype = 'transactionid' and held.mode = 'ExclusiveLock' and who.datname = current_database()
    ) as writers
"""
_PATIENCE, _PAUSE = 100, 0.02
_LONGEST = timedelta(minutes=10)
"""No act of publishing takes longer: what is older is settled."""


async def settle(source: Source, moment: datetime) -> None:
    """Wait until no act of publishing from before the moment is under way; Invalid for a moment to come."""
    writers: set[str] | None = None
    for _ in range(_PATIENCE):
        found = (await source.rows(_UNDER_WAY))[0]
        if moment > found.now:
            text = "Thời điểm đọc lại phải là hiện tại hoặc trước đó."
            raise Invalid(text, [Fault(pointer="/query/as_of", detail=text)])
        writers = set(found.writers) if writers is None else writers.intersection(found.writers)
        if not writers or found.now - moment > _LONGEST:
            return
        await asyncio.sleep(_PAUSE)
    raise Conflict("Đang có số liệu được công bố đúng vào thời điểm này; xin đọc lại sau ít giây.")


async def lists_at(source: Source, moment: datetime) -> Held:
    """Values, and sums made of them key by key, for lists; once nothing from before the moment is under way."""
    await settle(source, moment)
    used = [row.period for row in await source.rows(_PERIODS_THEN, {"moment": moment})]
    days = counting_days([Period.from_key(key) for key in used])
    return Held(_LISTED_THEN, _SUMS_THEN, "", {"moment": moment, "periods_then": used, **days}, is_work=True)


def figure_at(moment: datetime, area: str, period: Period, indicator: int) -> Held:
    """The values and sums that one figure is made of, its former units among them."""
    told: dict[str, Any] = {"moment": moment, "root": area, "moment_period": period.key, "moment_indicator": indicator}
    return Held("valued", "summed_then", _PARTS, {**told, **counting_days([period])})
