"""Replacing the roles somebody has within an administrator's reach; those elsewhere stay as they are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.accounts import GrantWanted
from contracts.audit import Action
from gateway.actions.administration import (
    Administrator,
    have_administrator,
    refuse_leaving_none,
    seen_by,
    told,
)
from gateway.actions.audit import Deed, record
from gateway.actions.granting import given_of
from gateway.queries import governing
from gateway.queries.grants import Given, add_grants
from gateway.queries.source import Transaction
from gateway.rules.days import end_of, last_day
from kit import clock
from kit.errors import Invalid
from kit.shapes import Fault


async def replace_roles(
    session: AsyncSession, by: Administrator, account: UUID, wanted: Sequence[GrantWanted], seen: int
) -> None:
    """Give and take away until the roles within reach are those wanted. Raises Invalid with every fault, Stale."""
    row = await seen_by(session, by, account, seen)
    source = Transaction(session)
    had = {_given(grant): UUID(grant["id"]) for grant in row.grants}
    faults: list[Fault] = []
    given = await given_of(source, by.held, wanted, faults, had)
    if faults:
        raise Invalid("Chưa đổi được vai trò, xem từng mục.", faults)
    await governing.change_administrators_alone(session)
    had_administrator = await have_administrator(session, by.home)
    await governing.remove_expired(session, account, clock.now())
    await governing.remove_grants(session, [grant for one, grant in had.items() if one not in given])
    await add_grants(session, account=account, grants=[one for one in given if one not in had], by=by.account)
    await governing.change_account(session, account)
    await refuse_leaving_none(session, by.home, had_administrator)
    after = [[one.role, one.place, one.until and one.until.isoformat()] for one in given]
    deed = Deed(
        Action.ROLES_CHANGED,
        f"account:{account}",
        row.place,
        before={"grants": told(row)["grants"]},
        after={"grants": after},
    )
    await record(session, by.actor, deed)


def _given(grant: dict[str, str | None]) -> Given:
    """A stored role as it would be wanted again: until the end of a day."""
    until = grant["until"]
    day = None if until is None else last_day(datetime.fromisoformat(until))
    return Given(str(grant["role"]), str(grant["place"]), None if day is None else end_of(day))
