"""Identities at the provider of single sign-on, and visits there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import AccountRow, IdentityRow, ProviderVisitRow
from kit.database import Reader
from kit.database.pool import Row

OF_ACCOUNT = """
select id, issuer, linked_at, used_at from identities where account_id = %(account)s order by linked_at, id
"""
OWNER = (col(AccountRow.id), col(AccountRow.email), col(AccountRow.name))


async def list_identities(reader: Reader, *, account: UUID) -> list[Row]:
    """The identities that open an account."""
    return await reader.rows(OF_ACCOUNT, {"account": account})


async def find_owner(session: AsyncSession, *, issuer: str, subject: str) -> tuple[UUID, str, str, bool] | None:
    """Id, e-mail and name of the account an identity opens, and whether it is enabled."""
    chosen = (
        select(*OWNER, col(AccountRow.disabled_at).is_(None))
        .join(IdentityRow, col(IdentityRow.account_id) == col(AccountRow.id))
        .where(col(IdentityRow.issuer) == issuer, col(IdentityRow.subject) == subject)
    )
    return _told(await session.execute(chosen))


async def find_enabled(session: AsyncSession, *, email: str) -> tuple[UUID, str, str, bool] | None:
    """The same of an enabled account by its e-mail."""
    chosen = select(*OWNER, col(AccountRow.disabled_at).is_(None))
    return _told(
        await session.execute(chosen.where(col(AccountRow.email) == email, col(AccountRow.disabled_at).is_(None)))
    )


async def link(session: AsyncSession, *, issuer: str, subject: str, account: UUID) -> bool:
    """Link an identity to an account; False when the identity, or the account at this provider, is linked already."""
    row = {"issuer": issuer, "subject": subject, "account_id": account}
    made = await session.execute(
        upsert(IdentityRow).values(row).on_conflict_do_nothing().returning(col(IdentityRow.id))
    )
    return made.scalar_one_or_none() is not None


async def note_use(session: AsyncSession, *, issuer: str, subject: str, now: datetime) -> None:
    """Remember that somebody came in with this identity."""
    await session.execute(update(IdentityRow).filter_by(issuer=issuer, subject=subject).values(used_at=now))


async def unlink(session: AsyncSession, *, identity: UUID, account: UUID) -> str | None:
    """Take an identity from the account it opens; its issuer, None when there is no such."""
    gone = delete(IdentityRow).filter_by(id=identity, account_id=account).returning(col(IdentityRow.issuer))
    found: str | None = (await session.execute(gone)).scalar_one_or_none()
    return found


async def is_open_otherwise(session: AsyncSession, *, account: UUID) -> bool:
    """Whether a password or some identity still opens an account."""
    linked = select(IdentityRow.id).where(col(IdentityRow.account_id) == account).exists()
    chosen = select(AccountRow.id).where(col(AccountRow.id) == account)
    found = await session.execute(chosen.where(col(AccountRow.password_hash).is_not(None) | linked))
    return found.first() is not None


async def add_visit(
    session: AsyncSession,
    *,
    state_hash: bytes,
    browser_hash: bytes,
    account: UUID | None,
    confirms: bool,
    onward: str | None,
    now: datetime,
) -> None:
    """Remember that somebody goes to the provider."""
    row = {"state_hash": state_hash, "browser_hash": browser_hash, "account_id": account, "confirms": confirms}
    await session.execute(insert(ProviderVisitRow).values(**row, onward=onward, began_at=now))


async def take_visit(
    session: AsyncSession, *, state_hash: bytes, browser_hash: bytes, since: datetime
) -> tuple[UUID | None, bool, str | None] | None:
    """End a visit of this browser that began after `since`: its account, whether it confirms, and its onward page;
    None when there is none.
    """
    gone = delete(ProviderVisitRow).filter_by(state_hash=state_hash, browser_hash=browser_hash)
    told = gone.where(col(ProviderVisitRow.began_at) > since)
    row = ProviderVisitRow
    wanted = told.returning(col(row.account_id), col(row.confirms), col(row.onward))
    found = (await session.execute(wanted)).one_or_none()
    return None if found is None else (found[0], found[1], found[2])


async def forget_visits(session: AsyncSession, *, before: datetime) -> None:
    """Drop the visits nobody came back from; those being ended at this moment are left alone."""
    old = select(ProviderVisitRow.state_hash).where(col(ProviderVisitRow.began_at) < before)
    chosen = old.with_for_update(skip_locked=True)
    await session.execute(delete(ProviderVisitRow).where(col(ProviderVisitRow.state_hash).in_(chosen)))


def _told(found: Any) -> tuple[UUID, str, str, bool] | None:
    row = found.one_or_none()
    return None if row is None else (row[0], row[1], row[2], row[3])
