"""Invitations: codes that let their bearer choose a password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import InvitationRow
from gateway.queries.source import Source
from kit.database.pool import Row

_FIND = """
    select invitations.id, invitations.account_id, invitations.expires_at, invitations.used_at, invitations.replaced_at,
        accounts.email, accounts.name, accounts.disabled_at, accounts.place,
        accounts.password_hash is not null as has_password
    from invitations left join accounts on accounts.id = invitations.account_id
    where invitations.code_hash = any(%(hashes)s::bytea[])
"""
_FOR_UPDATE = "for update of invitations"


async def find_invitation(source: Source, hashes: list[bytes], *, locks: bool = False) -> Row | None:
    """The invitation of one of these codes, with its account; `locks` it until the transaction ends."""
    found = await source.rows(f"{_FIND} {_FOR_UPDATE if locks else ''}", {"hashes": hashes})
    return found[0] if found else None


async def replace_invitations(session: AsyncSession, account: UUID | None, now: datetime) -> None:
    """Let the earlier codes of an account, or of the first administrator, open nothing."""
    chosen = update(InvitationRow).where(
        col(InvitationRow.account_id) == account if account else col(InvitationRow.account_id).is_(None),
        col(InvitationRow.used_at).is_(None),
        col(InvitationRow.replaced_at).is_(None),
    )
    await session.execute(chosen.values(replaced_at=now))


async def add_invitation(
    session: AsyncSession, *, account: UUID | None, code_hash: bytes, by: UUID | None, expires_at: datetime
) -> None:
    """Store an invitation."""
    row = {"account_id": account, "code_hash": code_hash, "made_by": by, "expires_at": expires_at}
    await session.execute(insert(InvitationRow).values(row))


async def use_invitation(session: AsyncSession, invitation: UUID, now: datetime) -> None:
    """It was used; it cannot be again."""
    await session.execute(update(InvitationRow).where(col(InvitationRow.id) == invitation).values(used_at=now))
