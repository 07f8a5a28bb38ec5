"""The audit: adding to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import AuditEventRow


async def add_event(session: AsyncSession, event: Mapping[str, Any]) -> None:
    """Add one deed; what is not given is empty."""
    await session.execute(insert(AuditEventRow).values(**event))


async def add_events(session: AsyncSession, events: Sequence[Mapping[str, Any]]) -> None:
    """Add many deeds at once, all with the same fields; one that was told by somebody is added once."""
    await session.execute(upsert(AuditEventRow).on_conflict_do_nothing(), [dict(event) for event in events])
