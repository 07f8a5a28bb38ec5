"""Signing in and out: attempts are counted before the password is looked at, so that parallel guesses count too."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from gateway import passwords
from gateway.actions.accounts import email_of
from gateway.queries import accounts, sessions
from gateway.rules import attempts
from gateway.rules.sessions import IDLE, LONGEST
from kit.database import Reader
from kit.errors import TooMany, Unauthenticated

TOKEN_BYTES = 32


class WrongCredentials(Unauthenticated):
    """401: this address and this password do not belong together; which of the two is wrong stays our secret."""

    slug = "wrong-credentials"
    title = "Đăng nhập không thành công"


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A new session: the token goes into the visitor's cookie and is not kept."""

    token: str
    csrf: str


def hash_of(token: str) -> bytes:
    """What is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


async def admit_attempt(session: AsyncSession, *, email: str, address: str, now: datetime) -> None:
    """Count an attempt on an account from an address; TooMany when it comes too early.

    Unknown accounts are counted like known ones, so the answer tells nothing.
    """
    account_hash = hash_of(email_of(email))
    found, last_at = await sessions.lock_attempts(session, account_hash=account_hash, address=address, now=now)
    made = attempts.counted(found, last_at, now)
    left = attempts.wait_left(made, last_at, now)
    if left:
        seconds = int(left.total_seconds()) + 1
        raise TooMany(
            f"Đã thử sai quá nhiều lần. Hãy thử lại sau {seconds} giây.", headers={"Retry-After": str(seconds)}
        )
    await sessions.count_attempt(session, account_hash=account_hash, address=address, attempts=made + 1, now=now)
    await sessions.forget_old_attempts(session, now=now, after=attempts.FORGOTTEN_AFTER)


async def check_password(reader: Reader, *, email: str, password: str) -> UUID:
    """The account of this address and password; WrongCredentials otherwise, in the same time whatever is wrong."""
    found = await accounts.find_credentials(reader, email=email_of(email))
    right = await passwords.matches(password, found.password_hash if found else None)
    if found is None or not right or found.disabled_at is not None:
        raise WrongCredentials("Thư điện tử hoặc mật khẩu không đúng.", headers={})
    return UUID(str(found.id))


async def sign_in(
    session: AsyncSession, *, account: UUID, email: str, address: str, replaced: str, now: datetime
) -> OpenedSession:
    """Open a session for an account whose password was right; the one it replaces, if any, ends (ASVS 7.2.4)."""
    await sessions.forget_attempts(session, account_hash=hash_of(email_of(email)), address=address)
    await sign_out(session, token=replaced)
    await sessions.remove_ended(session, unused_since=now - IDLE, opened_before=now - LONGEST)
    opened = OpenedSession(secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES))
    await sessions.add_session(session, token_hash=hash_of(opened.token), account=account, csrf=opened.csrf, now=now)
    return opened


async def sign_out(session: AsyncSession, *, token: str) -> None:
    """End a session for good."""
    await sessions.remove_session(session, token_hash=hash_of(token))
