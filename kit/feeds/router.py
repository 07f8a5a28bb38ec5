"""The pull feed of a service: events after a cursor, and a snapshot for those who start or fell behind."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from kit.caller import Caller, requires
from kit.database import Database, Reader, ReaderDep
from kit.feeds.cursor import Position
from kit.feeds.event import BATCH, Event, batch, encoder
from kit.feeds.reading import beginning, horizon, listening, pending, read
from kit.paging import AfterQuery, cursor, keys_of

FEEDS_READ = "feeds:read"
CURSOR_HEADER = "feed-cursor"
PENDING_HEADER = "feed-pending"
LARGEST_SNAPSHOT_PAGE = 5000
LONGEST_WAIT = 30
_SOON, _LATER = 0.1, 5.0
"""Seconds between two looks while waiting, with and without events behind an older transaction (its end may ring no
bell); the second is for servers where LISTEN hears nothing."""

Snapshot = Callable[[Reader, str | None, int], Awaitable[tuple[Sequence[Event], str | None]]]
"""The present state as events: called with the key after which to go on (None at first) and a limit; returns a page
and the key to go on from, None when that was all."""

ReaderOfFeeds = Annotated[Caller, requires(FEEDS_READ)]
EventsLimit = Annotated[int, Query(ge=1, le=1000)]
SnapshotLimit = Annotated[int, Query(ge=1, le=LARGEST_SNAPSHOT_PAGE)]
SnapshotAfter = Annotated[str | None, Query(max_length=2000)]
Wait = Annotated[int, Query(ge=0, le=LONGEST_WAIT)]


def feed_router(snapshot: Snapshot) -> APIRouter:
    """The internal routes of a publishing service; never routed from outside, hence in no public document."""

    async def feed_snapshot(
        *,
        request: Request,
        caller: ReaderOfFeeds,
        reader: ReaderDep,
        after: SnapshotAfter = None,
        limit: SnapshotLimit = 2000,
    ) -> Response:
        return await _snapshot(request.url.path, reader, snapshot, after, limit)

    router = APIRouter(prefix="/internal/v1", include_in_schema=False)
    router.add_api_route("/events", feed_events, methods=["GET"])
    router.add_api_route("/snapshot", feed_snapshot, methods=["GET"])
    return router


async def feed_events(
    *,
    request: Request,
    caller: ReaderOfFeeds,
    reader: ReaderDep,
    after: AfterQuery = None,
    limit: EventsLimit = 500,
    wait: Wait = 0,
) -> Response:
    """The events after a cursor; with `wait`, an empty answer is held back until there is one."""
    start = Position.of(after) if after else await beginning(reader)
    events, reached = await read(reader, start, limit)
    if not events and wait:
        events, reached = await _wait(request.app.state.database, start, limit, wait)
    headers = {CURSOR_HEADER: reached.opaque()}
    if not events and await pending(reader, reached):
        headers[PENDING_HEADER] = "1"
    return Response(batch(events), headers=headers, media_type=BATCH)


async def _snapshot(path: str, reader: Reader, snapshot: Snapshot, after: str | None, limit: int) -> Response:
    """One page; the cursor is older than every page: what changes meanwhile comes again in the feed."""
    start, key = keys_of(after, (str, str)) or ((await horizon(reader)).opaque(), None)
    events, following = await snapshot(reader, key, limit)
    query = urlencode({"after": cursor(start, following), "limit": limit}) if following is not None else None
    page = {
        "cursor": start,
        "events": [event.wire() for event in events],
        "next": f"{path}?{query}" if query else None,
    }
    return Response(encoder.encode(page), media_type="application/json")


async def _wait(database: Database, start: Position, limit: int, seconds: int) -> tuple[list[Event], Position]:
    """Read again whenever the bell rings, until there is something or the time is over."""
    deadline = asyncio.get_running_loop().time() + seconds
    async with listening(database) as bell:
        while True:
            events, reached = await read(database.reader, start, limit)
            left = deadline - asyncio.get_running_loop().time()
            if events or left <= 0:
                return events, reached
            await bell(min(left, _SOON if await pending(database.reader, start) else _LATER))
