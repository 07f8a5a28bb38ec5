"""Changing accounts: who they are, whether they may sign in, which roles they have."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import AccountRow, RoleGrantRow
from gateway.queries.accounts import findable
from gateway.queries.source import Source, Transaction
from kit.database.pool import Row

_LOCK = "select version from accounts where id = %(account)s for update"
_ALONE = "select pg_advisory_xact_lock(hashtext('gateway administrators'))"
_HAVE_ADMINISTRATOR = """
    select 1 from accounts
    join role_grants own on own.account_id = accounts.id
    left join places ground on ground.id = own.place
    where accounts.disabled_at is null and own.role = 'admin'
      and (accounts.password_hash is not null or exists (select from identities where account_id = accounts.id))
      and (own.until is null or own.until > now()) and array[own.place, ground.serves] && %(reach)s::text[]
    limit 1
"""
_ATTEMPTS = "select scope, attempts, last_at from sign_in_attempts where subject = any(%(subjects)s::bytea[])"


async def lock_account(session: AsyncSession, account: UUID) -> int:
    """The version of an account that nobody else may change meanwhile; 0 when it is gone."""
    found = await Transaction(session).rows(_LOCK, {"account": account})
    return int(found[0].version) if found else 0


async def change_account(session: AsyncSession, account: UUID, **fields: Any) -> None:
    """Change fields of an account, whose version grows."""
    if "email" in fields and "name" in fields:
        fields |= findable(fields["email"], fields["name"])
    chosen = update(AccountRow).where(col(AccountRow.id) == account)
    await session.execute(chosen.values(**fields, version=col(AccountRow.version) + 1))


async def list_attempts(source: Source, subjects: Sequence[bytes]) -> list[Row]:
    """How often these were tried under each schedule, and when last."""
    return await source.rows(_ATTEMPTS, {"subjects": list(subjects)})


async def remove_grants(session: AsyncSession, grants: Sequence[UUID]) -> None:
    """Take roles away."""
    await session.execute(delete(RoleGrantRow).where(col(RoleGrantRow.id).in_(grants)))


async def remove_expired(session: AsyncSession, account: UUID, now: datetime) -> None:
    """Forget the roles of an account that have run out: they may be given again."""
    expired = (col(RoleGrantRow.account_id) == account) & (col(RoleGrantRow.until) <= now)
    await session.execute(delete(RoleGrantRow).where(expired))


async def change_administrators_alone(session: AsyncSession) -> None:
    """Let nobody else take away administrators until this transaction ends."""
    await Transaction(session).rows(_ALONE)


async def have_administrator(source: Source, reach: Collection[str]) -> bool:
    """Whether somebody who can sign in administers what has this reach."""
    return bool(await source.rows(_HAVE_ADMINISTRATOR, {"reach": list(reach)}))
