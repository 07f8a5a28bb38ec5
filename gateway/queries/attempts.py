"""What is counted against guessers, and the places accounts are known from."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import KnownPlaceRow, SignInAttemptRow
from kit.database import Reader
from kit.database.pool import Row

ATTEMPTS = "select attempts, last_at from sign_in_attempts where scope = %(scope)s and subject = %(subject)s"


async def find_attempts(reader: Reader, *, scope: str, subject: bytes) -> Row | None:
    """How often this was tried and when last, without holding anybody up."""
    return await reader.maybe(ATTEMPTS, {"scope": scope, "subject": subject})


async def lock_attempts(session: AsyncSession, *, scope: str, subject: bytes, now: datetime) -> tuple[int, datetime]:
    """How often this was tried and when last; nobody else may count it meanwhile."""
    key = {"scope": scope, "subject": subject}
    await session.execute(upsert(SignInAttemptRow).values(**key, attempts=0, last_at=now).on_conflict_do_nothing())
    chosen = select(SignInAttemptRow.attempts, SignInAttemptRow.last_at).filter_by(**key).with_for_update()
    return tuple((await session.exec(chosen)).one())  # type: ignore[return-value]


async def count_attempt(session: AsyncSession, *, scope: str, subject: bytes, attempts: int, now: datetime) -> None:
    """Note one more attempt."""
    chosen = update(SignInAttemptRow).filter_by(scope=scope, subject=subject)
    await session.execute(chosen.values(attempts=attempts, last_at=now))


async def uncount_attempt(session: AsyncSession, *, scope: str, subject: bytes) -> None:
    """An attempt turned out to be right: it counts no more, those before it do."""
    chosen = update(SignInAttemptRow).filter_by(scope=scope, subject=subject)
    await session.execute(chosen.values(attempts=func.greatest(col(SignInAttemptRow.attempts) - 1, 0)))


async def forget_attempts(session: AsyncSession, *, subject: bytes) -> None:
    """Start counting anew, in every scope."""
    await session.execute(delete(SignInAttemptRow).filter_by(subject=subject))


async def forget_old_attempts(session: AsyncSession, *, now: datetime, after: timedelta) -> None:
    """Drop attempts that no longer count; those being counted at this moment are left alone."""
    key = tuple_(col(SignInAttemptRow.scope), col(SignInAttemptRow.subject))
    old = select(SignInAttemptRow.scope, SignInAttemptRow.subject).where(col(SignInAttemptRow.last_at) < now - after)
    await session.execute(delete(SignInAttemptRow).where(key.in_(old.with_for_update(skip_locked=True))))


async def is_known_place(session: AsyncSession, *, account_hash: bytes, place: str, since: datetime) -> bool:
    """Whether somebody signed in with this account from this place lately."""
    chosen = select(KnownPlaceRow.place).filter_by(account_hash=account_hash, place=place)
    return (await session.exec(chosen.where(col(KnownPlaceRow.last_at) > since))).first() is not None


async def note_place(session: AsyncSession, *, account_hash: bytes, place: str, now: datetime) -> None:
    """Remember that somebody signed in with this account from this place."""
    row = {"account_hash": account_hash, "place": place, "last_at": now}
    told = upsert(KnownPlaceRow).values(row)
    await session.execute(told.on_conflict_do_update(constraint="pk_known_places", set_={"last_at": now}))


async def forget_old_places(session: AsyncSession, *, before: datetime) -> None:
    """Drop the places nobody signed in from for long; those being noted at this moment are left alone."""
    key = tuple_(col(KnownPlaceRow.account_hash), col(KnownPlaceRow.place))
    old = select(KnownPlaceRow.account_hash, KnownPlaceRow.place).where(col(KnownPlaceRow.last_at) < before)
    await session.execute(delete(KnownPlaceRow).where(key.in_(old.with_for_update(skip_locked=True))))
