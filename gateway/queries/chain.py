"""The whole chain of the audit, streamed as it was at one moment: for checking it, beside a running product."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from gateway.queries.seals import COLUMNS_WRITTEN, SEAL_COLUMNS, seal_of
from gateway.rules.audit.verification import Chain, Leaf

AT_ONCE = 10_000
_BEGIN = (
    "set transaction isolation level repeatable read, read only",
    "set local transaction_timeout = 0",
    "set local idle_in_transaction_session_timeout = 0",
    "set local datestyle = 'ISO'",
    "set local search_path = gateway",
)
_SEALS = f"select {SEAL_COLUMNS} from audit_seals order by no"  # noqa: S608 - our own column names
_LEAVES = "select seal_no, place, event_id, leaf from audit_leaves order by seal_no, place"
_EVENTS = f"select {COLUMNS_WRITTEN} from audit_events event order by event.id"  # noqa: S608 - our own column names
_WAITING = "select event_id from audit_unsealed"


@contextmanager
def chain_in(dsn: str) -> Iterator[Chain]:
    """The chain in the gateway's database; good until the block ends."""
    with psycopg.connect(dsn) as connection:
        for statement in _BEGIN:
            connection.execute(statement)
        waiting = {number for (number,) in connection.execute(_WAITING)}
        yield Chain(
            seals=(seal_of(row) for row in _streamed(connection, "seals", _SEALS)),
            leaves=(
                Leaf(seal, place, event, bytes(leaf))
                for seal, place, event, leaf in _streamed(connection, "leaves", _LEAVES)
            ),
            events=_streamed(connection, "events", _EVENTS),
            waiting=waiting,
        )


def _streamed(connection: "psycopg.Connection[Any]", name: str, statement: str) -> Iterator[Any]:
    with connection.cursor(name) as cursor:
        cursor.itersize = AT_ONCE
        yield from cursor.execute(statement)  # type: ignore[arg-type,unused-ignore]
