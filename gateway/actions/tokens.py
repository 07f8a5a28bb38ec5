"""Access tokens for systems: who asks is made sure of, guesses are counted, refusals are recorded."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action, Outcome
from contracts.clients import CLIENT_ID
from gateway.actions.audit import Actor, Deed, record
from gateway.actions.opaque import hash_of
from gateway.queries import attempts
from gateway.queries import clients as queries
from gateway.rules.origins import is_same_secret
from gateway.rules.signing_in.attempts import CLIENTS, LONGEST_KEPT
from gateway.rules.systems.client_secrets import MOST_LIVE, is_noted_anew
from gateway.rules.systems.token_requests import TokenRequestRefused
from kit.database import Reader
from kit.database.pool import Row

NO_SECRET = bytes(32)
"""The hash of no secret: compared for unknown clients, so that they cost what known ones cost."""


async def check_client(
    reader: Reader, *, client_id: str, client_secret: str, address: str, now: datetime
) -> tuple[Row, Row]:
    """The client and the secret these credentials belong to; TokenRequestRefused when they do not hold.

    After some wrong ones from an address even the right ones must wait. Right ones leave no trace there: systems ask
    from many processes at once.
    """
    known = "" if "\x00" in client_id else client_id
    found = await attempts.find_attempts(reader, scope=CLIENTS.name, subject=_counted_as(client_id, address))
    if found is not None:
        _refuse_early(found.attempts, found.last_at, now)
    client = await queries.find_client(reader, client_id=known)
    stored = await queries.list_live_secrets(reader, client_id=known)
    given = hash_of(client_secret).hex()
    hashes = [bytes(secret.hash) for secret in stored] + [NO_SECRET] * (MOST_LIVE - len(stored))
    right = [is_same_secret(given, expected.hex()) for expected in hashes]
    if client is None or True not in right:
        raise TokenRequestRefused("invalid_client", "client authentication failed")
    return client, stored[right.index(True)]


async def count_refusal(session: AsyncSession, *, client_id: str, address: str, now: datetime) -> None:
    """Count wrong credentials of a client from an address."""
    tried: dict[str, Any] = {"scope": CLIENTS.name, "subject": _counted_as(client_id, address)}
    found, last_at = await attempts.lock_attempts(session, **tried, now=now)
    made = CLIENTS.counted(found, last_at, now) + 1
    await attempts.count_attempt(session, **tried, attempts=made, now=now)
    await attempts.forget_old_attempts(session, now=now, after=LONGEST_KEPT)


async def record_refusal(session: AsyncSession, actor: Actor, *, client_id: str, reason: str) -> None:
    """Record that no token was given; what is no client's id may be a secret typed into the wrong place."""
    subject = f"client:{client_id}" if re.fullmatch(CLIENT_ID, client_id) else ""
    await record(session, actor, Deed(Action.TOKEN_REFUSED, subject, reason=reason, outcome=Outcome.REFUSED))


async def note_token(
    session: AsyncSession, asked_by: Actor, client: Row, secret: Row, *, scope: str, now: datetime
) -> None:
    """Remember, and record, that the client took a token with this secret."""
    await queries.note_use(session, client_id=client.client_id, secret=secret.id, now=now)
    bearer = replace(asked_by, actor_kind="client", actor_id=client.client_id, actor_name=client.name)
    told = {"secret": str(secret.id), "scopes": scope.split()}
    await record(session, bearer, Deed(Action.TOKEN_TAKEN, f"client:{client.client_id}", client.area_id, after=told))


def is_worth_noting(client: Row, secret: Row, now: datetime) -> bool:
    """Whether the last use of client or secret is long enough ago to be told anew: some take a token for every call."""
    return is_noted_anew(client.last_used_at, now) or is_noted_anew(secret.last_used_at, now)


def _refuse_early(made: int, last_at: datetime, now: datetime) -> None:
    left = CLIENTS.wait_left(CLIENTS.counted(made, last_at, now), last_at, now)
    if left:
        seconds = int(left.total_seconds()) + 1
        raise TokenRequestRefused("temporarily_unavailable", "too many failed attempts", retry_after=seconds)


def _counted_as(client_id: str, address: str) -> bytes:
    """What wrong secrets are counted by: a stranger elsewhere does not lock a system out."""
    return hash_of(f"{client_id} {address}")
