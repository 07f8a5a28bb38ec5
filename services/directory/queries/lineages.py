"""Reading what became of areas, and where the record has gaps."""

from typing import Any

from contracts.directory import AreaLink, LineageGap
from kit.database import Reader
from kit.light import light, number
from services.directory.queries.areas import COLUMNS, after_area, area, refuse_unknown

_AreaLink, _LineageGap = light(AreaLink), light(LineageGap)
_STEP = "lineages.effective_on, lineages.kind as step, lineages.is_main, lineages.share, lineages.basis"
_PREDECESSORS = f"""
    select {COLUMNS}, {_STEP}
    from lineages join areas on areas.id = lineages.predecessor_id
    where lineages.successor_id = %(id)s
"""  # noqa: S608 -- columns named above, nothing from outside
_SUCCESSORS = f"""
    select {COLUMNS}, {_STEP}
    from lineages join areas on areas.id = lineages.successor_id
    where lineages.predecessor_id = %(id)s
"""  # noqa: S608
# A district (huyện) whose communes live on leaves no gap: its level ended, its land did not.
_GAPS = f"""
    select {COLUMNS}
    from areas
    where areas.valid_to is not null
        and not exists (select from lineages where lineages.predecessor_id = areas.id)
        and not exists (select from areas as below where below.parent_id = areas.id)
"""  # noqa: S608
_AFTER = "and (areas.sort_key, areas.id) > (%(after_key)s, %(after_id)s)"
_ORDER = "order by areas.sort_key, areas.id limit %(limit)s"


def link(row: Any) -> AreaLink:
    """A step as seen from one of its ends, as a light twin of its contract."""
    return _AreaLink(
        area=area(row),
        effective_on=row.effective_on,
        kind=row.step,
        is_main=row.is_main,
        share=number(row.share),
        basis=row.basis,
    )


def gap(row: Any) -> LineageGap:
    """An area that ended, and nobody wrote down into what."""
    ended = row.valid_to.strftime("%d/%m/%Y")
    return _LineageGap(area=area(row), reason=f"Hết hiệu lực sau ngày {ended} nhưng chưa ghi nhận đơn vị kế thừa.")


async def list_predecessors(reader: Reader, area_id: str, after: str | None, limit: int) -> list[Any]:
    """Rows of the areas that went into this one; NotFound."""
    return await _list_steps(reader, _PREDECESSORS, area_id, after, limit)


async def list_successors(reader: Reader, area_id: str, after: str | None, limit: int) -> list[Any]:
    """Rows of the areas that this one went into; NotFound."""
    return await _list_steps(reader, _SUCCESSORS, area_id, after, limit)


async def list_gaps(reader: Reader, after: str | None, limit: int) -> list[Any]:
    """Rows of areas that ended without a recorded successor."""
    return await _page(reader, _GAPS, {}, after, limit)


async def _list_steps(reader: Reader, statement: str, area_id: str, after: str | None, limit: int) -> list[Any]:
    rows = await _page(reader, statement, {"id": area_id}, after, limit)
    if not rows:
        await refuse_unknown(reader, area_id)
    return rows


async def _page(reader: Reader, statement: str, parameters: dict[str, Any], after: str | None, limit: int) -> list[Any]:
    place = after_area(after)
    pieces = [statement, _AFTER, _ORDER] if place else [statement, _ORDER]
    return await reader.rows(" ".join(pieces), {**parameters, **place, "limit": limit + 1})
