"""Accounts as an administrator sees them: those within their reach, with the roles that lie there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.access import ROLE_NAMES, Role
from contracts.accounts import Account, AccountGrant, AccountState, AccountSummary
from contracts.delegations import Delegation
from gateway.queries.source import Source
from gateway.rules.days import last_day
from kit.database.pool import Row
from kit.errors import NotFound
from kit.paging import NO_SUCH_PAGE, cursor
from kit.text import fold

MISSING = "Không có tài khoản này trong phạm vi bạn quản trị."

# `held` are the places on which the administrator may manage accounts. A role that is lent counts for `elsewhere`: who
# governs an account could act with it.
_SEEN = """
    select accounts.id, accounts.email, accounts.name, accounts.disabled_at, accounts.version, accounts.created_at,
        accounts.place, home.name as place_name, accounts.password_hash is not null
            or exists (select from identities where account_id = accounts.id) as can_enter,
        coalesce(home.reach, array[accounts.place, 'VN']) && %(held)s::text[] as is_home, held.grants, held.elsewhere,
        invited.expires_at as invited_until,
        exists (select from second_factors where account_id = accounts.id) as has_factor
    from accounts
    left join places home on home.id = accounts.place
    left join lateral (
        select max(expires_at) as expires_at from invitations
        where account_id = accounts.id and used_at is null and replaced_at is null and expires_at > now()
    ) invited on true
    cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_object(
                'id', roles.id, 'role', roles.role, 'place', roles.place, 'until', roles.until,
                'place_name', coalesce(places.name, roles.place), 'given_by', giver.name, 'given_at', roles.given_at
            ) order by roles.role, roles.place)
                filter (where roles.is_own and roles.reach && %(held)s::text[]), '[]') as grants,
            coalesce(bool_or(not roles.reach && %(held)s::text[]), false) as elsewhere
        from (
            select own.id, own.role, own.place, own.until, own.given_by, own.given_at, true as is_own,
                coalesce(ground.reach, array[own.place, 'VN']) as reach
            from role_grants own left join places ground on ground.id = own.place
            where own.account_id = accounts.id and (own.until is null or own.until > now())
            union all
            select loan.id, loan.role, loan.place, loan.until, null, null, false,
                coalesce(ground.reach, array[loan.place, 'VN'])
            from delegations loan left join places ground on ground.id = loan.place
            where loan.borrower_id = accounts.id and loan.ended_at is null and loan.until > now()
        ) roles
        left join places on places.id = roles.place
        left join accounts giver on giver.id = roles.given_by
    ) held
"""
_WITHIN = "where (coalesce(home.reach, array[accounts.place, 'VN']) && %(held)s::text[] or held.grants <> '[]')"
_ONE = "accounts.id = %(account)s"
_CONDITIONS = {
    "words": "position(%(words)s in accounts.folded) > 0",
    "role": "exists (select from jsonb_to_recordset(held.grants) as own (role text) where own.role = %(role)s)",
    "within": """(%(within)s = any(home.reach) or exists (
        select from jsonb_to_recordset(held.grants) as own (place text) join places on places.id = own.place
        where %(within)s = any(places.reach)))""",
    "after_key": "(accounts.sort_key, accounts.id) > (%(after_key)s::bytea, %(after_id)s::uuid)",
}
_ENTERS = "(accounts.password_hash is not null or exists (select from identities where account_id = accounts.id))"
_STATES = {
    AccountState.ACTIVE: f"accounts.disabled_at is null and {_ENTERS}",
    AccountState.INVITED: f"accounts.disabled_at is null and not {_ENTERS}",
    AccountState.DISABLED: "accounts.disabled_at is not null",
}
_ORDER = "order by accounts.sort_key, accounts.id limit %(limit)s"
_SORT_KEY = "select sort_key from accounts where id = %(account)s"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list; `words` need no marks."""

    held: Sequence[str]
    words: str | None = None
    role: str | None = None
    state: AccountState | None = None
    within: str | None = None


async def list_accounts(source: Source, wanted: Wanted, *, after: str | None, limit: int) -> list[Row]:
    """Rows of accounts in the Vietnamese order of names, one more than `limit`; `after` is the id of the last one."""
    given: dict[str, Any] = {
        "words": (fold(wanted.words) if wanted.words else None) or None,
        "role": wanted.role,
        "within": wanted.within,
        "after_key": await _sort_key(source, after) if after else None,
    }
    given = {name: value for name, value in given.items() if value is not None}
    conditions = [_CONDITIONS[name] for name in given]
    if wanted.state is not None:
        conditions.append(_STATES[wanted.state])
    statement = " and ".join([f"{_SEEN} {_WITHIN}", *conditions])
    asked = {**given, "held": list(wanted.held), "after_id": after, "limit": limit + 1}
    return await source.rows(f"{statement} {_ORDER}", asked)


async def _sort_key(source: Source, account: str) -> bytes:
    found = await source.rows(_SORT_KEY, {"account": account})
    if not found:
        raise NotFound(NO_SUCH_PAGE)
    return bytes(found[0].sort_key)


async def find_account(source: Source, account: UUID, held: Sequence[str], *, has_left: bool = False) -> Row:
    """One account; NotFound when there is none, or none within reach, unless it `has_left` that just now."""
    where = f"where {_ONE}" if has_left else f"{_WITHIN} and {_ONE}"
    found = await source.rows(f"{_SEEN} {where}", {"held": list(held), "account": account})
    if not found:
        raise NotFound(MISSING)
    return found[0]


def summary_of(row: Row) -> AccountSummary:
    """The contract of a row."""
    return AccountSummary(**_summary(row))


def account_cursor(row: Row) -> str:
    """Where the page after this row begins."""
    return cursor(str(row.id))


def account_of(row: Row, *, blocked_until: Any, delegations: list[Delegation]) -> Account:
    """The contract of one account."""
    return Account(
        **_summary(row),
        version=row.version,
        created_at=row.created_at,
        invited_until=row.invited_until,
        second_factor=row.has_factor if is_governed(row) else None,
        blocked_until=blocked_until,
        delegations=delegations,
    )


def is_governed(row: Row) -> bool:
    """Whether everything about the account lies within reach: who governs it could act in its name."""
    return bool(row.is_home) and not row.elsewhere


def state_of(row: Row) -> AccountState:
    """Whether its owner can sign in."""
    if row.disabled_at is not None:
        return AccountState.DISABLED
    return AccountState.ACTIVE if row.can_enter else AccountState.INVITED


def _summary(row: Row) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "email": row.email,
        "name": row.name,
        "place": row.place if row.is_home else None,
        "place_name": (row.place_name or row.place or "") if row.is_home else "",
        "state": state_of(row),
        "grants": [_grant(one) for one in row.grants],
        "governed": is_governed(row),
    }


def _grant(told: dict[str, Any]) -> AccountGrant:
    until = None if told["until"] is None else last_day(datetime.fromisoformat(told["until"]))
    return AccountGrant(
        role=told["role"],
        role_name=ROLE_NAMES[Role(told["role"])],
        place=told["place"],
        place_name=told["place_name"],
        until=until,
        given_by=told["given_by"],
        given_at=datetime.fromisoformat(told["given_at"]),
    )
