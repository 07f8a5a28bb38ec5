"""Reading organisations with their names through time."""

from datetime import date
from typing import Any

from contracts.directory import Organisation, OrganisationName
from kit.database import Reader
from kit.paging import cursor, keys_of
from kit.text import fold, vi_sort_key
from services.directory.queries.areas import refuse_unknown

MISSING = "Không có cơ quan này."

# The name in use on the day, else the last one known.
_SELECT = """
    select organisations.id::text as id, organisations.code, organisations.kind, organisations.area_id,
        organisations.parent_id::text as parent_id, present.name, known.names
    from organisations
    cross join lateral (
        select name, sort_key from organisation_names
        where organisation_id = organisations.id
        order by (coalesce(valid_from, '-infinity') <= %(today)s and coalesce(valid_to, 'infinity') >= %(today)s) desc,
            valid_from desc nulls last
        limit 1
    ) as present
    cross join lateral (
        select jsonb_agg(
            jsonb_build_object('name', name, 'valid_from', valid_from, 'valid_to', valid_to)
            order by valid_from nulls first
        ) as names
        from organisation_names where organisation_id = organisations.id
    ) as known
    where true
"""
_CONDITIONS = {
    "code": "organisations.code = %(code)s",
    "area": "organisations.area_id = %(area)s",
    "words": """(starts_with(lower(organisations.code), %(words)s) or exists (
        select from organisation_names
        where organisation_id = organisations.id and position(%(words)s in folded) > 0))""",
    "after_key": "(present.sort_key, organisations.code) > (%(after_key)s, %(after_code)s)",
}
_BY_CODE = "and organisations.code > %(after)s order by organisations.code limit %(limit)s"
_ORDER = "order by present.sort_key, organisations.code limit %(limit)s"


def organisation(row: Any) -> Organisation:
    """The contract of a row."""
    names = [OrganisationName(**name) for name in row.names]
    return Organisation(
        id=row.id,
        code=row.code,
        name=row.name,
        names=names,
        kind=row.kind,
        area_id=row.area_id,
        parent_id=row.parent_id,
    )


def organisation_cursor(row: Any) -> str:
    """Where the page after this row begins."""
    return cursor(row.name, row.code)


async def get_organisation(reader: Reader, code: str, today: date) -> Organisation:
    """One organisation by its electronic identification code; NotFound."""
    statement = " and ".join([_SELECT, _CONDITIONS["code"]])
    return organisation(await reader.one(statement, {"code": code, "today": today}, MISSING))


async def list_organisations(
    reader: Reader, today: date, *, q: str | None, area: str | None, after: str | None, limit: int
) -> list[Any]:
    """Rows of organisations in the Vietnamese order of their present names, one more than `limit`."""
    keys = keys_of(after, (str, str))
    place = {"after_key": vi_sort_key(keys[0]), "after_code": keys[1]} if keys else {}
    values = {"area": area, "words": (fold(q) if q else None) or None, **place}
    given = {name: value for name, value in values.items() if value is not None}
    conditions = " and ".join([_SELECT, *(_CONDITIONS[name] for name in given if name in _CONDITIONS)])
    rows = await reader.rows(" ".join([conditions, _ORDER]), {**given, "today": today, "limit": limit + 1})
    if not rows:
        await refuse_unknown(reader, area)
    return rows


async def list_organisations_by_code(reader: Reader, today: date, after: str, limit: int) -> list[Organisation]:
    """Organisations after a code."""
    statement = " ".join([_SELECT, _BY_CODE])
    rows = await reader.rows(statement, {"today": today, "after": after, "limit": limit})
    return [organisation(row) for row in rows]
