"""From where a unit of work comes: the request it serves, and the visitor's address."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

ORIGIN = "origin"
"""Under which a session's `info` says it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A request's id and its visitor's address; both empty for feeds, seeds and commands."""

    request_id: str = ""
    address: str = ""


NOWHERE = Origin()


def origin_of(session: AsyncSession) -> Origin:
    """From where the work of this session comes."""
    found: Origin = session.info.get(ORIGIN, NOWHERE)
    return found
