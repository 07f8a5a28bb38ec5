"""Roles lent to colleagues: stored, ended, listed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import ROLE_NAMES, Role
from contracts.delegations import Delegation, DelegationState
from gateway.models import DelegationRow
from gateway.queries.source import Source
from gateway.rules.days import last_day
from kit.database.pool import Row
from kit.paging import cursor

_SELECT = """
    select loan.id, loan.role, loan.place, loan.until, loan.reason, loan.made_at, loan.ended_at,
        loan.lender_id, loan.borrower_id, lender.name as lender, lender.email as lender_email,
        borrower.name as borrower, borrower.email as borrower_email, coalesce(lent.name, loan.place) as place_name,
        coalesce(lent.reach, array[loan.place, 'VN']) as reach, loan.until <= now() as is_over,
        lender.disabled_at is null and exists (
            select from role_grants own left join places ground on ground.id = own.place
            where own.account_id = loan.lender_id and own.role = loan.role
              and (own.until is null or own.until > now())
              and array[own.place, ground.serves] && coalesce(lent.reach, array[loan.place, 'VN'])
        ) as is_held
    from delegations loan
    join accounts lender on lender.id = loan.lender_id
    join accounts borrower on borrower.id = loan.borrower_id
    left join places lent on lent.id = loan.place
"""
_OF = """
    where (loan.lender_id = %(account)s or loan.borrower_id = %(account)s)
      and (%(after)s::uuid is null or loan.id < %(after)s::uuid)
    order by loan.id desc limit %(limit)s
"""
_OPEN = """
    where (loan.lender_id = %(account)s or loan.borrower_id = %(account)s)
      and loan.ended_at is null and loan.until > now()
      and coalesce(lent.reach, array[loan.place, 'VN']) && %(held)s::text[]
    order by loan.id desc
"""
_ONE = "where loan.id = %(id)s"
_SAME = """
    where loan.lender_id = %(lender)s and loan.borrower_id = %(borrower)s and loan.role = %(role)s
      and loan.place = %(place)s and loan.ended_at is null and loan.until > now()
"""
_COLLEAGUE = """
    select accounts.id from accounts
    where accounts.email = %(email)s and accounts.disabled_at is null
      and (accounts.password_hash is not null or exists (select from identities where account_id = accounts.id))
      and exists (
        select from (
            select accounts.place as place union all select own.place from role_grants own
            where own.account_id = accounts.id and (own.until is null or own.until > now())
        ) works
        left join places ground on ground.id = works.place
        where coalesce(ground.reach, array[works.place, 'VN']) && %(provinces)s::text[]
          or works.place = any(%(reach)s::text[]) or ground.serves = any(%(reach)s::text[])
      )
"""


async def list_delegations(source: Source, account: UUID, *, after: str | None, limit: int) -> list[Row]:
    """What an account lent and borrowed, the newest first, one more than `limit`."""
    return await source.rows(_SELECT + _OF, {"account": account, "after": after, "limit": limit + 1})


async def list_open(source: Source, account: UUID, held: Collection[str]) -> list[Row]:
    """What an account lends and borrows at present on places within reach of `held`."""
    return await source.rows(_SELECT + _OPEN, {"account": account, "held": list(held)})


async def find_delegation(source: Source, delegation: UUID) -> Row | None:
    """One delegation."""
    found = await source.rows(_SELECT + _ONE, {"id": delegation})
    return found[0] if found else None


async def is_lent(source: Source, *, lender: UUID, borrower: UUID, role: str, place: str) -> bool:
    """Whether the very same is lent already."""
    asked = {"lender": lender, "borrower": borrower, "role": role, "place": place}
    return bool(await source.rows(_SELECT + _SAME, asked))


async def find_colleague(
    source: Source, email: str, *, provinces: Collection[str], reach: Collection[str]
) -> UUID | None:
    """The account of this address, when it works in one of the provinces or above; None for any other."""
    asked = {"email": email, "provinces": list(provinces), "reach": list(reach)}
    found = await source.rows(_COLLEAGUE, asked)
    return UUID(str(found[0].id)) if found else None


async def add_delegation(session: AsyncSession, fields: dict[str, Any]) -> UUID:
    """Store a delegation."""
    made = await session.execute(insert(DelegationRow).values(fields).returning(col(DelegationRow.id)))
    return UUID(str(made.scalar_one()))


async def end_delegation(session: AsyncSession, delegation: UUID, *, by: UUID, now: datetime) -> None:
    """It counts no longer."""
    chosen = update(DelegationRow).where(col(DelegationRow.id) == delegation)
    await session.execute(chosen.values(ended_at=now, ended_by=by))


def delegation_cursor(row: Row) -> str:
    """Where the page after this row begins."""
    return cursor(str(row.id))


def delegation_of(row: Row) -> Delegation:
    """The contract of a row."""
    return Delegation(
        id=str(row.id),
        lender=row.lender,
        lender_email=row.lender_email,
        borrower=row.borrower,
        borrower_email=row.borrower_email,
        role=row.role,
        role_name=ROLE_NAMES[Role(row.role)],
        place=row.place,
        place_name=row.place_name,
        until=last_day(row.until),
        reason=row.reason,
        made_at=row.made_at,
        state=_state(row),
    )


def _state(row: Row) -> DelegationState:
    if row.ended_at is not None:
        return DelegationState.ENDED
    if row.is_over:
        return DelegationState.EXPIRED
    return DelegationState.IN_FORCE if row.is_held else DelegationState.SUSPENDED
