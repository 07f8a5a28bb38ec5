"""Recording what sources say, and choosing between them: sets in, one statement each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.indicators.queries.source import Source

_GIVEN = """jsonb_to_recordset(%(rows)s::jsonb) as given (
    key text, period int, area_no int, indicator_no int, measure text, scope text, value numeric, numerator numeric,
    denominator numeric, said text, unit text, qualifier text, as_of date, kind text, source text, quote text,
    instrument text, reference text, evidence text, note text, doubt text, folded text, state text, is_open bool)"""
_RECORD = f"""
    insert into observations (key, period, area_no, indicator_no, measure, scope, value, numerator, denominator, said,
                              unit, qualifier, as_of, kind, source, quote, instrument, reference, evidence, note,
                              doubt, folded, state, is_open, by_id, by_name)
    select given.*, %(by_id)s, %(by_name)s from {_GIVEN}
    on conflict (key) do nothing
    returning id, key, period, area_no, indicator_no, state
"""  # noqa: S608 - our own column names
# Whatever is added to a cell unsettles it: whoever chose had not seen this.
_GATHER = """
    insert into matters as held (period, area_no, indicator_no, title)
    select distinct o.period, o.area_no, o.indicator_no, i.name
    from observations o join indicators i on i.no = o.indicator_no where o.id = any(%(ids)s::uuid[])
    order by o.indicator_no, o.area_no, o.period
    on conflict (indicator_no, area_no, period) do update set version = held.version + 1, settled = false
"""
# Sides are a statement of their own: the wall asks for the matter, which must be there before.
_SIDE_BY_SIDE = """
    insert into matter_sides (matter_id, observation_id)
    select m.id, o.id
    from observations o
    join matters m on m.period = o.period and m.area_no = o.area_no and m.indicator_no = o.indicator_no
    where o.id = any(%(ids)s::uuid[])
"""
_JOIN = """
    insert into matters (key, area_no, title, explanation)
    values (%(key)s, %(area_no)s, %(title)s, %(explanation)s)
    on conflict (key) do nothing
    returning id
"""
_SIDES = """
    insert into matter_sides (matter_id, observation_id)
    select %(matter)s, o.id from observations o where o.key = any(%(keys)s::text[])
"""
_EXPLAIN = """
    update matters set explanation = %(explanation)s
    from observations o join matter_sides s on s.observation_id = o.id
    where o.key = %(key)s and matters.id = s.matter_id and matters.indicator_no is not null and explanation is null
    returning matters.id
"""
_SIDED = """
    select m.id, m.version, m.chosen, m.settled, m.indicator_no, i.code as indicator, a.id as area, a.reach,
           o.period, o.value, o.numerator, o.denominator, o.qualifier, o.as_of, o.note, o.kind, o.source, o.quote,
           o.instrument, o.reference, o.id as observation, o.said
    from observations o
    join matter_sides s on s.observation_id = o.id
    join matters m on m.id = s.matter_id
    left join areas a on a.no = m.area_no
    left join indicators i on i.no = m.indicator_no
    where o.id = %(observation)s and o.state = 'accepted'
      and (i.no is null or i.public or a.reach && %(places)s::text[])
    order by m.id
"""
_LOCK = "select version, chosen, settled from matters where id = %(matter)s for update"
_CHOOSE = """
    with chosen as (
        update matters set chosen = %(observation)s, settled = true, version = version + 1 where id = %(matter)s
    )
    insert into resolutions (matter_id, observation_id, reason, by_id, by_name)
    values (%(matter)s, %(observation)s, %(reason)s, %(by_id)s, %(by_name)s)
"""
_OF_KEY = "select id from observations where key = %(key)s"


async def record(source: Source, rows: Sequence[Mapping[str, Any]], *, by_id: str, by_name: str) -> list[Any]:
    """Add observations; those whose key is there already are left out. The rows that were added."""
    told = json.dumps(rows, default=str)
    return await source.rows(_RECORD, {"rows": told, "by_id": by_id, "by_name": by_name})


async def gather(source: Source, observations: Sequence[UUID]) -> None:
    """Set observations of cells beside the others of their cells."""
    for statement in (_GATHER, _SIDE_BY_SIDE):
        await source.rows(statement, {"ids": list(observations)})


async def join(
    source: Source, *, key: str, area_no: int | None, title: str, explanation: str, keys: Sequence[str]
) -> UUID | None:
    """Set recorded observations side by side as one matter in words; None when that was done before."""
    parameters = {"key": key, "area_no": area_no, "title": title, "explanation": explanation}
    rows = await source.rows(_JOIN, parameters)
    if not rows:
        return None
    await source.rows(_SIDES, {"matter": rows[0].id, "keys": list(keys)})
    found: UUID = rows[0].id
    return found


async def explain(source: Source, key: str, explanation: str) -> UUID | None:
    """Say of a cell's matter how its sources disagree; None when that was said before."""
    rows = await source.rows(_EXPLAIN, {"key": key, "explanation": explanation})
    return rows[0].id if rows else None


async def matters_of(source: Source, observation: UUID, places: Sequence[str]) -> list[Any]:
    """The matters of an observation that may be seen from these places, with what it says."""
    return await source.rows(_SIDED, {"observation": observation, "places": list(places)})


async def lock_matter(source: Source, matter: UUID) -> Any:
    """Version, choice and whether that stands, until the transaction ends."""
    [row] = await source.rows(_LOCK, {"matter": matter})
    return row


async def choose(source: Source, matter: UUID, observation: UUID, *, reason: str, by_id: str, by_name: str) -> None:
    """Write down a choice."""
    told = {"matter": matter, "observation": observation, "reason": reason, "by_id": by_id, "by_name": by_name}
    await source.rows(_CHOOSE, told)


async def find_observation(source: Source, key: str) -> UUID | None:
    """The observation a loader knows by this key."""
    rows = await source.rows(_OF_KEY, {"key": key})
    return rows[0].id if rows else None
