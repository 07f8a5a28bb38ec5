"""Events and the cells that measurements hold, read and written as sets."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.indicators.queries.scopes import periods_with_values
from services.indicators.queries.source import Source
from services.indicators.rules.timing import place_of

# An event takes effect once, however often it is told: also when a snapshot tells it and the feed tells it again.
_ENTER = """
    insert into measurement_events (id, feed, source, key, type, area, data, told_at, outcome)
    select id, %(feed)s, source, key, type, area, data, told_at, 'parked'
    from jsonb_to_recordset(%(rows)s::jsonb)
        as told (place int, id uuid, source text, key text, type text, area text, data jsonb, told_at timestamptz)
    order by place
    on conflict (id) do nothing
    returning id
"""
_SUPERSEDE = """
    update measurement_events as earlier set outcome = 'superseded'
    from measurement_events as later
    where later.id = any(%(ids)s::uuid[]) and earlier.source = later.source and earlier.key = later.key
      and earlier.seq < later.seq and earlier.outcome = 'parked' and earlier.id <> all(%(ids)s::uuid[])
"""
_HELD = """
    select m.source, m.key, m.period, m.area_no, m.indicator_no, a.id as area, i.code as indicator, m.withdrawn
    from unnest(%(sources)s::text[], %(keys)s::text[]) as name (source, key)
    join measurements m using (source, key)
    join areas a on a.no = m.area_no
    join indicators i on i.no = m.indicator_no
"""
_STANDING = """
    select i.code as indicator, a.id as area, cell.period, v.source, m.source as owner, m.key as owner_key,
           coalesce(v.value, v.numerator) is not null as has_number
    from unnest(%(indicators)s::text[], %(areas)s::text[], %(periods)s::int[]) as cell (indicator, area, period)
    join indicators i on i.code = cell.indicator
    join areas a on a.id = cell.area
    join indicator_values v on v.period = cell.period and v.area_no = a.no and v.indicator_no = i.no
    left join measurements m on m.period = cell.period and m.area_no = a.no and m.indicator_no = i.no
                            and not m.withdrawn
"""
_HOLD = """
    insert into measurements (source, key, period, area_no, indicator_no, event_id, withdrawn)
    select told.source, told.key, told.period, a.no, i.no, told.event, false
    from jsonb_to_recordset(%(rows)s::jsonb)
        as told (source text, key text, period int, area text, indicator text, event uuid)
    join areas a on a.id = told.area
    join indicators i on i.code = told.indicator
    order by told.source, told.key
    on conflict (source, key) do update set
        period = excluded.period, area_no = excluded.area_no, indicator_no = excluded.indicator_no,
        event_id = excluded.event_id, withdrawn = false
"""
_RELEASE = """
    update measurements set withdrawn = true, event_id = told.event
    from jsonb_to_recordset(%(rows)s::jsonb) as told (source text, key text, event uuid)
    where measurements.source = told.source and measurements.key = told.key
"""
_DISPLACE = """
    update measurements set withdrawn = true
    from jsonb_to_recordset(%(rows)s::jsonb)
        as told (source text, key text, period int, area text, indicator text)
    join areas a on a.id = told.area
    join indicators i on i.code = told.indicator
    where measurements.period = told.period and measurements.area_no = a.no and measurements.indicator_no = i.no
      and (measurements.source, measurements.key) <> (told.source, told.key) and not measurements.withdrawn
"""
_SETTLE = """
    update measurement_events set outcome = told.outcome, reason = told.reason,
           is_occupied = coalesce(told.occupied, false), attempts = attempts + 1
    from jsonb_to_recordset(%(rows)s::jsonb) as told (id uuid, outcome text, reason text, occupied bool)
    where measurement_events.id = told.id
"""
# Where a number was taken back, the newest figure of an area above may be an older one again.
_LOOK_BACK = """
    update latest set period = found.period, place = found.place
    from (
        select distinct on (above.no, i.no) above.no as area_no, i.no as indicator_no, told.period, told.place
        from unnest(%(areas)s::text[], %(indicators)s::text[]) as gone (area, indicator)
        join areas a on a.id = gone.area
        join indicators i on i.code = gone.indicator
        join areas above on above.no = a.no and not a.is_leaf or above.no = any(a.uppers)
        cross join unnest(%(periods)s::int[], %(places)s::int[]) as told (period, place)
        where exists (
            select from rollups r where r.period = told.period and r.area_no = above.no and r.indicator_no = i.no
                                    and r.units > 0)
           or exists (
            select from indicator_values v where v.period = told.period and v.area_no = above.no
                                             and v.indicator_no = i.no and coalesce(v.value, v.numerator) is not null)
        order by above.no, i.no, told.place desc
    ) as found
    where latest.area_no = found.area_no and latest.indicator_no = found.indicator_no
"""

Cell = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one event."""

    id: UUID
    outcome: str
    reason: str | None = None
    occupied: bool = False


async def enter(source: Source, feed: str, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Write events down in their order; those that were not told before."""
    told = [{**row, "place": place} for place, row in enumerate(rows)]
    return {row.id for row in await source.rows(_ENTER, {"feed": feed, "rows": _json(told)})}


async def supersede(source: Source, events: Collection[UUID]) -> None:
    """What was parked of the same measurements before these events has nothing to say any more."""
    await source.rows(_SUPERSEDE, {"ids": list(events)})


async def held_by(source: Source, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """The cell each of these measurements holds, or held."""
    sources, keys = [name[0] for name in names], [name[1] for name in names]
    return {(row.source, row.key): row for row in await source.rows(_HELD, {"sources": sources, "keys": keys})}


async def standing(source: Source, cells: Collection[Cell]) -> dict[Cell, Any]:
    """What stands in cells at present: its source, whose measurement it is, and whether there is a number."""
    parameters = {
        "indicators": [cell[0] for cell in cells],
        "areas": [cell[1] for cell in cells],
        "periods": [cell[2] for cell in cells],
    }
    return {(row.indicator, row.area, row.period): row for row in await source.rows(_STANDING, parameters)}


async def hold(source: Source, rows: Sequence[Mapping[str, Any]]) -> None:
    """Measurements hold these cells from now on, and nobody else does."""
    for statement in (_DISPLACE, _HOLD):
        await source.rows(statement, {"rows": _json(rows)})


async def release(source: Source, rows: Sequence[Mapping[str, Any]]) -> None:
    """Measurements hold nothing any more."""
    await source.rows(_RELEASE, {"rows": _json(rows)})


async def settle(source: Source, settled: Sequence[Settled]) -> None:
    """Write down what became of events."""
    rows = [{"id": one.id, "outcome": one.outcome, "reason": one.reason, "occupied": one.occupied} for one in settled]
    await source.rows(_SETTLE, {"rows": _json(rows)})


async def look_back(source: Source, cells: Collection[Cell]) -> None:
    """Find the newest figures of the areas above anew, where numbers were taken back."""
    periods = await periods_with_values(source)
    parameters = {
        "areas": [cell[1] for cell in cells],
        "indicators": [cell[0] for cell in cells],
        "periods": [period.key for period in periods],
        "places": [place_of(period) for period in periods],
    }
    await source.rows(_LOOK_BACK, parameters)


def _json(rows: Any) -> str:
    return json.dumps(rows, default=str)
