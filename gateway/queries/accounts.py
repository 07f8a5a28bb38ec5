"""Accounts: stored, and found to sign in."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import AccountRow
from kit.database import Reader
from kit.database.pool import Row
from kit.text import fold, vi_sort_key

CREDENTIALS = "select id, name, password_hash, disabled_at from accounts where email = %(email)s"
PERSON = "select id, email, name, password_hash, place, disabled_at from accounts where id = %(account)s"


async def find_credentials(reader: Reader, *, email: str) -> Row | None:
    """Id, name, password hash and `disabled_at` of an account."""
    return await reader.maybe(CREDENTIALS, {"email": email})


async def find_person(reader: Reader, *, account: UUID) -> Row | None:
    """Email, name, place, password hash and `disabled_at` of an account."""
    return await reader.maybe(PERSON, {"account": account})


async def is_known(session: AsyncSession, *, email: str) -> bool:
    """Whether an account of this address exists."""
    found = await session.exec(select(AccountRow.id).where(col(AccountRow.email) == email))
    return found.first() is not None


async def add_account(
    session: AsyncSession, *, email: str, name: str, password_hash: str | None, place: str | None
) -> UUID:
    """Store an account; without a hash nobody can sign in to it yet."""
    row = {"email": email, "name": name, "password_hash": password_hash, "place": place, **findable(email, name)}
    made = await session.execute(insert(AccountRow).values(row).returning(col(AccountRow.id)))
    return UUID(str(made.scalar_one()))


async def store_password(session: AsyncSession, *, account: UUID, password_hash: str) -> None:
    """Give an account another password."""
    await session.execute(update(AccountRow).filter_by(id=account).values(password_hash=password_hash))


def findable(email: str, name: str) -> dict[str, Any]:
    """What an account is found and ordered by."""
    return {"folded": fold(f"{name} {email}"), "sort_key": vi_sort_key(name)}
