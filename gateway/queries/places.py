"""Our copy of areas, lineage and organisations: written from the directory's feed, asked how far rights reach."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from contracts.directory import Area, Lineage, Organisation
from contracts.reach import NATION
from gateway.queries.source import Source
from gateway.rules.places import AREA, ORGANISATION, Known
from kit.database.pool import Row
from kit.text import fold, vi_sort_key

_PUT = """
    insert into places (id, kind, uid, name, parent, serves, valid_to, folded, sort_key)
    select * from unnest(%(ids)s::text[], %(kinds)s::text[], %(uids)s::text[], %(names)s::text[], %(parents)s::text[],
                         %(serves)s::text[], %(ends)s::date[], %(folded)s::text[], %(sort_keys)s::bytea[])
    on conflict (id) do update set
        uid = excluded.uid, name = excluded.name, parent = excluded.parent, serves = excluded.serves,
        valid_to = excluded.valid_to, folded = excluded.folded, sort_key = excluded.sort_key
"""
_PUT_LINEAGES = """
    insert into lineages (predecessor_id, successor_id)
    select * from unnest(%(predecessors)s::text[], %(successors)s::text[])
    on conflict do nothing
"""
_KNOWN = "select id, kind, uid, parent, serves, reach from places"
_SUCCESSIONS = "select predecessor_id, successor_id from lineages"
_PUT_REACHES = """
    update places set reach = told.reach
    from jsonb_to_recordset(%(reaches)s::jsonb) as told (id text, reach text[])
    where places.id = told.id
"""
_REACH = "select id, name, kind, reach from places where id = any(%(ids)s::text[])"
_FIND = """
    select places.id, places.kind, places.name, above.name as above
    from places
    left join places above on places.kind = 'area' and above.id = places.parent
    where (places.valid_to is null or places.valid_to >= %(today)s)
      and places.reach && %(held)s::text[]
      and position(%(words)s in places.folded) > 0
    order by position(%(words)s in places.folded) > 1, places.sort_key, places.id
    limit %(limit)s
"""


async def put_areas(source: Source, areas: Sequence[Area]) -> None:
    """Write areas as the directory tells them."""
    await source.rows(
        _PUT,
        {
            "ids": [area.id for area in areas],
            "kinds": [AREA] * len(areas),
            "uids": [None] * len(areas),
            "names": [area.name for area in areas],
            "parents": [area.parent_id for area in areas],
            "serves": [None] * len(areas),
            "ends": [area.valid_to for area in areas],
            "folded": [fold(f"{area.short_name} {area.name} {area.code} {area.id}") for area in areas],
            "sort_keys": [vi_sort_key(area.short_name) for area in areas],
        },
    )


async def put_organisations(source: Source, offices: Sequence[Organisation]) -> None:
    """Write organisations as the directory tells them."""
    await source.rows(
        _PUT,
        {
            "ids": [office.code for office in offices],
            "kinds": [ORGANISATION] * len(offices),
            "uids": [office.id for office in offices],
            "names": [office.name for office in offices],
            "parents": [office.parent_id for office in offices],
            "serves": [office.area_id for office in offices],
            "ends": [None] * len(offices),
            "folded": [fold(f"{office.name} {office.code}") for office in offices],
            "sort_keys": [vi_sort_key(office.name) for office in offices],
        },
    )


async def put_lineages(source: Source, lineages: Sequence[Lineage]) -> None:
    """Write steps of lineage as the directory tells them."""
    await source.rows(
        _PUT_LINEAGES,
        {
            "predecessors": [step.predecessor_id for step in lineages],
            "successors": [step.successor_id for step in lineages],
        },
    )


async def list_known(source: Source) -> tuple[list[Known], dict[str, frozenset[str]]]:
    """Every place, and the reach it has at present, by its id."""
    rows = await source.rows(_KNOWN)
    known = [Known(row.id, row.kind, row.uid, row.parent, row.serves) for row in rows]
    return known, {row.id: frozenset(row.reach) for row in rows}


async def list_successions(source: Source) -> list[tuple[str, str]]:
    """Pairs of predecessor and successor."""
    return [(row.predecessor_id, row.successor_id) for row in await source.rows(_SUCCESSIONS)]


async def put_reaches(source: Source, reaches: Mapping[str, Collection[str]]) -> None:
    """Write how far rights reach."""
    told = [{"id": place, "reach": sorted(reach)} for place, reach in reaches.items()]
    await source.rows(_PUT_REACHES, {"reaches": json.dumps(told)})


async def read_places(source: Source, ids: Collection[str]) -> dict[str, Row]:
    """The places of these ids that the register knows: `name`, `kind`, `reach`."""
    return {row.id: row for row in await source.rows(_REACH, {"ids": list(ids)})}


async def reach_of(source: Source, place: str) -> frozenset[str]:
    """The ids on which a right over a place may be held; of one the register does not know, itself and the nation."""
    found = (await read_places(source, [place])).get(place)
    return frozenset({place, NATION}) if found is None else frozenset(found.reach)


async def find_places(source: Source, held: Collection[str], words: str, today: date, limit: int) -> list[Row]:
    """Present places below those in `held` whose name or code has the words; names that begin so come first."""
    asked = {"held": list(held), "words": fold(words), "today": today, "limit": limit}
    return await source.rows(_FIND, asked)
