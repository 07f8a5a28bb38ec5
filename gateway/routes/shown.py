"""Answers that hold personal data: what they are made of, and that nobody keeps them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from contracts.accounts import Account
from gateway.actions.opaque import hash_of
from gateway.queries import administered
from gateway.queries.delegations import delegation_of, list_open
from gateway.queries.governing import list_attempts
from gateway.queries.source import Source
from gateway.rules.signing_in.attempts import CODES, KNOWN, STRANGERS
from kit import clock, paging

NOT_KEPT = {"Cache-Control": "no-store"}
_SCHEDULES = {schedule.name: schedule for schedule in (STRANGERS, KNOWN, CODES)}


def id_after(after: str | None) -> str | None:
    """The id in a cursor, None at the start; NotFound for one that is not ours."""
    found = paging.id_after(after)
    return None if found is None else str(found)


async def account_shown(source: Source, account: UUID, held: Sequence[str], *, has_left: bool = False) -> Account:
    """An account as its administrator sees it; NotFound beyond reach, unless it `has_left` that by their own doing."""
    row = await administered.find_account(source, account, held, has_left=has_left)
    now = clock.now()
    tried = await list_attempts(source, [hash_of(row.email), hash_of(str(row.id))])
    waits = [_wait_left(one.scope, one.attempts, one.last_at, now) for one in tried]
    longest = max(waits, default=None)
    loans = await list_open(source, account, held)
    return administered.account_of(
        row,
        blocked_until=now + longest if longest else None,
        delegations=[delegation_of(loan) for loan in loans],
    )


def _wait_left(scope: str, attempts: int, last_at: datetime, now: datetime) -> timedelta:
    """How long the next password or code tried for an account must wait."""
    schedule = _SCHEDULES[scope]
    return schedule.wait_left(schedule.counted(attempts, last_at, now), last_at, now)
