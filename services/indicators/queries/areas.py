"""Our copy of the directory's areas: written from its feed, with what follows from it."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.directory import Area, AreaLevel, Lineage
from kit.errors import NotFound
from kit.text import fold, vi_sort_key
from services.indicators.queries.source import Source
from services.indicators.rules.territory import Place, Standing, UnitCount

_PUT_AREAS = """
    insert into areas (id, code, level, name, short_name, kind, parent_id, valid_from, valid_to, is_leaf,
                       sort_key, folded)
    select id, code, level, name, short_name, kind, parent_id, valid_from, valid_to, false, sort_key, folded
    from unnest(%(ids)s::text[], %(codes)s::text[], %(levels)s::text[], %(names)s::text[], %(short_names)s::text[],
                %(kinds)s::text[], %(parents)s::text[], %(starts)s::date[], %(ends)s::date[], %(sort_keys)s::bytea[],
                %(folded)s::text[])
         as told (id, code, level, name, short_name, kind, parent_id, valid_from, valid_to, sort_key, folded)
    on conflict (id) do update set
        code = excluded.code, level = excluded.level, name = excluded.name, short_name = excluded.short_name,
        kind = excluded.kind, parent_id = excluded.parent_id, valid_from = excluded.valid_from,
        valid_to = excluded.valid_to, sort_key = excluded.sort_key, folded = excluded.folded
    returning new.no, old.no is not null
        and (old.valid_from, old.valid_to) is distinct from (new.valid_from, new.valid_to) as has_other_days
"""
_PUT_LINEAGES = """
    insert into lineages (predecessor_id, successor_id, effective_on, kind, is_main, share)
    select * from unnest(%(predecessors)s::text[], %(successors)s::text[], %(days)s::date[], %(kinds)s::text[],
                         %(mains)s::bool[], %(shares)s::numeric[])
    on conflict (predecessor_id, successor_id) do update set
        effective_on = excluded.effective_on, kind = excluded.kind, is_main = excluded.is_main, share = excluded.share
"""
_PLACES = """
    select no, id, level, parent_id, valid_from, valid_to, is_leaf, ancestors, uppers, reach from areas
"""
_SUCCESSIONS = "select predecessor_id, successor_id from lineages"
_PUT_STANDINGS = """
    update areas set is_leaf = standing.is_leaf, ancestors = standing.ancestors, uppers = standing.uppers,
                     reach = standing.reach
    from jsonb_to_recordset(%(standings)s::jsonb)
         as standing (no int, is_leaf bool, ancestors text[], uppers int[], reach text[])
    where areas.no = standing.no
"""
_CLEAR_UNIT_COUNTS = "delete from unit_counts"
_PUT_UNIT_COUNTS = """
    insert into unit_counts (area_no, valid_from, units)
    select * from unnest(%(areas)s::int[], %(days)s::date[], %(units)s::int[])
"""
_ADVANCE = """
    insert into editions (name, edition) values (%(name)s, 1)
    on conflict (name) do update set edition = editions.edition + 1
"""
_HAVE_VALUES = """
    select 1 where exists (select from indicator_values where area_no = any(%(areas)s::int[]))
"""
_UNITS = """
    select id, kind from areas
    where is_leaf and ancestors @> array[%(within)s]
      and valid_from <= %(day)s and (valid_to is null or valid_to >= %(day)s)
    order by sort_key, id
"""
_AREA = "select * from areas where id = %(id)s"
_REACHES = "select id, reach from areas where id = any(%(ids)s::text[])"


async def find_area(source: Source, area: str) -> Any | None:
    """The row of one area, None for an unknown id."""
    rows = await source.rows(_AREA, {"id": area})
    return rows[0] if rows else None


async def reaches_of(source: Source, areas: Sequence[str]) -> dict[str, Sequence[str]]:
    """From where each of these areas is governed; unknown ones are left out."""
    return {row.id: row.reach for row in await source.rows(_REACHES, {"ids": list(areas)})}


async def get_area(source: Source, area: str) -> Any:
    """The row of one area; NotFound for an unknown id."""
    rows = await source.rows(_AREA, {"id": area})
    if not rows:
        raise NotFound(f"Không có địa bàn “{area}”.")
    return rows[0]


async def list_units(source: Source, within: str, day: date) -> list[Any]:
    """Ids and kinds of the units reporting to an area on a day, in Vietnamese order."""
    return await source.rows(_UNITS, {"within": within, "day": day})


async def put_areas(source: Source, areas: Sequence[Area]) -> set[int]:
    """Write areas as the directory tells them; the numbers of known ones that are in force on other days now."""
    written = await source.rows(
        _PUT_AREAS,
        {
            "ids": [area.id for area in areas],
            "codes": [area.code for area in areas],
            "levels": [area.level.value for area in areas],
            "names": [area.name for area in areas],
            "short_names": [area.short_name for area in areas],
            "kinds": [area.kind for area in areas],
            "parents": [area.parent_id for area in areas],
            "starts": [area.valid_from for area in areas],
            "ends": [area.valid_to for area in areas],
            "sort_keys": [vi_sort_key(area.short_name) for area in areas],
            "folded": [fold(area.name) for area in areas],
        },
    )
    return {row.no for row in written if row.has_other_days}


async def put_lineages(source: Source, lineages: Sequence[Lineage]) -> None:
    """Write steps of lineage as the directory tells them."""
    await source.rows(
        _PUT_LINEAGES,
        {
            "predecessors": [step.predecessor_id for step in lineages],
            "successors": [step.successor_id for step in lineages],
            "days": [step.effective_on for step in lineages],
            "kinds": [step.kind.value for step in lineages],
            "mains": [step.is_main for step in lineages],
            "shares": [step.share for step in lineages],
        },
    )


async def list_places(source: Source) -> tuple[list[Place], dict[int, Standing]]:
    """Every area, and the standing it has at present, by its number."""
    rows = await source.rows(_PLACES)
    places = [Place(row.no, row.id, AreaLevel(row.level), row.parent_id, row.valid_from, row.valid_to) for row in rows]
    standings = {
        row.no: Standing(row.no, row.is_leaf, tuple(row.ancestors), tuple(row.uppers), tuple(row.reach)) for row in rows
    }
    return places, standings


async def list_successions(source: Source) -> list[tuple[str, str]]:
    """Pairs of predecessor and successor."""
    return [(row.predecessor_id, row.successor_id) for row in await source.rows(_SUCCESSIONS)]


async def put_standings(source: Source, standings: Sequence[Standing]) -> None:
    """Write where areas stand."""
    told = [
        {
            "no": standing.no,
            "is_leaf": standing.is_leaf,
            "ancestors": standing.ancestors,
            "uppers": standing.uppers,
            "reach": standing.reach,
        }
        for standing in standings
    ]
    await source.rows(_PUT_STANDINGS, {"standings": json.dumps(told)})


async def put_unit_counts(source: Source, counts: Sequence[UnitCount]) -> None:
    """Replace the numbers of reporting units."""
    await source.rows(_CLEAR_UNIT_COUNTS)
    await source.rows(
        _PUT_UNIT_COUNTS,
        {
            "areas": [count.area_no for count in counts],
            "days": [count.valid_from for count in counts],
            "units": [count.units for count in counts],
        },
    )


async def advance_edition(source: Source, name: str) -> None:
    """Tell whoever keeps `name` in memory that it changed."""
    await source.rows(_ADVANCE, {"name": name})


async def have_values(source: Source, areas: Sequence[int]) -> bool:
    """Whether any of these areas has a value."""
    return bool(await source.rows(_HAVE_VALUES, {"areas": list(areas)}))
