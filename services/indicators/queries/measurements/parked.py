"""Parked measurements: listed for those who decide, and taken up again."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from contracts.indicators.measurements import MEASUREMENT_WITHDRAWN, ParkedMeasurement
from kit.light import instant, light
from services.indicators.queries.source import Source

_ParkedMeasurement = light(ParkedMeasurement)

_COLUMNS = (
    "e.id, e.seq, e.feed, e.source, e.key, e.type, e.area, e.data, e.reason, e.is_occupied, e.attempts, e.told_at"
)
_PARKED = f"""
    select {_COLUMNS}, a.name as area_name
    from measurement_events e left join areas a on a.id = e.area
    where e.outcome = 'parked' and e.seq > %(after)s
      and ('VN' = any(%(places)s::text[]) or a.reach && %(places)s::text[])
    order by e.seq limit %(limit)s
"""  # noqa: S608 - our own column names
_ONE = f"""
    select {_COLUMNS}, a.reach from measurement_events e left join areas a on a.id = e.area
    where e.id = %(id)s and e.outcome = 'parked' for update of e
"""  # noqa: S608 - our own column names
_FIND = "select 1 as found from measurement_events where id = %(id)s"
_OUTCOME = "select outcome, reason from measurement_events where id = %(id)s"
# What speaks of areas or indicators that changed, of the areas below them, and withdrawals, which name neither.
_WAITING = f"""
    select {_COLUMNS} from measurement_events e left join areas a on a.id = e.area
    where e.outcome = 'parked' and not e.is_occupied and e.seq > %(after)s
      and (e.area = any(%(areas)s::text[]) or a.reach && %(areas)s::text[]
           or e.data ->> 'indicator' = any(%(indicators)s::text[])
           or e.type = %(withdrawn)s)
    order by e.seq limit %(limit)s for update of e
"""  # noqa: S608 - our own column names


async def list_parked(source: Source, places: Sequence[str], *, after: int, limit: int) -> list[Any]:
    """Rows in the order in which they came, of areas governed from these places; at most limit + 1."""
    return await source.rows(_PARKED, {"places": list(places), "after": after, "limit": limit + 1})


async def lock_parked(source: Source, event: UUID) -> Any | None:
    """One, until the transaction ends; None when it is not parked (any more), or out of the caller's sight."""
    rows = await source.rows(_ONE, {"id": event})
    return rows[0] if rows else None


async def get_outcome(source: Source, event: UUID) -> Any:
    """What became of an event, with the reason."""
    return (await source.rows(_OUTCOME, {"id": event}))[0]


async def is_known(source: Source, event: UUID) -> bool:
    """Whether such an event was ever told, as far as the caller may see."""
    return bool(await source.rows(_FIND, {"id": event}))


async def lock_waiting(
    source: Source, areas: Collection[str], indicators: Collection[str], *, after: int, limit: int
) -> list[Any]:
    """What may be taken up again now that these changed, in order after one, until the transaction ends."""
    told = {
        "areas": list(areas),
        "indicators": list(indicators),
        "withdrawn": MEASUREMENT_WITHDRAWN,
        "after": after,
        "limit": limit,
    }
    return await source.rows(_WAITING, told)


def parked_of(row: Any) -> ParkedMeasurement:
    """The contract of a row."""
    return _ParkedMeasurement(
        id=row.id,
        feed=row.feed,
        source=row.source,
        key=row.key,
        type=row.type,
        area=row.area,
        area_name=row.area_name,
        data=row.data,
        reason=row.reason or "",
        is_occupied=row.is_occupied,
        attempts=row.attempts,
        at=instant(row.told_at),
    )
