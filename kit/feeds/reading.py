"""Reading an outbox so that no event is ever skipped, and waiting for the next one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec
from psycopg import AsyncConnection, sql

from kit.database import Database, Reader
from kit.errors import NotFound
from kit.feeds.cursor import CursorGone, Position
from kit.feeds.event import Event
from kit.feeds.outbox import channel

_FIRST = "00000000-0000-0000-0000-000000000000"
# Ids are handed out before they are committed: only below the oldest running transaction is the past complete.
_EVENTS = """
    select id::text as id, type, source, subject, data::text as data, at, txid::text as place, seq
    from outbox
    where (outbox.txid, outbox.seq) > (%(txid)s::xid8, %(seq)s)
        and outbox.txid < pg_snapshot_xmin(pg_current_snapshot())
    order by outbox.txid, outbox.seq
    limit %(limit)s
"""
_KEPT = """
    select id::text as id, type, source, subject, data::text as data, at
    from outbox where id > %(after)s::uuid order by id limit %(limit)s
"""
_STATE = """
    select epoch::text as epoch, trimmed_txid::text as trimmed_txid, trimmed_seq,
        pg_snapshot_xmin(pg_current_snapshot())::text as horizon
    from feed_epoch
"""
_PENDING = """
    select exists (
        select from outbox where (outbox.txid, outbox.seq) > (%(txid)s::xid8, %(seq)s)
    ) as pending
"""


async def read(reader: Reader, after: Position, limit: int) -> tuple[list[Event], Position]:
    """The events after a place, and the place after them; CursorGone when some of them are no longer kept."""
    rows = await reader.rows(_EVENTS, {"txid": str(after.txid), "seq": after.seq, "limit": limit})
    # Looked at after reading: a trim in between would otherwise leave a silent gap.
    await _refuse_gone(reader, after)
    events = [Event(row.type, row.source, row.subject, msgspec.Raw(row.data.encode()), row.id, row.at) for row in rows]
    reached = Position(after.epoch, int(rows[-1].place), rows[-1].seq) if rows else after
    return events, reached


async def kept_events(reader: Reader, after: str | None, limit: int) -> tuple[Sequence[Event], str | None]:
    """The snapshot of a feed that tells happenings and no states: every event that is still kept, once more.

    Its consumer must know events by their id, for what happens meanwhile comes again in the feed.
    """
    try:
        start = UUID(after or _FIRST)
    except ValueError as error:
        raise NotFound("Không có trang này của bản chụp.") from error
    rows = await reader.rows(_KEPT, {"after": str(start), "limit": limit})
    events = [Event(row.type, row.source, row.subject, msgspec.Raw(row.data.encode()), row.id, row.at) for row in rows]
    return events, rows[-1].id if len(rows) == limit else None


async def pending(reader: Reader, after: Position) -> bool:
    """True while committed events wait behind an older transaction that still runs."""
    row = await reader.one(_PENDING, {"txid": str(after.txid), "seq": after.seq}, "")
    return bool(row.pending)


async def beginning(reader: Reader) -> Position:
    """The place before the first event ever."""
    return Position((await reader.one(_STATE, {}, "")).epoch, 0, 0)


async def horizon(reader: Reader) -> Position:
    """The place up to which the past is complete: whatever is read later includes everything before it."""
    state = await reader.one(_STATE, {}, "")
    return Position(state.epoch, int(state.horizon), 0)


async def _refuse_gone(reader: Reader, after: Position) -> None:
    state = await reader.one(_STATE, {}, "")
    kept_from = (int(state.trimmed_txid), state.trimmed_seq) if state.trimmed_txid else (0, 0)
    if after.epoch != state.epoch or (after.txid, after.seq) < kept_from:
        raise CursorGone("Các sự kiện sau con trỏ này không còn được lưu; hãy bắt đầu lại từ bản chụp.")


Bell = Callable[[float], Awaitable[None]]


@asynccontextmanager
async def listening(database: Database) -> AsyncIterator[Bell]:
    """A bell to wait on: it returns when events were committed, at the latest after the given seconds."""
    connection = await AsyncConnection.connect(database.dsn, autocommit=True)
    async with connection:
        await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel(database.schema))))

        async def wait(seconds: float) -> None:
            async for _ in connection.notifies(timeout=seconds, stop_after=1):
                pass

        yield wait
