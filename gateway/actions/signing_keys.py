"""Keys of access tokens: made, sealed with the installation's master key, replaced in time."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from gateway.actions.audit import Actor, Deed, record
from gateway.queries import signing_keys as queries
from gateway.rules.systems.key_rotation import PUBLISHED_AFTER, Term, is_due, start_of_next
from kit.database.pool import Row
from kit.logs import log
from kit.secrets import SealBroken, Vault
from kit.tokens import SigningKey

PURPOSE = "signing-keys"
CLOCKWORK = Actor("system", "keys", "Lịch thay khóa ký")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Term):
    """A key pair and its term."""

    pair: SigningKey


def opened(rows: Iterable[Row], vault: Vault) -> list[Key]:
    """The keys of these rows."""
    return [_opened(row, vault) for row in rows]


def _opened(row: Row, vault: Vault) -> Key:
    try:
        jwk, may_sign = json.loads(vault.unseal(PURPOSE, bytes(row.sealed), about=row.kid)), True
    except SealBroken:
        log.warning("signing key sealed with another master key", kid=row.kid)
        jwk, may_sign = row.public, False
    return Key(active_from=row.active_from, retired_at=row.retired_at, may_sign=may_sign, pair=SigningKey.of(jwk))


async def rotate(session: AsyncSession, vault: Vault, *, now: datetime, asked_by: Actor | None = None) -> list[Key]:
    """Make the next key when it is time for it, or when somebody asks and no next one is waiting yet.

    Two gateways that come to the same conclusion make one key: the second finds it.
    """
    keys = opened(await queries.lock_keys(session), vault)
    if any(key.waits(now) for key in keys) or not (asked_by or is_due(keys, now)):
        return keys
    pair, start = SigningKey.new(), start_of_next(keys, now)
    sealed = vault.seal(PURPOSE, json.dumps(pair.private()).encode(), about=pair.kid)
    await queries.add_key(session, kid=pair.kid, public=pair.public(), sealed=sealed, at=start)
    await queries.remove_keys(session, retired_before=now - 2 * PUBLISHED_AFTER)
    told = {"active_from": start.isoformat(timespec="seconds")}
    deed = Deed(Action.SIGNING_KEY_ADDED, f"signing-key:{pair.kid}", after=told)
    await record(session, asked_by or CLOCKWORK, deed)
    return opened(await queries.lock_keys(session), vault)
