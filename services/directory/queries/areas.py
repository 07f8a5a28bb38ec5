"""Reading areas: one, lists in Vietnamese order, counts of a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.directory import Area, AreaLevel, RegisterSummary
from kit.database import Reader
from kit.light import light, number
from kit.paging import cursor, keys_of
from kit.text import fold, vi_sort_key

_Area = light(Area)
MISSING = "Không có địa bàn này."
COLUMNS = """
    areas.id, areas.code, areas.level, areas.name, areas.short_name, areas.kind, areas.parent_id, areas.valid_from,
    areas.valid_to, areas.valid_from_basis, areas.valid_to_basis, areas.lat, areas.lon
"""
_SELECT = f"select {COLUMNS} from areas where"  # noqa: S608 -- the columns above, nothing from outside
_ORDER = "order by areas.sort_key, areas.id limit %(limit)s"
_ONE = f"{_SELECT} areas.id = %(id)s"
_EXISTS = "select from areas where id = %(id)s"

_IN_FORCE = "areas.valid_from <= %(valid_on)s and (areas.valid_to is null or areas.valid_to >= %(valid_on)s)"
_AFTER = "(areas.sort_key, areas.id) > (%(after_key)s, %(after_id)s)"
_WITHIN = """areas.id in (
    with recursive subtree as (
        select id from areas where id = %(within)s
        union all
        select below.id from areas as below join subtree on below.parent_id = subtree.id
    )
    select id from subtree)"""
# A name no longer in use finds what became of its bearer.
_NAMED = """areas.id in (
    with recursive named as (
        select id from areas
        where position(%(words)s in folded) > 0 or starts_with(code, %(words)s) or lower(id) = %(words)s
        union
        select lineages.successor_id from lineages join named on lineages.predecessor_id = named.id
    )
    select id from named)"""
_CONDITIONS = {
    "level": "areas.level = %(level)s",
    "code": "areas.code = %(code)s",
    "parent": "areas.parent_id = %(parent)s",
    "within": _WITHIN,
    "words": _NAMED,
    "after_key": _AFTER,
}

_SUMMARY = f"""
    select
        count(*) filter (where level = 'T') as provinces,
        count(*) filter (where level = 'H') as districts,
        count(*) filter (where level = 'X') as communes
    from areas where {_IN_FORCE}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class AreaFilter:
    """Which areas are asked for; a field left out does not narrow."""

    valid_on: date
    level: AreaLevel | None = None
    code: str | None = None
    parent: str | None = None
    within: str | None = None
    q: str | None = None


def area(row: Any) -> Area:
    """The area a row with its columns holds, as a light twin of its contract."""
    return _Area(
        id=row.id,
        code=row.code,
        level=row.level,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        parent_id=row.parent_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        valid_from_basis=row.valid_from_basis,
        valid_to_basis=row.valid_to_basis,
        lat=number(row.lat),
        lon=number(row.lon),
    )


def area_cursor(row: Any) -> str:
    """Where the page after this row begins."""
    return cursor(row.short_name, row.id)


def after_area(after: str | None) -> dict[str, Any]:
    """The parameters of a page that begins after a cursor."""
    keys = keys_of(after, (str, str))
    return {"after_key": vi_sort_key(keys[0]), "after_id": keys[1]} if keys else {}


async def get_area(reader: Reader, area_id: str) -> Area:
    """One area; NotFound."""
    return area(await reader.one(_ONE, {"id": area_id}, MISSING))


async def refuse_unknown(reader: Reader, *area_ids: str | None) -> None:
    """NotFound when one of the ids is not in the register: a list below nothing would look like an empty list."""
    for area_id in area_ids:
        if area_id is not None:
            await reader.one(_EXISTS, {"id": area_id}, MISSING)


async def list_areas(reader: Reader, wanted: AreaFilter, after: str | None, limit: int) -> list[Any]:
    """Rows of the areas wanted, in Vietnamese order, one more than `limit`."""
    values: dict[str, Any] = {
        "level": wanted.level,
        "code": wanted.code,
        "parent": wanted.parent,
        "within": wanted.within,
        "words": (fold(wanted.q) if wanted.q else None) or None,
        **after_area(after),
    }
    given = {name: value for name, value in values.items() if value is not None}
    conditions = [_IN_FORCE, *(_CONDITIONS[name] for name in given if name in _CONDITIONS)]
    statement = " ".join([_SELECT, " and ".join(conditions), _ORDER])
    rows = await reader.rows(statement, {**given, "valid_on": wanted.valid_on, "limit": limit + 1})
    if not rows:
        await refuse_unknown(reader, wanted.parent, wanted.within)
    return rows


async def get_summary(reader: Reader, valid_on: date) -> RegisterSummary:
    """How many areas of each level are in force on a day."""
    row = await reader.one(_SUMMARY, {"valid_on": valid_on}, MISSING)
    return RegisterSummary(valid_on=valid_on, provinces=row.provinces, districts=row.districts, communes=row.communes)
