"""Signing in: a first proof opens a session when nothing more is asked, else a sign-in that lacks a step."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action, Outcome
from contracts.sessions import Method, Missing, PendingSignIn
from gateway import passwords
from gateway.actions.accounts import email_of
from gateway.actions.audit import Actor, Deed, record
from gateway.actions.opaque import hash_of, new_token
from gateway.actions.second_factors import Factors
from gateway.actions.sessions import Arrival, OpenedSession, open_session
from gateway.queries import accounts, second_factors, sign_ins
from gateway.queries.governing import lock_account
from gateway.queries.grants import list_grants
from gateway.rules.grants import grants_of, rights_in
from gateway.rules.signing_in.second_factors import is_demanded, missing_step
from gateway.rules.signing_in.sessions import PENDING_FOR
from kit.database import Reader
from kit.database.pool import Row
from kit.errors import NotFound, Unauthenticated

NOBODY = Actor("anonymous", "anonymous")
WRONG = "Thư điện tử hoặc mật khẩu không đúng."
MOST_TRIES = 5
"""Codes that may be tried in one sign-in; after them the password is asked for again."""


class WrongCredentials(Unauthenticated):
    """401: this address and this password do not belong together; which of the two is wrong stays our secret."""

    slug = "wrong-credentials"
    title = "Đăng nhập không thành công"


@dataclass(frozen=True, slots=True)
class OpenedSignIn:
    """A sign-in that lacks a step: the token goes into a cookie of its own and opens nothing."""

    token: str
    pending: PendingSignIn


async def check_password(reader: Reader, *, email: str, password: str) -> Row:
    """Who has this address and password: `id` and `password_hash` of the account. WrongCredentials otherwise, in the
    same time whatever is wrong.
    """
    found = await accounts.find_credentials(reader, email=email_of(email))
    right = await passwords.matches(password, found.password_hash if found else None)
    if found is None or not right or found.disabled_at is not None:
        raise WrongCredentials(WRONG, headers={})
    return found


async def note_refusal(session: AsyncSession, reader: Reader, *, email: str, arrival: Arrival) -> None:
    """Record that somebody was refused; whatever was typed in place of an address is not kept."""
    found = await accounts.find_credentials(reader, email=email_of(email))
    actor = Actor(NOBODY.actor_kind, NOBODY.actor_id, "", arrival.address, arrival.request_id)
    subject = f"account:{found.id}" if found else ""
    await record(session, actor, Deed(Action.SESSION_REFUSED, subject, outcome=Outcome.REFUSED))


async def admit_account(
    session: AsyncSession,
    reader: Reader,
    factors: Factors,
    *,
    account: UUID,
    method: Method,
    arrival: Arrival,
    now: datetime,
    twice: bool = False,
    password_hash: str | None = None,
) -> OpenedSession | OpenedSignIn:
    """This account proved itself by `method`: a session, or a sign-in that lacks what else is asked of it.

    `twice`: that proof stands for a second factor too. NotFound when the account is gone or disabled;
    WrongCredentials when the password that was right (`password_hash`) was changed since, for hashing takes its time.
    """
    await lock_account(session, account)
    person = await accounts.find_person(reader, account=account)
    if person is None or person.disabled_at is not None:
        raise NotFound("Không có tài khoản này.")
    if password_hash is not None and person.password_hash != password_hash:
        raise WrongCredentials(WRONG, headers={})
    missing = None if twice else await _missing(reader, factors, account)
    if missing is None:
        return await open_session(session, reader, person=person, method=method, arrival=arrival, now=now)
    opened = OpenedSignIn(new_token(), PendingSignIn(missing=missing, expires_at=now + PENDING_FOR))
    offered = factors.sealed(factors.new_secret(), account) if missing is Missing.ENROLMENT else None
    await sign_ins.remove_sign_in(session, token_hash=hash_of(arrival.sign_in))
    await sign_ins.remove_late(session, now=now)
    row = {"token_hash": hash_of(opened.token), "account_id": account, "missing": missing, "method": method}
    at = {"created_at": now, "expires_at": opened.pending.expires_at}
    await sign_ins.add_sign_in(session, {**row, **at, "offered_secret": offered})
    told = {"method": method, "missing": missing}
    await record(
        session, arrival.actor(account, person.name), Deed(Action.SESSION_PENDING, f"account:{account}", after=told)
    )
    return opened


async def find_pending(reader: Reader, *, token: str, missing: Missing | None = None, now: datetime) -> Row:
    """The sign-in a token belongs to, which lacks `missing`; Unauthenticated when it is over."""
    found = await sign_ins.find_sign_in(reader, token_hash=hash_of(token), now=now) if token else None
    if found is None or (missing is not None and found.missing != missing):
        raise over()
    return found


def over() -> Unauthenticated:
    """The refusal of a step that comes too late."""
    return Unauthenticated("Bước đăng nhập này đã hết hạn. Hãy đăng nhập lại từ đầu.", headers={})


async def count_try(session: AsyncSession, *, token: str) -> bool:
    """Count a code that is tried in a sign-in; False when it is over, by that or before."""
    made = await sign_ins.count_try(session, token_hash=hash_of(token))
    if made is not None and made > MOST_TRIES:
        await sign_ins.remove_sign_in(session, token_hash=hash_of(token))
    return made is not None and made <= MOST_TRIES


async def _missing(reader: Reader, factors: Factors, account: UUID) -> Missing | None:
    held = rights_in(grants_of(await list_grants(reader, account=account)))
    enrolled = await second_factors.find_factor(reader, account=account) is not None
    return missing_step(demanded=is_demanded(held, setting=factors.demanded), enrolled=enrolled)
