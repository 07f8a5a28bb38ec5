"""Writing areas and lineage as whole sets: one statement each, telling which rows are new or changed."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.directory import Area, Lineage
from kit.text import fold, vi_sort_key

_AREAS = text("""
    insert into areas (
        id, code, level, name, short_name, kind, parent_id, valid_from, valid_to, valid_from_basis, valid_to_basis,
        lat, lon, folded, sort_key
    )
    select id, code, level, name, short_name, kind, parent_id, valid_from, valid_to, valid_from_basis, valid_to_basis,
        lat, lon, folded, decode(sort_key, 'hex')
    from jsonb_to_recordset(cast(:rows as jsonb)) as given (
        id text, code text, level text, name text, short_name text, kind text, parent_id text, valid_from date,
        valid_to date, valid_from_basis text, valid_to_basis text, lat numeric(9, 6), lon numeric(9, 6), folded text,
        sort_key text
    )
    on conflict (id) do update set
        code = excluded.code, level = excluded.level, name = excluded.name, short_name = excluded.short_name,
        kind = excluded.kind, parent_id = excluded.parent_id, valid_from = excluded.valid_from,
        valid_to = excluded.valid_to, valid_from_basis = excluded.valid_from_basis,
        valid_to_basis = excluded.valid_to_basis, lat = excluded.lat, lon = excluded.lon, folded = excluded.folded,
        sort_key = excluded.sort_key
    where areas.* is distinct from excluded.*
    returning id
""")
_UNKNOWN = text("""
    select given.id from unnest(cast(:ids as text[])) as given (id)
    where not exists (select from areas where areas.id = given.id)
    order by given.id
""")
_OVERLAPS = text("""
    select areas.id, other.id as other
    from areas join areas as other on other.level = areas.level and other.code = areas.code and other.id <> areas.id
    where areas.id = any(:ids)
        and daterange(areas.valid_from, areas.valid_to, '[]') && daterange(other.valid_from, other.valid_to, '[]')
    order by areas.id, other.id
""")
_LINEAGES = text("""
    insert into lineages (predecessor_id, successor_id, effective_on, kind, is_main, share, basis)
    select predecessor_id, successor_id, effective_on, kind, is_main, share, basis
    from jsonb_to_recordset(cast(:rows as jsonb)) as given (
        predecessor_id text, successor_id text, effective_on date, kind text, is_main boolean, share numeric(9, 8),
        basis text
    )
    on conflict (predecessor_id, successor_id, effective_on) do update set
        kind = excluded.kind, is_main = excluded.is_main, share = excluded.share, basis = excluded.basis
    where lineages.* is distinct from excluded.*
    returning predecessor_id, successor_id, effective_on
""")
# A predecessor's last day is the day before the step; a successor is in force on the day of the step.
_MISDATED = text("""
    select given.predecessor_id, given.successor_id
    from jsonb_to_recordset(cast(:rows as jsonb)) as given (predecessor_id text, successor_id text, effective_on date)
    join areas as predecessor on predecessor.id = given.predecessor_id
    join areas as successor on successor.id = given.successor_id
    where predecessor.valid_to is distinct from given.effective_on - 1
        or not daterange(successor.valid_from, successor.valid_to, '[]') @> given.effective_on
    order by 1, 2
""")


async def save_areas(session: AsyncSession, areas: Sequence[Area]) -> set[str]:
    """Insert or update; the ids of those that are new or changed."""
    rows = [
        {
            **area.model_dump(mode="json"),
            "folded": fold(area.name),
            "sort_key": vi_sort_key(area.short_name).hex(),
        }
        for area in areas
    ]
    return set((await session.execute(_AREAS, {"rows": json.dumps(rows)})).scalars())


async def find_unknown(session: AsyncSession, area_ids: set[str]) -> list[str]:
    """Those ids that are not in the register."""
    return list((await session.execute(_UNKNOWN, {"ids": sorted(area_ids)})).scalars())


async def find_overlaps(session: AsyncSession, area_ids: set[str]) -> list[Any]:
    """Pairs (id, other) of one code that are in force on the same day."""
    return list(await session.execute(_OVERLAPS, {"ids": sorted(area_ids)}))


async def save_lineages(session: AsyncSession, lineages: Sequence[Lineage]) -> set[tuple[str, str, date]]:
    """Insert or update; predecessor, successor and day of those that are new or changed."""
    rows = _lineage_rows(lineages)
    return {tuple(row) for row in await session.execute(_LINEAGES, {"rows": rows})}


async def find_misdated(session: AsyncSession, lineages: Sequence[Lineage]) -> list[Any]:
    """Pairs (predecessor, successor) whose validity does not meet at the step's day."""
    return list(await session.execute(_MISDATED, {"rows": _lineage_rows(lineages)}))


def _lineage_rows(lineages: Sequence[Lineage]) -> str:
    return json.dumps([lineage.model_dump(mode="json") for lineage in lineages])
