"""The present state of the register, page by page, as a new consumer copies it."""

from datetime import date
from typing import Any

from kit.database import Reader

_AREAS = """
    select id, code, level, name, short_name, kind, parent_id, valid_from, valid_to, valid_from_basis, valid_to_basis,
        lat, lon
    from areas where id > %(after)s order by id limit %(limit)s
"""
_LINEAGES = """
    select predecessor_id, successor_id, effective_on, kind, is_main, share, basis
    from lineages
    where (predecessor_id, successor_id, effective_on)
        > (%(predecessor)s, %(successor)s, coalesce(%(day)s::date, '-infinity'))
    order by predecessor_id, successor_id, effective_on limit %(limit)s
"""


async def list_areas_by_id(reader: Reader, after: str, limit: int) -> list[Any]:
    """Areas of all times after an id."""
    return await reader.rows(_AREAS, {"after": after, "limit": limit})


async def list_lineages(reader: Reader, after: tuple[str, str, date | None], limit: int) -> list[Any]:
    """Steps of lineage after (predecessor, successor, day)."""
    predecessor, successor, day = after
    parameters = {"predecessor": predecessor, "successor": successor, "day": day, "limit": limit}
    return await reader.rows(_LINEAGES, parameters)
