"""A publishing and a consuming service with nothing but a feed between them, on a real database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from fastapi import FastAPI
from sqlalchemy import MetaData, create_engine, text
from sqlmodel.ext.asyncio.session import AsyncSession

from kit import asgi
from kit.caller import HEADER, Caller, Grant, identity
from kit.database import Database, Reader, in_unit
from kit.feeds import Consumer, Event, consumer_tables, feed_router, publish, publisher_tables
from kit.service import create_service
from kit.tokens import SigningKey

T = TypeVar("T")
SNAPSHOT_PAGE = "select name, version from things where name > %(after)s order by name limit %(limit)s"


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a loop of its own, in a thread of its own: a browser test may hold this thread's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result(120)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a world lies: the DSNs of both services and of the administrator, and their key."""

    publisher: str
    consumer: str
    admin: str
    key: SigningKey


def lay_tables(owner_dsn: str, schema: str) -> None:
    """Make a service's feed tables, and the things it is about, as their owner."""
    metadata = MetaData(schema=schema)
    (publisher_tables if schema == "directory" else consumer_tables)(metadata)
    engine = create_engine("postgresql+psycopg://" + owner_dsn.split("://", 1)[1])
    with engine.begin() as connection:
        metadata.create_all(connection)
        if schema == "directory":
            connection.execute(text("create table directory.things (name text primary key, version int not null)"))
            connection.execute(text("insert into directory.feed_epoch default values"))
        else:
            connection.execute(text("create table indicators.heard (place bigserial, name text, version int)"))
    engine.dispose()


async def snapshot(reader: Reader, after: str | None, limit: int) -> tuple[Sequence[Event], str | None]:
    """The present things, by name."""
    rows = await reader.rows(SNAPSHOT_PAGE, {"after": after or "", "limit": limit})
    events = [Event("thing", "/things", row.name, row._asdict(), id=f"snapshot:{row.name}") for row in rows]
    return events, rows[-1].name if len(rows) == limit else None


def told(name: str, version: int) -> Event:
    """A thing's new version, as an event."""
    return Event("thing", "/things", name, {"name": name, "version": version})


async def put(session: AsyncSession, name: str, version: int) -> None:
    """Change a thing and tell of it."""
    await session.execute(
        text("insert into things values (:name, :version) on conflict (name) do update set version = :version"),
        {"name": name, "version": version},
    )
    await publish(session, [told(name, version)])


async def hear(session: AsyncSession, events: Sequence[Event]) -> None:
    """Write down what was heard, in order; hearing twice shows."""
    for event in events:
        await session.execute(text("insert into heard (name, version) values (:name, :version)"), event.data)


@dataclass(slots=True)
class World:
    """Both services, open."""

    place: Place
    publisher: Database
    consumer: Database
    app: FastAPI
    asked: list[str] = field(default_factory=list)

    async def source(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """The publisher's app; remembers which paths were asked for."""
        self.asked.append(scope["path"])
        await self.app(scope, receive, send)

    def listener(
        self,
        handle: Callable[[AsyncSession, Sequence[Event]], Awaitable[None]] = hear,
        source: asgi.App | None = None,
    ) -> Consumer:
        """A consumer, as a process of the consuming service would make it."""
        return Consumer("things", source or self.source, self.place.key, self.consumer, handle)

    async def tell(self, name: str, version: int) -> None:
        """Change a thing and commit."""
        async with in_unit(self.publisher) as session:
            await put(session, name, version)

    async def heard(self) -> list[tuple[str, int]]:
        """What the consumer has written down so far."""
        rows = await self.consumer.reader.rows("select name, version from heard order by place")
        return [(row.name, row.version) for row in rows]

    async def ask(self, path: str, query: str = "", caller: Caller | None = None) -> asgi.Answer:
        """One request to the feed, by default from somebody who may read it."""
        named = caller or Caller("tester", "service", grants=(Grant(frozenset({"feeds:read"}), "*"),))
        headers = {HEADER: identity(self.place.key, named)}
        return await asgi.call(self.app, "GET", f"/internal/v1/{path}", query=query, headers=headers)

    async def admin(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement as the administrator."""
        async with await psycopg.AsyncConnection.connect(self.place.admin, autocommit=True) as connection:
            cursor = await connection.execute(statement.encode())
            return await cursor.fetchall() if cursor.description else []


@asynccontextmanager
async def opened(place: Place) -> AsyncIterator[World]:
    """A world whose databases are open."""
    publisher, consumer = Database(place.publisher, "directory"), Database(place.consumer, "indicators")
    app = create_service("things", "Things", [feed_router(snapshot)], signing_key=place.key, database=publisher)
    await publisher.open()
    await consumer.open()
    try:
        yield World(place, publisher, consumer, app)
    finally:
        await consumer.close()
        await publisher.close()
