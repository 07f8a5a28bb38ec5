"""Keys that sign access tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, text, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import SigningKeyRow
from kit.database import Reader
from kit.database.pool import Row

ALL = "select kid, public, sealed, active_from, retired_at from signing_keys order by active_from, kid"
_ALONE = text("select pg_advisory_xact_lock(:class, :keys)")
_LOCK = {"class": 0x4C54, "keys": 2}


async def list_keys(reader: Reader) -> list[Row]:
    """Every key, the oldest first."""
    return await reader.rows(ALL)


async def lock_keys(session: AsyncSession) -> Sequence[Row]:
    """The same for one who changes them; nobody else does before this transaction ends."""
    await session.execute(_ALONE, _LOCK)
    return (await session.execute(text(ALL))).all()


async def add_key(session: AsyncSession, *, kid: str, public: Mapping[str, Any], sealed: bytes, at: datetime) -> None:
    """Store a key that signs from `at`; those that sign now stop then."""
    key = col(SigningKeyRow.kid)
    retired = col(SigningKeyRow.retired_at)
    await session.execute(update(SigningKeyRow).where(retired.is_(None), key != kid).values(retired_at=at))
    row = {"kid": kid, "public": dict(public), "sealed": sealed, "active_from": at}
    await session.execute(insert(SigningKeyRow).values(row))


async def remove_keys(session: AsyncSession, *, retired_before: datetime) -> None:
    """Forget keys whose last token is long over."""
    await session.execute(delete(SigningKeyRow).where(col(SigningKeyRow.retired_at) < retired_before))
