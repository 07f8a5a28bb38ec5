"""Every statement carries who asks, though connections are shared, and whatever became of the statement before."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text

from commands import storage
from kit.caller import ANONYMOUS, Caller, Grant
from kit.database import NOBODY, SYSTEM, Database, asked_by, in_unit
from tests.harness.store import Store

ASKED = "select current_setting('lantoa.caller', true) as asker"
OFFICER = Caller(
    "a", "account", grants=(Grant(frozenset({"b:read", "a:write"}), "X2"), Grant(frozenset({"b:read"}), "X1"))
)
Story = Callable[[Database], Awaitable[None]]


@pytest.fixture
def tell(empty_database: Callable[[], str], store: Store) -> Callable[[Story], None]:
    """Plays a story (a coroutine function over an open database)."""
    dsn = storage.app_dsn(store.settings(), empty_database(), "directory")

    async def play(story: Story) -> None:
        database = Database(dsn, "directory")
        await database.open()
        try:
            await story(database)
        finally:
            await database.close()

    def run(story: Story) -> None:
        with ThreadPoolExecutor(1) as thread:  # a browser test may hold this thread's loop
            thread.submit(asyncio.run, play(story)).result(60)

    return run


def test_a_caller_is_told_by_what_they_hold_where_and_by_nothing_else() -> None:
    assert asked_by(OFFICER) == '{"a:write":["X2"],"b:read":["X1","X2"]}'
    assert asked_by(ANONYMOUS) == "{}"


def test_no_reader_of_a_shared_connection_asks_as_another(tell: Callable[[Story], None]) -> None:
    async def story(database: Database) -> None:
        askers = [SYSTEM, "{}", *(f'{{"right":["X{number}"]}}' for number in range(20))] * 20

        async def told(asker: str) -> str:
            [row] = await database.reader_for(asker).rows(ASKED)
            return str(row.asker)

        assert await asyncio.gather(*map(told, askers)) == askers
        assert database.reader.statements == len(askers)

    tell(story)


def test_after_a_statement_that_failed_the_next_one_is_asked_by_its_own_caller(tell: Callable[[Story], None]) -> None:
    async def story(database: Database) -> None:
        for place in range(8):  # more than there are connections
            one, other = database.reader_for(f"one {place}"), database.reader_for(f"other {place}")
            await one.rows(ASKED)
            with pytest.raises(psycopg.errors.DivisionByZero):
                await other.rows("select 1 / %(nothing)s::int", {"nothing": 0})
            for reader in (one, other, other):
                assert (await reader.rows(ASKED))[0].asker == reader._asker

    tell(story)


def test_a_unit_of_work_says_who_asks_in_every_transaction(tell: Callable[[Story], None]) -> None:
    async def story(database: Database) -> None:
        async def asker(**told: str) -> list[str]:
            async with in_unit(database, **told) as session:
                found = []
                for _ in range(2):
                    found.append(str((await session.execute(text(ASKED))).scalar_one()))
                    await session.commit()
                return found

        assert await asker() == [SYSTEM] * 2
        assert await asker(asker="{}") == ["{}"] * 2
        async with database.engine.connect() as connection:  # one that was used, by none of ours
            assert (await connection.execute(text(ASKED))).scalar_one() in (NOBODY, None)

    tell(story)
