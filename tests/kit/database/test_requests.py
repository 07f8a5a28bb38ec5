"""One transaction per request: started over after a deadlock, repeated safely by key, honest about outages."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, UploadFile
from sqlalchemy import MetaData, create_engine, text
from sqlalchemy.exc import DBAPIError

from commands import storage
from kit.database import Database, SessionDep, TransactionRoute, in_unit, pool
from kit.database.idempotency import idempotency_table
from kit.service import create_service
from kit.tokens import SigningKey
from tests.harness.store import Store

SCHEMA = "directory"
DEADLOCK = "do $$ begin raise exception using errcode = '40P01'; end $$"
TOO_LONG = DEADLOCK.replace("40P01", "25P04")  # as transaction_timeout ends a transaction
KEY = {"Idempotency-Key": "tai-len-0001"}
Story = Callable[[httpx.AsyncClient, Database], Awaitable[None]]


def app_on(database: Database, key: SigningKey) -> FastAPI:
    """A service that takes uploads, and one route that takes too long."""
    router = APIRouter(prefix="/api/directory/v1", route_class=TransactionRoute)
    attempts: list[int] = []

    @router.post("/uploads")
    async def upload(*, file: UploadFile, fails: int = 0, session: SessionDep) -> dict[str, int]:
        attempts.append(len(await file.read()))
        if len(attempts) <= fails:
            await session.execute(text(DEADLOCK))
        await session.execute(text("insert into uploads (bytes) values (:bytes)"), {"bytes": attempts[-1]})
        return {"bytes": attempts[-1], "attempts": len(attempts)}

    @router.post("/waits")
    async def wait(*, session: SessionDep) -> None:
        await session.execute(text(TOO_LONG))

    return create_service(SCHEMA, "Kho", [router], signing_key=key, database=database)


@pytest.fixture
def tell(empty_database: Callable[[], str], store: Store) -> Callable[[Story], None]:
    """Plays a story (a coroutine function over a client and the service's database) in a fresh database."""
    settings, admin = store.settings(), empty_database()
    metadata = MetaData(schema=SCHEMA)
    idempotency_table(metadata)
    engine = create_engine("postgresql+psycopg://" + storage.owner_dsn(settings, admin, SCHEMA).split("://", 1)[1])
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(text(f"create table {SCHEMA}.uploads (bytes int not null check (bytes > 0))"))
    engine.dispose()

    async def play(story: Story) -> None:
        database = Database(storage.app_dsn(settings, admin, SCHEMA), SCHEMA)
        app = app_on(database, SigningKey.load(settings.secrets_dir))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        await database.open()
        try:
            async with httpx.AsyncClient(transport=transport, base_url="http://lantoa.example") as client:
                await story(client, database)
        finally:
            await database.close()

    def run(story: Story) -> None:
        with ThreadPoolExecutor(1) as thread:  # a browser test may hold this thread's loop
            thread.submit(asyncio.run, play(story)).result(60)

    return run


async def send(client: httpx.AsyncClient, content: bytes, **options: Any) -> httpx.Response:
    """Upload a file; httpx draws a boundary of its own for every call."""
    return await client.post("/api/directory/v1/uploads", files={"file": ("so-lieu.xlsx", content)}, **options)


@pytest.mark.parametrize("headers", [{}, KEY])
def test_an_upload_is_whole_when_a_deadlock_starts_the_request_over(
    tell: Callable[[Story], None], headers: dict[str, str]
) -> None:
    async def story(client: httpx.AsyncClient, database: Database) -> None:
        answer = await send(client, b"12345", params={"fails": 2}, headers=headers)
        assert (answer.status_code, answer.json()) == (200, {"bytes": 5, "attempts": 3})
        assert len(await database.reader.rows("select from uploads")) == 1

    tell(story)


def test_an_upload_sent_again_is_known_by_its_content(tell: Callable[[Story], None]) -> None:
    async def story(client: httpx.AsyncClient, database: Database) -> None:
        first, again = await send(client, b"12345", headers=KEY), await send(client, b"12345", headers=KEY)
        assert (again.status_code, again.json()) == (200, first.json())
        assert again.headers["idempotency-replayed"] == "true"
        assert (await send(client, b"12346", headers=KEY)).status_code == 422
        assert len(await database.reader.rows("select from uploads")) == 1

    tell(story)


def test_answers_are_kept_for_a_week(tell: Callable[[Story], None]) -> None:
    async def story(client: httpx.AsyncClient, database: Database) -> None:
        for name, days in (("cu-hon-mot-tuan", 8), ("trong-tuan-nay", 6)):
            await send(client, b"1", headers={"Idempotency-Key": name})
            async with in_unit(database) as session:
                moved = text("update idempotency_keys set at = at - make_interval(days => :days) where key = :key")
                await session.execute(moved, {"days": days, "key": name})
        await send(client, b"1", headers=KEY)
        kept = await database.reader.rows("select key from idempotency_keys order by at")
        assert [row.key for row in kept] == ["trong-tuan-nay", KEY["Idempotency-Key"]]

    tell(story)


def test_when_every_connection_is_taken_the_answer_is_503(
    tell: Callable[[Story], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "WAIT", 0.1)

    async def story(client: httpx.AsyncClient, database: Database) -> None:
        held = [await database.engine.connect() for _ in range(10)]
        answer = await send(client, b"1")
        for connection in held:
            await connection.close()
        assert (answer.status_code, answer.json()["title"]) == (503, "Dịch vụ tạm thời gián đoạn")
        assert (await send(client, b"1")).status_code == 200

    tell(story)


def test_a_transaction_that_takes_too_long_is_answered_by_503(tell: Callable[[Story], None]) -> None:
    async def story(client: httpx.AsyncClient, _: Database) -> None:
        assert (await client.post("/api/directory/v1/waits")).status_code == 503

    tell(story)


def test_what_somebody_sent_is_in_no_error_message(tell: Callable[[Story], None]) -> None:
    async def story(_: httpx.AsyncClient, database: Database) -> None:
        with pytest.raises(DBAPIError) as raised:
            async with in_unit(database) as session:
                await session.execute(
                    text("insert into uploads (bytes) select length(:secret) - 6"), {"secret": "bí mật"}
                )
        assert "uploads" in str(raised.value)
        assert "bí mật" not in str(raised.value)

    tell(story)
