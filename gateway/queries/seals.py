"""Sealing the audit: what waits, the last seal, and putting the next one on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, text
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.models import AuditLeafRow, AuditSealRow, AuditUnsealedRow
from gateway.rules.audit.seals import COLUMNS, Batch, Seal
from kit.database import Reader
from kit.database.pool import Row

WRITTEN = {
    "id": "event.id::text",
    "at": "(event.at at time zone 'UTC')::text",
    "before": "event.before::text",
    "after": "event.after::text",
    "told_id": "event.told_id::text",
}
COLUMNS_WRITTEN = ", ".join(WRITTEN.get(name, f"event.{name}") for name in COLUMNS)
"""An event's columns as text, whatever the session's settings, in the order in which they are hashed."""
SEAL_COLUMNS = "no, sealed_at, events, first_id, last_id, root, previous, hash, signature, key"

_ALONE = text("select pg_try_advisory_xact_lock(hashtext('lantoa seal audit'))")
_WAITING = text(f"""
    select {COLUMNS_WRITTEN}
    from audit_unsealed waiting join audit_events event on event.id = waiting.event_id
    where not exists (select from audit_leaves leaf where leaf.event_id = waiting.event_id)
    order by event.id
    limit :limit
""")  # noqa: S608 - our own column names
_LAST = f"select {SEAL_COLUMNS} from audit_seals order by no desc limit 1"  # noqa: S608 - our own column names
_AFTER = f"select {SEAL_COLUMNS} from audit_seals where no > %(no)s order by no limit %(limit)s"  # noqa: S608
_IS_WAITING = "select exists (select from audit_unsealed) as waits"
_STATE = """
    select (select count(*) from audit_unsealed) as waiting, last.no, last.sealed_at
    from (select 1) as once left join (select no, sealed_at from audit_seals order by no desc limit 1) as last on true
"""


async def try_alone(session: AsyncSession) -> bool:
    """Whether this transaction is the only one that seals, until it ends."""
    return bool((await session.execute(_ALONE)).scalar_one())


async def is_waiting(reader: Reader) -> bool:
    """Whether any event waits for its seal."""
    return bool((await reader.one(_IS_WAITING, {}, "")).waits)


async def list_waiting(session: AsyncSession, *, limit: int) -> list[tuple[str | None, ...]]:
    """The events that wait for their seal, as they are hashed, by id."""
    return [tuple(row) for row in await session.execute(_WAITING, {"limit": limit})]


async def find_last(session: AsyncSession) -> Seal | None:
    """The seal the next one stands on."""
    row = (await session.execute(text(_LAST))).first()
    return None if row is None else seal_of(row)


async def add_seal(session: AsyncSession, seal: Seal, leaves: Sequence[tuple[int, bytes]]) -> None:
    """Put a seal on events, given by id with their leaves; they wait no longer."""
    batch = seal.batch
    row = {
        **{name: getattr(batch, name) for name in batch.__slots__},
        "hash": seal.hash,
        "signature": seal.signature,
        "key": seal.key,
    }
    await session.execute(insert(AuditSealRow).values(row))
    rows = [
        {"seal_no": batch.no, "place": place, "event_id": event, "leaf": leaf}
        for place, (event, leaf) in enumerate(leaves)
    ]
    await session.execute(insert(AuditLeafRow), rows)
    await session.execute(
        delete(AuditUnsealedRow).where(col(AuditUnsealedRow.event_id).in_([event for event, _ in leaves]))
    )


async def list_seals(reader: Reader, *, after: int, limit: int = 1000) -> list[Seal]:
    """Seals after a number, in order."""
    return [seal_of(row) for row in await reader.rows(_AFTER, {"no": after, "limit": limit})]


async def read_state(reader: Reader) -> Row:
    """How many events wait, and number and time of the last seal (None before the first)."""
    return await reader.one(_STATE, {}, "")


def seal_of(row: Any) -> Seal:
    """A seal out of its row, its columns in the order of SEAL_COLUMNS."""
    no, sealed_at, events, first_id, last_id, root, previous, hashed, signature, key = row
    batch = Batch(no, sealed_at, events, first_id, last_id, bytes(root), bytes(previous))
    return Seal(batch, bytes(hashed), bytes(signature), key)
