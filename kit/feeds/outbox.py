"""The publisher's side: events are written in the transaction of the change they tell of."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from kit.background import in_background
from kit.database import Database, in_unit
from kit.feeds.event import Event, encoder
from kit.logs import log

KEPT = timedelta(days=30)
_BETWEEN_TRIMS = timedelta(days=1)

# A transaction that took its id early may change a subject after a younger one did: its events then take the younger
# one's place, so that a subject's events keep the order of its changes. The place is never below the own id, hence
# still invisible to readers until this transaction has ended.
_INSERT = text("""
    insert into outbox (txid, type, source, subject, data)
    select greatest(pg_current_xact_id(), earlier.txid), fresh.type, fresh.source, fresh.subject, fresh.data::jsonb
    from unnest(cast(:types as text[]), cast(:sources as text[]), cast(:subjects as text[]), cast(:data as text[]))
        with ordinality as fresh (type, source, subject, data, place)
    left join lateral (
        select outbox.txid from outbox where outbox.subject = fresh.subject order by outbox.txid desc limit 1
    ) as earlier on true
    order by fresh.place
""")
_NOTIFY = text("select pg_notify(current_schema() || '_feed', '')")

_TRIM = text("""
    with mark as (
        select txid, seq from outbox
        where at < now() - cast(:kept as interval) and txid < pg_snapshot_xmin(pg_current_snapshot())
        order by outbox.txid desc, outbox.seq desc limit 1
    ), gone as (
        delete from outbox using mark where (outbox.txid, outbox.seq) <= (mark.txid, mark.seq)
    )
    update feed_epoch set trimmed_txid = mark.txid, trimmed_seq = mark.seq from mark
""")


def channel(schema: str) -> str:
    """The LISTEN channel that rings when events of this schema are committed."""
    return f"{schema}_feed"


async def publish(session: AsyncSession, events: Sequence[Event]) -> None:
    """Write the events into the outbox, in one statement; readers are woken when the transaction commits.

    Change the subjects first: their row locks put events of concurrent transactions into the order of the changes.
    """
    if not events:
        return
    await session.execute(
        _INSERT,
        {
            "types": [event.type for event in events],
            "sources": [event.source for event in events],
            "subjects": [event.subject for event in events],
            "data": [encoder.encode(event.data).decode() for event in events],
        },
    )
    await session.execute(_NOTIFY)


async def trim(session: AsyncSession, kept: timedelta = KEPT) -> None:
    """Forget events older than `kept`; a consumer that has not read them yet must take a snapshot."""
    await session.execute(_TRIM, {"kept": kept})


def retention(database: Database) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """A lifespan that trims the outbox once a day."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with in_background(_trim_daily(database)):
            yield

    return lifespan


async def _trim_daily(database: Database) -> None:
    while True:
        try:
            async with in_unit(database) as session:
                await trim(session)
        except Exception as error:
            log.warning("feed not trimmed", schema=database.schema, error=repr(error))
        await asyncio.sleep(_BETWEEN_TRIMS.total_seconds())
