"""Reviewing what was recorded: one observation locked, accepted, withdrawn."""

from typing import Any
from uuid import UUID

from kit.errors import NotFound
from services.indicators.queries.source import Source
from services.indicators.queries.sources.reading import NO_OBSERVATION

_HOLD = """
    select o.state, o.by_id, o.indicator_no, o.source, a.id as area
    from observations o left join areas a on a.no = o.area_no where o.id = %(id)s for update of o
"""
_SEEN = """
    select o.state, o.by_id, a.reach from observations o left join areas a on a.no = o.area_no where o.id = %(id)s
"""
_ACCEPT = """
    update observations set state = 'accepted', is_open = true, accepted_at = now(), accepted_by = %(by_name)s
    where id = %(id)s
"""
_WITHDRAW = """
    update observations set state = 'withdrawn', withdrawal = %(reason)s, withdrawn_at = now(),
        withdrawn_by = %(by_name)s
    where id = %(id)s
"""
_MATTERS = """
    select m.id, m.settled and m.chosen = %(id)s as stands
    from matters m where m.id in (select matter_id from matter_sides where observation_id = %(id)s)
    order by m.id for update
"""
_TOUCH = """
    update matters set version = version + 1
    where id in (select matter_id from matter_sides where observation_id = %(id)s)
"""


async def reach_of(source: Source, observation: UUID) -> list[str]:
    """From where it is governed; NotFound when there is none, or none the caller may know of."""
    return list((await standing(source, observation)).reach or ())


async def standing(source: Source, observation: UUID) -> Any:
    """How it stands, who recorded it, from where it is governed; NotFound as above."""
    rows = await source.rows(_SEEN, {"id": observation})
    if not rows:
        raise NotFound(NO_OBSERVATION)
    return rows[0]


async def hold(source: Source, observation: UUID) -> Any:
    """It, and nobody else judges it until this transaction ends; NotFound where the caller may not."""
    rows = await source.rows(_HOLD, {"id": observation})
    if not rows:
        raise NotFound(NO_OBSERVATION)
    return rows[0]


async def accept(source: Source, observation: UUID, by_name: str) -> None:
    """From now on everybody may read it."""
    await source.rows(_ACCEPT, {"id": observation, "by_name": by_name})


async def is_chosen(source: Source, observation: UUID) -> bool:
    """Whether a choice of it stands, in matters that nobody else changes until this transaction ends."""
    matters = await source.rows(_MATTERS, {"id": observation})
    return any(row.stands for row in matters)


async def withdraw(source: Source, observation: UUID, *, reason: str, by_name: str) -> None:
    """It counts no more; the matters it stands in have a next version."""
    told = {"id": observation, "reason": reason, "by_name": by_name}
    for statement in (_WITHDRAW, _TOUCH):
        await source.rows(statement, told)
