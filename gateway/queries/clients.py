"""API clients."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import ClientRow
from kit.database import Reader
from kit.database.pool import Row

ACTIVE = """
select client_id, name, secret_hash, scopes, area_id from clients
where client_id = %(client_id)s and revoked_at is null
"""


async def find_client(reader: Reader, *, client_id: str) -> Row | None:
    """A client that has not been revoked."""
    return await reader.maybe(ACTIVE, {"client_id": client_id})


async def add_client(
    session: AsyncSession, *, client_id: str, name: str, secret_hash: bytes, scopes: Sequence[str], area: str
) -> None:
    """Store a client."""
    row = {"client_id": client_id, "name": name, "secret_hash": secret_hash, "scopes": list(scopes), "area_id": area}
    await session.execute(insert(ClientRow).values(row))


async def note_client_use(session: AsyncSession, *, client_id: str, now: datetime) -> None:
    """Remember when the client last took a token."""
    await session.execute(update(ClientRow).where(col(ClientRow.client_id) == client_id).values(last_used_at=now))
