"""An area with its place in the tree and in time, from one statement."""

from collections import defaultdict
from datetime import date
from typing import Any

from contracts.directory import AreaProfile
from kit.database import Reader
from kit.errors import NotFound
from kit.light import light
from services.directory.queries.areas import COLUMNS, MISSING, area
from services.directory.queries.lineages import link

_AREA, _ANCESTOR, _UNIT, _PREDECESSOR, _SUCCESSOR = range(5)
# Levels only go down (a rule of the register): the way up has an end, and the nation sorts first on it.
_PROFILE = f"""
    with recursive line as (
        select id, parent_id, valid_from, valid_to, 0 as steps from areas where id = %(id)s
        union all
        select above.id, above.parent_id, null::date, null::date, line.steps + 1
        from areas as above join line on above.id = line.parent_id
    ), here as (
        select id, greatest(valid_from, least(%(today)s::date, valid_to)) as day from line where steps = 0
    ), found as (
        select least(steps, {_ANCESTOR}) as part, -steps as place, id, null::lineages as lineage from line
        union all
        select {_UNIT}, 0, below.id, null from here join areas as below on below.parent_id = here.id
        where below.valid_from <= here.day and (below.valid_to is null or below.valid_to >= here.day)
        union all
        select {_PREDECESSOR}, 0, lineages.predecessor_id, lineages
        from here join lineages on lineages.successor_id = here.id
        union all
        select {_SUCCESSOR}, 0, lineages.successor_id, lineages
        from here join lineages on lineages.predecessor_id = here.id
    )
    select found.part, {COLUMNS}, (found.lineage).effective_on, (found.lineage).kind as step,
        (found.lineage).is_main, (found.lineage).share, (found.lineage).basis
    from found join areas on areas.id = found.id
    order by found.part, found.place, areas.sort_key, areas.id
"""  # noqa: S608 -- columns named elsewhere, nothing from outside
_AreaProfile = light(AreaProfile)


async def get_profile(reader: Reader, area_id: str, today: date) -> AreaProfile:
    """One area and everything it touches; NotFound."""
    parts: dict[int, list[Any]] = defaultdict(list)
    for row in await reader.rows(_PROFILE, {"id": area_id, "today": today}):
        parts[row.part].append(row)
    if not parts:
        raise NotFound(MISSING)
    return _AreaProfile(
        area=area(parts[_AREA][0]),
        ancestors=[area(row) for row in parts[_ANCESTOR]],
        units=[area(row) for row in parts[_UNIT]],
        predecessors=[link(row) for row in parts[_PREDECESSOR]],
        successors=[link(row) for row in parts[_SUCCESSOR]],
    )
