"""Sign-ins that lack a step."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import SignInRow
from kit.database import Reader
from kit.database.pool import Row

PENDING = """
select sign_in.account_id, account.email, account.name, sign_in.missing, sign_in.method, sign_in.expires_at,
    sign_in.tries, sign_in.offered_secret
from sign_ins sign_in join accounts account on account.id = sign_in.account_id
where sign_in.token_hash = %(token_hash)s and sign_in.expires_at > %(now)s and account.disabled_at is null
"""


async def find_sign_in(reader: Reader, *, token_hash: bytes, now: datetime) -> Row | None:
    """A sign-in under way of an account that is not disabled."""
    return await reader.maybe(PENDING, {"token_hash": token_hash, "now": now})


async def add_sign_in(session: AsyncSession, row: dict[str, Any]) -> None:
    """Store a sign-in that lacks a step."""
    await session.execute(insert(SignInRow).values(row))


async def count_try(session: AsyncSession, *, token_hash: bytes) -> int | None:
    """One more code is tried; how many that makes, None when the sign-in is over."""
    chosen = update(SignInRow).filter_by(token_hash=token_hash)
    made = await session.execute(chosen.values(tries=col(SignInRow.tries) + 1).returning(col(SignInRow.tries)))
    return made.scalar_one_or_none()


async def remove_sign_in(session: AsyncSession, *, token_hash: bytes) -> bool:
    """End a sign-in; False when somebody else has ended it."""
    told = delete(SignInRow).filter_by(token_hash=token_hash).returning(col(SignInRow.account_id))
    return (await session.execute(told)).first() is not None


async def remove_sign_ins_of(session: AsyncSession, *, account: UUID) -> None:
    """End every sign-in under way of an account."""
    await session.execute(delete(SignInRow).filter_by(account_id=account))


async def remove_late(session: AsyncSession, *, now: datetime) -> None:
    """Forget the sign-ins nobody finished; those another step holds are left to it."""
    late = select(SignInRow.token_hash).where(col(SignInRow.expires_at) <= now).with_for_update(skip_locked=True)
    await session.execute(delete(SignInRow).where(col(SignInRow.token_hash).in_(late)))
