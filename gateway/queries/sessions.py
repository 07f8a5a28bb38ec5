"""Open sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import RIGHTS, ROLE_NAMES, Role
from contracts.accounts import RoleGrant
from contracts.sessions import Method, OpenSession, Session
from gateway.models import SessionRow
from gateway.queries.grants import list_grants
from gateway.rules.days import last_day
from gateway.rules.places import ORGANISATION
from gateway.rules.signing_in.sessions import OLD_TOKEN_COUNTS, confirmed_until, expires_at
from kit.database import Reader
from kit.database.pool import Row
from kit.errors import Unauthenticated

ENDED = "Phiên làm việc này đã kết thúc."
OPEN = """
select session.id, session.account_id, account.name, account.email, session.csrf, session.created_at,
    session.last_seen_at, session.method, session.confirmed_at, session.rights, session.rotated_at,
    session.offered_secret, account.password_hash is not null as has_password,
    session.token_hash = %(token_hash)s as is_newest,
    exists (select from second_factors factor where factor.account_id = account.id) as has_factor
from sessions session join accounts account on account.id = session.account_id
where account.disabled_at is null and (session.token_hash = %(token_hash)s
    or (session.previous_hash = %(token_hash)s and session.rotated_at > %(since)s))
"""
OWN = """
select id, agent, address, method, created_at, last_seen_at,
    (token_hash = %(token_hash)s or previous_hash = %(token_hash)s) is true as is_current
from sessions
where account_id = %(account)s and last_seen_at > %(used_since)s and created_at > %(opened_since)s
order by created_at desc, id
"""


async def find_session(reader: Reader, *, token_hash: bytes, now: datetime) -> Row | None:
    """A session of an account that is not disabled, by its token or the one before it.

    Whether it has ended is the reader's question.
    """
    return await reader.maybe(OPEN, {"token_hash": token_hash, "since": now - OLD_TOKEN_COUNTS})


async def get_session(reader: Reader, *, token_hash: bytes, now: datetime) -> Session:
    """A session as its owner sees it; Unauthenticated when it was closed meanwhile."""
    row = await find_session(reader, token_hash=token_hash, now=now)
    if row is None:
        raise Unauthenticated(ENDED)
    grants = await list_grants(reader, account=row.account_id)
    return Session(
        id=str(row.id),
        account=str(row.account_id),
        name=row.name,
        email=row.email,
        roles=[role_grant(grant) for grant in grants],
        rights=sorted({right for grant in grants for right in RIGHTS[Role(grant.role)]}),
        csrf=row.csrf,
        expires_at=expires_at(row.created_at, row.last_seen_at),
        confirmed_until=confirmed_until(row.confirmed_at),
        has_password=row.has_password,
    )


def role_grant(held: Row) -> RoleGrant:
    """The contract of a role in force."""
    is_office = held.kind == ORGANISATION
    return RoleGrant(
        role=held.role,
        role_name=ROLE_NAMES[Role(held.role)],
        area=held.serves if is_office else held.place,
        organisation=held.place if is_office else None,
        place_name=held.name or held.place,
        until=None if held.until is None else last_day(held.until),
        lent_by=held.lent_by,
    )


async def list_own(
    reader: Reader, *, account: UUID, token_hash: bytes, used_since: datetime, opened_since: datetime
) -> list[OpenSession]:
    """The open sessions of an account; `token_hash` is that of the one that asks."""
    asked = {"account": account, "token_hash": token_hash, "used_since": used_since, "opened_since": opened_since}
    return [
        OpenSession(
            id=str(row.id),
            agent=row.agent,
            address=row.address,
            method=Method(row.method),
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            current=row.is_current,
        )
        for row in await reader.rows(OWN, asked)
    ]


async def add_session(session: AsyncSession, row: dict[str, Any]) -> UUID:
    """Store a new session; its id."""
    made = await session.execute(insert(SessionRow).values(row).returning(col(SessionRow.id)))
    return UUID(str(made.scalar_one()))


async def note_use(session: AsyncSession, *, id: UUID, now: datetime) -> None:  # noqa: A002
    """Remember that the session was used."""
    await session.execute(update(SessionRow).where(col(SessionRow.id) == id).values(last_seen_at=now))


async def change_token(
    session: AsyncSession, *, before: bytes, after: bytes, now: datetime, newest_only: bool = False, **changed: object
) -> UUID | None:
    """Give a session another token, and what else changes with it; its id, None when `before` opens none.

    `newest_only`: nothing happens when somebody else has changed the token already.
    """
    chosen = col(SessionRow.token_hash) == before
    if not newest_only:
        chosen = chosen | (col(SessionRow.previous_hash) == before)
    values = {"token_hash": after, "previous_hash": before, "rotated_at": now, **changed}
    made = await session.execute(update(SessionRow).where(chosen).values(values).returning(col(SessionRow.id)))
    found = made.scalar_one_or_none()
    return None if found is None else UUID(str(found))


async def offer_secret(session: AsyncSession, *, id: UUID, sealed: bytes | None) -> None:  # noqa: A002
    """Keep the second factor that a session offers, or forget it."""
    await session.execute(update(SessionRow).where(col(SessionRow.id) == id).values(offered_secret=sealed))


async def remove_by_token(session: AsyncSession, *, token_hash: bytes) -> Row | None:
    """End the session a token opens, the one before it included; its id and account, None when there is none."""
    chosen = (col(SessionRow.token_hash) == token_hash) | (col(SessionRow.previous_hash) == token_hash)
    return (await _removed(session, chosen) or [None])[0]


async def remove_one(session: AsyncSession, *, id: UUID) -> bool:  # noqa: A002
    """End a session; False when it has ended already."""
    return bool(await _removed(session, col(SessionRow.id) == id))


async def remove_own(session: AsyncSession, *, account: UUID, id: UUID) -> Row | None:  # noqa: A002
    """End one session of an account."""
    chosen = (col(SessionRow.account_id) == account) & (col(SessionRow.id) == id)
    return (await _removed(session, chosen) or [None])[0]


async def remove_all(session: AsyncSession, *, account: UUID, but: UUID | None = None) -> int:
    """End the sessions of an account, `but` one; how many they were."""
    chosen = col(SessionRow.account_id) == account
    if but is not None:
        chosen = chosen & (col(SessionRow.id) != but)
    return len(await _removed(session, chosen))


async def _removed(session: AsyncSession, chosen: ColumnElement[bool]) -> list[Row]:
    told = delete(SessionRow).where(chosen).returning(col(SessionRow.id), col(SessionRow.account_id))
    return list((await session.execute(told)).all())


async def remove_ended(session: AsyncSession, *, unused_since: datetime, opened_before: datetime) -> None:
    """Forget the sessions that have ended by themselves; those another visitor's sign-in holds are left to it."""
    ended = (col(SessionRow.last_seen_at) < unused_since) | (col(SessionRow.created_at) < opened_before)
    free = select(SessionRow.token_hash).where(ended).with_for_update(skip_locked=True)
    await session.execute(delete(SessionRow).where(col(SessionRow.token_hash).in_(free)))
