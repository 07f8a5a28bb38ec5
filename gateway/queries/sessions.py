"""Open sessions, and the attempts to open one."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import RIGHTS, ROLE_NAMES, Role
from contracts.accounts import RoleGrant
from contracts.sessions import Session
from gateway.models import SessionRow, SignInAttemptRow
from gateway.queries.grants import list_grants
from gateway.rules.days import last_day
from gateway.rules.places import ORGANISATION
from gateway.rules.sessions import expires_at
from kit.database import Reader
from kit.database.pool import Row

OPEN = """
select session.account_id, account.name, account.email, session.csrf, session.created_at, session.last_seen_at
from sessions session join accounts account on account.id = session.account_id
where session.token_hash = %(token_hash)s and account.disabled_at is null
"""

ATTEMPTS = """
select attempts, last_at from sign_in_attempts where account_hash = %(account_hash)s and address = %(address)s
"""


async def find_session(reader: Reader, *, token_hash: bytes) -> Row | None:
    """A session of an account that is not disabled; whether it has ended is the reader's question."""
    return await reader.maybe(OPEN, {"token_hash": token_hash})


async def get_session(reader: Reader, *, token_hash: bytes) -> Session:
    """A session as its owner sees it; NotFound when it was closed meanwhile."""
    row = await reader.one(OPEN, {"token_hash": token_hash}, "Phiên làm việc này đã kết thúc.")
    grants = await list_grants(reader, account=row.account_id)
    return Session(
        account=str(row.account_id),
        name=row.name,
        email=row.email,
        roles=[role_grant(grant) for grant in grants],
        rights=sorted({right for grant in grants for right in RIGHTS[Role(grant.role)]}),
        csrf=row.csrf,
        expires_at=expires_at(row.created_at, row.last_seen_at),
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


async def add_session(session: AsyncSession, *, token_hash: bytes, account: UUID, csrf: str, now: datetime) -> None:
    """Store a new session."""
    row = {"token_hash": token_hash, "account_id": account, "csrf": csrf, "created_at": now, "last_seen_at": now}
    await session.execute(insert(SessionRow).values(row))


async def note_use(session: AsyncSession, *, token_hash: bytes, now: datetime) -> None:
    """Remember that the session was used."""
    chosen = update(SessionRow).where(col(SessionRow.token_hash) == token_hash)
    await session.execute(chosen.values(last_seen_at=now))


async def remove_session(session: AsyncSession, *, token_hash: bytes) -> None:
    """End one session; content when there is none."""
    await session.execute(delete(SessionRow).where(col(SessionRow.token_hash) == token_hash))


async def remove_ended(session: AsyncSession, *, unused_since: datetime, opened_before: datetime) -> None:
    """Forget the sessions that have ended by themselves; those another visitor's sign-in holds are left to it."""
    ended = (col(SessionRow.last_seen_at) < unused_since) | (col(SessionRow.created_at) < opened_before)
    free = select(SessionRow.token_hash).where(ended).with_for_update(skip_locked=True)
    await session.execute(delete(SessionRow).where(col(SessionRow.token_hash).in_(free)))


async def find_attempts(reader: Reader, *, account_hash: bytes, address: str) -> Row | None:
    """How often this account was tried from this address and when last, without holding anybody up."""
    return await reader.maybe(ATTEMPTS, {"account_hash": account_hash, "address": address})


async def lock_attempts(
    session: AsyncSession, *, account_hash: bytes, address: str, now: datetime
) -> tuple[int, datetime]:
    """How often this account was tried from this address and when last; nobody else may count meanwhile."""
    key = {"account_hash": account_hash, "address": address}
    await session.execute(upsert(SignInAttemptRow).values(**key, attempts=0, last_at=now).on_conflict_do_nothing())
    chosen = select(SignInAttemptRow.attempts, SignInAttemptRow.last_at).filter_by(**key).with_for_update()
    return tuple((await session.exec(chosen)).one())  # type: ignore[return-value]


async def count_attempt(
    session: AsyncSession, *, account_hash: bytes, address: str, attempts: int, now: datetime
) -> None:
    """Note one more attempt."""
    chosen = update(SignInAttemptRow).filter_by(account_hash=account_hash, address=address)
    await session.execute(chosen.values(attempts=attempts, last_at=now))


async def forget_attempts(session: AsyncSession, *, account_hash: bytes, address: str) -> None:
    """The right password came: start counting anew."""
    await session.execute(delete(SignInAttemptRow).filter_by(account_hash=account_hash, address=address))


async def forget_old_attempts(session: AsyncSession, *, now: datetime, after: timedelta) -> None:
    """Drop attempts that no longer count; those being counted at this moment are left alone."""
    key = tuple_(col(SignInAttemptRow.account_hash), col(SignInAttemptRow.address))
    old = select(SignInAttemptRow.account_hash, SignInAttemptRow.address).where(
        col(SignInAttemptRow.last_at) < now - after
    )
    await session.execute(delete(SignInAttemptRow).where(key.in_(old.with_for_update(skip_locked=True))))
