"""Second factors and recovery codes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import RecoveryCodeRow, SecondFactorRow
from kit.database import Reader
from kit.database.pool import Row

FACTOR = """
select secret, last_step, enrolled_at,
    (select count(*) from recovery_codes code where code.account_id = factor.account_id) as codes
from second_factors factor
where factor.account_id = %(account)s
"""


async def find_factor(reader: Reader, *, account: UUID) -> Row | None:
    """The second factor of an account, and how many recovery codes are left."""
    return await reader.maybe(FACTOR, {"account": account})


async def store_factor(session: AsyncSession, *, account: UUID, secret: bytes, step: int, now: datetime) -> None:
    """Give an account its second factor, in place of an older one."""
    row = {"account_id": account, "secret": secret, "last_step": step, "enrolled_at": now}
    told = upsert(SecondFactorRow).values(row)
    await session.execute(told.on_conflict_do_update(constraint="pk_second_factors", set_=row))


async def use_step(session: AsyncSession, *, account: UUID, step: int) -> bool:
    """Take the code of a time step; False when it, or a later one, was taken before: of two takers one is first."""
    chosen = update(SecondFactorRow).where(
        col(SecondFactorRow.account_id) == account, col(SecondFactorRow.last_step) < step
    )
    made = await session.execute(chosen.values(last_step=step).returning(col(SecondFactorRow.account_id)))
    return made.first() is not None


async def remove_factor(session: AsyncSession, *, account: UUID) -> bool:
    """Take the second factor and the recovery codes from an account; False when it had none."""
    await session.execute(delete(RecoveryCodeRow).filter_by(account_id=account))
    told = delete(SecondFactorRow).filter_by(account_id=account).returning(col(SecondFactorRow.account_id))
    return (await session.execute(told)).first() is not None


async def replace_codes(session: AsyncSession, *, account: UUID, hashes: Iterable[bytes]) -> None:
    """Give an account these recovery codes and no others."""
    await session.execute(delete(RecoveryCodeRow).filter_by(account_id=account))
    await session.execute(insert(RecoveryCodeRow), [{"account_id": account, "code_hash": one} for one in hashes])


async def use_code(session: AsyncSession, *, account: UUID, code_hash: bytes) -> bool:
    """Take a recovery code; False when there is no such one, or it was taken before."""
    told = delete(RecoveryCodeRow).filter_by(account_id=account, code_hash=code_hash)
    return (await session.execute(told.returning(col(RecoveryCodeRow.account_id)))).first() is not None
