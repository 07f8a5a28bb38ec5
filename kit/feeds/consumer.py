"""The consumer's side: cursor, inbox and effect move in one transaction, so every event takes effect exactly once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from fastapi import FastAPI
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from kit import asgi
from kit.background import in_background
from kit.caller import HEADER, Caller, Grant, identity
from kit.database import Database, in_unit
from kit.feeds.cursor import CursorGone
from kit.feeds.event import Event
from kit.feeds.outbox import KEPT
from kit.feeds.router import CURSOR_HEADER, FEEDS_READ, LARGEST_SNAPSHOT_PAGE, PENDING_HEADER
from kit.logs import log
from kit.tokens import SigningKey

Handle = Callable[[AsyncSession, Sequence[Event]], Awaitable[None]]
"""Applies events to the consumer's own tables, a snapshot in one call; never commits.

Events carry whole states, so applying is an upsert; types that mean nothing to the consumer are to be passed over.
"""

_EVENTS, _SNAPSHOT = "/internal/v1/events", "/internal/v1/snapshot"
_PAGE = 1000
_LONG_POLL = 20
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.2, 30.0

_CURSOR = "select cursor from feed_cursors where feed = %(feed)s"
_LOCK = text("select cursor from feed_cursors where feed = :feed for update")
_ENTER = text("insert into feed_cursors (feed) values (:feed) on conflict do nothing")
_ADVANCE = text("update feed_cursors set cursor = :cursor, at = now() where feed = :feed")
_RECEIVE = text("""
    insert into feed_inbox (feed, event_id)
    select :feed, unnest(cast(cast(:ids as text[]) as uuid[])) on conflict do nothing
    returning event_id::text
""")
_FORGET = text("delete from feed_inbox where feed = :feed and at < now() - cast(:kept as interval)")


class SourceUnavailable(Exception):
    """The publisher did not answer, or not as promised; try again later."""


class Consumer:
    """Keeps one service's copy of another's facts: `catch_up` for commands, `lifespan` for a running service."""

    def __init__(
        self,
        name: str,
        source_app: asgi.App,
        signing_key: SigningKey,
        database: Database,
        handle: Handle,
        *,
        on: str = "*",
        quiet: bool = False,
        pause: float = 0.0,
    ) -> None:
        """`name` is the feed's in the consumer's own tables; `on` is the node its right to read feeds is given on.

        `quiet` says that what is applied changes nothing that any kept answer shows. `pause` are the seconds between
        two batches: what nobody waits for is gathered, for asking costs as much for one event as for many.
        """
        self._name = name
        self._source = source_app
        self._key = signing_key
        self._database = database
        self._handle = handle
        self._quiet = quiet
        self._pause = pause
        grant = Grant(frozenset({FEEDS_READ}), on)
        self._caller = Caller(id=f"service:{database.schema}", kind="service", grants=(grant,))

    async def catch_up(self) -> int:
        """Apply everything committed at the publisher so far; returns the number of events applied."""
        applied, wait = 0, 0
        while True:
            count, more = await self.step(wait)
            applied += count
            if not more:
                return applied
            wait = 0 if count else 1  # nothing yet, but something waits behind an older transaction

    async def step(self, wait: int = 0) -> tuple[int, bool]:
        """Apply one batch, or a snapshot when there is no usable cursor: how many events, and whether to go on."""
        row = await self._database.reader.maybe(_CURSOR, {"feed": self._name})
        if row is None or row.cursor is None:
            return await self._start_over(None), True
        query = urlencode({"after": row.cursor, "limit": _PAGE, "wait": wait})
        answer = await self._ask(_EVENTS, query)
        if answer.status == CursorGone.status:
            log.warning("feed cursor gone, taking a snapshot", feed=self._name)
            return await self._start_over(row.cursor), True
        events = [Event.of_wire(attributes) for attributes in answer.json()]
        if not events and answer.header(PENDING_HEADER):
            return 0, True
        reached = answer.header(CURSOR_HEADER)
        return await self._apply(row.cursor, events, reached) if events else 0, bool(events)

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Follow the feed in the background while the service runs."""
        async with in_background(self._follow()):
            yield

    async def _follow(self) -> None:
        pause = _SHORTEST_PAUSE
        while True:
            try:
                await self.step(_LONG_POLL)
                pause = _SHORTEST_PAUSE
                await asyncio.sleep(self._pause)
            except Exception as error:
                log.warning("feed not read", feed=self._name, error=repr(error), retry_in=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _apply(self, read_from: str, events: Sequence[Event], reached: str | None) -> int:
        async with in_unit(self._database, quiet=self._quiet) as session:
            if await self._locked(session) != read_from:
                return 0  # another process of this service was faster
            parameters = {"feed": self._name, "ids": [event.id for event in events]}
            received = set((await session.execute(_RECEIVE, parameters)).scalars())
            fresh = [event for event in events if event.id in received]
            if fresh:
                await self._handle(session, fresh)
            await session.execute(_FORGET, {"feed": self._name, "kept": KEPT})
            await session.execute(_ADVANCE, {"feed": self._name, "cursor": reached})
        return len(fresh)

    async def _start_over(self, read_from: str | None) -> int:
        """Apply a whole snapshot at once: readers see the old copy or the new one."""
        events: list[Event] = []
        query = urlencode({"limit": LARGEST_SNAPSHOT_PAGE})
        while query:
            page = (await self._ask(_SNAPSHOT, query)).json()
            events.extend(Event.of_wire(attributes) for attributes in page["events"])
            query = (page["next"] or "").partition("?")[2]
        async with in_unit(self._database, quiet=self._quiet) as session:
            if await self._locked(session) != read_from:
                return 0
            if events:
                await self._handle(session, events)
            await session.execute(_ADVANCE, {"feed": self._name, "cursor": page["cursor"]})
        return len(events)

    async def _locked(self, session: AsyncSession) -> str | None:
        """The cursor of this feed, held until the transaction ends."""
        await session.execute(_ENTER, {"feed": self._name})
        found: str | None = (await session.execute(_LOCK, {"feed": self._name})).scalar_one()
        return found

    async def _ask(self, path: str, query: str) -> asgi.Answer:
        headers = {HEADER: identity(self._key, self._caller)}
        answer = await asgi.call(self._source, "GET", path, query=query, headers=headers)
        if answer.status not in (200, CursorGone.status):
            raise SourceUnavailable(f"{path} of feed {self._name}: {answer.status}")
        return answer
