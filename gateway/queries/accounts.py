"""Accounts and the roles they hold."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import AccountRow, RoleGrantRow
from kit.database import Reader
from kit.database.pool import Row

GRANTS = """
select role, area_id from role_grants
where account_id = %(account)s and (until is null or until > now())
order by role, area_id
"""

CREDENTIALS = "select id, password_hash, disabled_at from accounts where email = %(email)s"


async def find_credentials(reader: Reader, *, email: str) -> Row | None:
    """Id, password hash and `disabled_at` of an account."""
    return await reader.maybe(CREDENTIALS, {"email": email})


async def list_grants(reader: Reader, *, account: UUID) -> list[Row]:
    """The roles in force of an account: `role`, `area_id`."""
    return await reader.rows(GRANTS, {"account": account})


async def is_known(session: AsyncSession, *, email: str) -> bool:
    """Whether an account of this address exists."""
    found = await session.exec(select(AccountRow.id).where(col(AccountRow.email) == email))
    return found.first() is not None


async def add_account(session: AsyncSession, *, email: str, name: str, password_hash: str) -> UUID:
    """Store an account."""
    row = {"email": email, "name": name, "password_hash": password_hash}
    made = await session.execute(insert(AccountRow).values(row).returning(col(AccountRow.id)))
    return UUID(str(made.scalar_one()))


async def add_grants(session: AsyncSession, *, account: UUID, grants: Iterable[tuple[str, str]]) -> None:
    """Give roles on areas, those it has already included."""
    rows = [{"account_id": account, "role": role, "area_id": area} for role, area in grants]
    if rows:
        await session.execute(upsert(RoleGrantRow).on_conflict_do_nothing(), rows)
