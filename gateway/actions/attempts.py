"""Counting attempts before they are looked at, so that parallel guesses count too; unknown accounts count alike."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.actions.accounts import email_of
from gateway.actions.opaque import hash_of
from gateway.queries import attempts
from gateway.rules.addresses import network_of
from gateway.rules.signing_in.attempts import CODES, KNOWN, KNOWN_FOR, LONGEST_KEPT, PLACES, STRANGERS, Schedule
from kit.errors import TooMany


@dataclass(frozen=True, slots=True)
class Counted:
    """An attempt that was counted: under which schedules, of what."""

    under: tuple[tuple[Schedule, bytes], ...]


async def admit_password(session: AsyncSession, *, email: str, address: str, now: datetime) -> Counted:
    """Count a password tried for an account from an address; TooMany when it comes too early.

    Where the account is known from, strangers elsewhere do not matter, nor does what others there do.
    """
    account_hash, place = hash_of(email_of(email)), network_of(address)
    if await attempts.is_known_place(session, account_hash=account_hash, place=place, since=now - KNOWN_FOR):
        counted = Counted(((KNOWN, account_hash),))
    else:
        counted = Counted(((STRANGERS, account_hash), (PLACES, hash_of(place))))
    return await _admit(session, counted, now)


async def admit_confirmation(session: AsyncSession, *, email: str, now: datetime) -> Counted:
    """Count a password tried within a session of the account; TooMany when it comes too early."""
    return await _admit(session, Counted(((KNOWN, hash_of(email_of(email))),)), now)


async def admit_code(session: AsyncSession, *, account: UUID, now: datetime) -> Counted:
    """Count a code tried for an account's second factor; TooMany when it comes too early."""
    return await _admit(session, Counted(((CODES, hash_of(str(account))),)), now)


async def uncount(session: AsyncSession, counted: Counted) -> None:
    """The attempt was right. Those before it still count: a guesser must not live on its owner's sign-ins."""
    for schedule, subject in counted.under:
        await attempts.uncount_attempt(session, scope=schedule.name, subject=subject)


async def unlock(session: AsyncSession, *, account: UUID, email: str) -> None:
    """Let an account be tried anew at once."""
    for subject in (hash_of(email_of(email)), hash_of(str(account))):
        await attempts.forget_attempts(session, subject=subject)


async def note_place(session: AsyncSession, *, email: str, address: str, now: datetime) -> None:
    """Remember from where an account signed in, and forget what is too old to matter."""
    await attempts.note_place(session, account_hash=hash_of(email), place=network_of(address), now=now)
    await attempts.forget_old_places(session, before=now - KNOWN_FOR)


async def _admit(session: AsyncSession, counted: Counted, now: datetime) -> Counted:
    for schedule, subject in counted.under:
        found, last_at = await attempts.lock_attempts(session, scope=schedule.name, subject=subject, now=now)
        made = schedule.counted(found, last_at, now)
        left = schedule.wait_left(made, last_at, now)
        if left:
            raise _too_early(int(left.total_seconds()) + 1)
        await attempts.count_attempt(session, scope=schedule.name, subject=subject, attempts=made + 1, now=now)
    await attempts.forget_old_attempts(session, now=now, after=LONGEST_KEPT)
    return counted


def _too_early(seconds: int) -> TooMany:
    return TooMany(f"Đã thử sai quá nhiều lần. Hãy thử lại sau {seconds} giây.", headers={"Retry-After": str(seconds)})
