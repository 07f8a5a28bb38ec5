"""Finding areas of any time by their names: the best answers first, each with what became of it."""

from typing import Any

from contracts.directory import AreaMatch, AreaMatches
from kit.database import Reader
from kit.light import light
from kit.text import fold, nfc
from services.directory.queries.areas import COLUMNS, area

_Match, _Matches = light(AreaMatch), light(AreaMatches)
# Better are: the very name, with its marks before without; a name that begins so; the words together; the words apart.
_FOUND = f"""
    with found as materialized (
        select {COLUMNS}, areas.sort_key, areas.folded,
            case
                when areas.code = %(phrase)s or lower(areas.id) = %(phrase)s then 0
                when lower(areas.short_name) = %(said)s or lower(areas.name) = %(said)s then 0
                when areas.folded_short = %(phrase)s or areas.folded = %(phrase)s then 1
                when starts_with(areas.folded_short, %(phrase)s) then 2
                when position(%(phrase)s in areas.folded) > 0 then 3
                else 4
            end as rank
        from (select areas.*, substr(folded, length(folded) - length(short_name) + 1) as folded_short from areas)
            as areas
        where (select bool_and(position(word in areas.folded) > 0) from unnest(%(words)s::text[]) as word)
            or starts_with(areas.code, %(phrase)s) or lower(areas.id) = %(phrase)s
        order by rank, areas.valid_to is not null, position(areas.level in 'NTHXV'), areas.sort_key, areas.id
        limit %(limit)s
    )
    select {COLUMNS.replace("areas.", "found.")}, parent.name as parent_name, became.ids, became.names
    from found
    left join areas as parent on parent.id = found.parent_id
    left join lateral (
        with recursive after as (
            select lineages.successor_id as id from lineages where lineages.predecessor_id = found.id
            union
            select lineages.successor_id from lineages join after on lineages.predecessor_id = after.id
        )
        select array_agg(last.id order by last.sort_key, last.id) as ids,
            array_agg(last.name order by last.sort_key, last.id) as names
        from after join areas as last on last.id = after.id
        where last.valid_to is null and found.valid_to is not null
    ) as became on true
    order by found.rank, found.valid_to is not null, position(found.level in 'NTHXV'), found.sort_key, found.id
"""  # noqa: S608 - our own columns


async def find_areas(reader: Reader, q: str, limit: int) -> AreaMatches:
    """Areas in force or not whose name or code has every word of `q`, the best first."""
    phrase = fold(q)
    if not phrase:
        return _Matches(items=[])
    told = {"phrase": phrase, "said": nfc(q).casefold().strip(), "words": phrase.split(), "limit": limit}
    return _Matches(items=[_match_of(row) for row in await reader.rows(_FOUND, told)])


def _match_of(row: Any) -> AreaMatch:
    return _Match(area=area(row), parent_name=row.parent_name, became_ids=row.ids or [], became_names=row.names or [])
