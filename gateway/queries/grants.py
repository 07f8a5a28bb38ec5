"""The roles an account holds at this moment: given to it, or lent to it by a colleague who holds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import RoleGrantRow
from gateway.queries.source import Source
from kit.database.pool import Row

# What is lent counts while its lender may sign in and holds the role themself, there or above.
_HELD = """
    select held.role, held.place, held.until, held.lent_by, places.name, places.kind, places.serves
    from (
        select role, place, until, null as lent_by from role_grants
        where account_id = %(account)s and (until is null or until > now())
        union all
        select loan.role, loan.place, loan.until, lender.name
        from delegations loan
        join accounts lender on lender.id = loan.lender_id
        left join places lent on lent.id = loan.place
        where loan.borrower_id = %(account)s and loan.ended_at is null and loan.until > now()
          and lender.disabled_at is null
          and exists (
              select from role_grants own left join places ground on ground.id = own.place
              where own.account_id = loan.lender_id and own.role = loan.role
                and (own.until is null or own.until > now())
                and array[own.place, ground.serves] && coalesce(lent.reach, array[loan.place, 'VN'])
          )
    ) held
    left join places on places.id = held.place
    order by held.role, held.place, held.lent_by nulls first
"""


@dataclass(frozen=True, slots=True)
class Given:
    """A role on a place, for good or until an instant."""

    role: str
    place: str
    until: datetime | None = None


async def list_grants(source: Source, *, account: UUID) -> list[Row]:
    """The roles in force of an account: `role`, `place` with its `name` and `kind`, the area it `serves`, `until` when,
    `lent_by` whom.
    """
    return await source.rows(_HELD, {"account": account})


async def add_grants(session: AsyncSession, *, account: UUID, grants: Sequence[Given], by: UUID | None) -> None:
    """Give roles on places, those it has already included."""
    rows = [
        {"account_id": account, "role": one.role, "place": one.place, "until": one.until, "given_by": by}
        for one in grants
    ]
    if rows:
        await session.execute(upsert(RoleGrantRow).on_conflict_do_nothing(), rows)
