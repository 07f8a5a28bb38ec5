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
from services.indicators.queries.figures import Held, counting_days
from services.indicators.queries.rollups import COUNTED
from services.indicators.queries.source import Source

_COLUMNS = """revision, publication, value, numerator, denominator, as_of, qualifier, source, source_text, note,
                   reason"""
VALUES_THEN = f"""(
    select v.period, v.area_no, v.indicator_no, past.*
    from indicator_values v cross join lateral (
        select {", ".join(f"one.{name.strip()}" for name in _COLUMNS.split(","))}
        from (
            select v.revision, v.publication, v.value, v.numerator, v.denominator, v.as_of, v.qualifier, v.source,
                   v.source_text, v.note, v.reason
            union all
            select {_COLUMNS} from value_revisions r
            where r.period = v.period and r.area_no = v.area_no and r.indicator_no = v.indicator_no
        ) as one join publications p on p.no = one.publication and p.at <= %(moment)s
        order by one.revision desc limit 1
    ) as past
)"""  # noqa: S608 - our own column names
"""What was in force at a moment, shaped like the table of values: newest revisions published by then."""

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


def values_at(moment: datetime) -> Held:
    """Values alone, for lists of them."""
    return Held(values=VALUES_THEN, parameters={"moment": moment})


def figure_at(moment: datetime, area: str, period: Period, indicator: int) -> Held:
    """The values and sums that one figure is made of, its former units among them."""
    told: dict[str, Any] = {"moment": moment, "root": area, "moment_period": period.key, "moment_indicator": indicator}
    return Held("valued", "summed_then", _PARTS, {**told, **counting_days([period])})
