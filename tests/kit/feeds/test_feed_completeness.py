"""No event is lost or doubled, whatever the order in which concurrent transactions take ids and commit."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from kit.database import in_unit
from kit.feeds import publish
from tests.harness.horizon import settled
from tests.kit.feeds.world import World, put, told

WRITERS, ROUNDS, THINGS = 8, 12, 3
NAIVE = "select seq, subject, data from outbox where seq > %(after)s order by seq"
NEXT = "insert into things values (:name, 1) on conflict (name) do update set version = things.version + 1"


class Naive:
    """A reader that pages by the sequence number alone."""

    def __init__(self, world: World) -> None:
        self._reader = world.publisher.reader
        self._after = 0
        self._turn = asyncio.Lock()
        self.seen: list[tuple[str, int]] = []

    async def look(self) -> None:
        """Read on from the highest number seen."""
        async with self._turn:
            for row in await self._reader.rows(NAIVE, {"after": self._after}):
                self._after = row.seq
                self.seen.append((row.subject, row.data["version"]))


async def write(world: World, number: int, naive: Naive, all_have_numbers: asyncio.Barrier) -> None:
    """One writer: takes its transaction id early, dawdles before and after it tells, commits, has the naive look."""
    chance = random.Random(number)
    for turn in range(ROUNDS):
        async with in_unit(world.publisher) as session:
            await session.execute(text("set local lock_timeout = 0"))
            await session.execute(text("select pg_current_xact_id(), pg_sleep(:s)"), {"s": chance.random() / 50})
            await put(session, f"own-{number}", turn)
            if turn == 0:
                await all_have_numbers.wait()
                await session.execute(text("select pg_sleep(:s)"), {"s": (WRITERS - number) / 100})
            await session.execute(text("select pg_sleep(:s)"), {"s": chance.random() / 50})
            await contend(session, f"shared-{chance.randrange(THINGS)}")
        await naive.look()


async def contend(session: Any, name: str) -> None:
    """Raise the version of a thing that other writers raise too, and tell of it."""
    made = await session.execute(text(f"{NEXT} returning version"), {"name": name})
    await publish(session, [told(name, made.scalar_one())])


async def storm(world: World) -> tuple[list[tuple[str, int]], list[tuple[str, int]], set[tuple[str, int]]]:
    """Eight writers and two readers at once: what the feed told, what the naive reader saw, what was written."""
    naive, together = Naive(world), asyncio.Barrier(WRITERS)
    listener = world.listener()
    await listener.catch_up()
    writers = asyncio.gather(*(write(world, number, naive, together) for number in range(WRITERS)))
    while not writers.done():
        await listener.step(wait=1)
    await writers
    await listener.catch_up()
    rows = await world.publisher.reader.rows("select subject, (data->>'version')::int as version from outbox")
    return await world.heard(), naive.seen, {(row.subject, row.version) for row in rows}


def test_eight_writers_with_random_delays_lose_nothing_double_nothing_and_keep_the_order(
    tell: Callable[..., Any],
) -> None:
    heard, naive, written = tell(storm)

    assert len(written) == 2 * WRITERS * ROUNDS
    assert len(heard) == len(set(heard))
    assert set(heard) == written
    for name in {name for name, _ in written}:
        versions = [version for subject, version in heard if subject == name]
        assert versions == sorted(versions), name
    assert set(naive) < written, "the storm would not have caught a reader that pages by number"


def test_an_event_numbered_first_but_committed_last_is_read_in_its_turn(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> tuple[list[str], list[str], list[Any]]:
        naive = Naive(world)
        listener = world.listener()
        await listener.catch_up()
        async with in_unit(world.publisher) as slow:
            await put(slow, "slow", 1)
            await world.tell("fast", 1)
            await naive.look()
            early = await world.ask("events")
        await naive.look()
        await listener.catch_up()
        return [name for name, _ in naive.seen], early.json(), await world.heard()

    naive, early, heard = tell(story)
    assert naive == ["fast"]
    assert early == []
    assert heard == [("slow", 1), ("fast", 1)]


def test_a_subject_changed_by_an_older_transaction_after_a_younger_one_is_told_in_the_order_of_changes(
    tell: Callable[..., Any],
) -> None:
    async def story(world: World) -> list[tuple[str, int]]:
        listener = world.listener()
        await listener.catch_up()
        async with in_unit(world.publisher) as older:
            await older.execute(text("select pg_current_xact_id()"))
            await world.tell("thing", 1)
            await put(older, "thing", 2)
        await listener.catch_up()
        return await world.heard()

    assert tell(story) == [("thing", 1), ("thing", 2)]


def test_catching_up_waits_for_what_stands_behind_an_older_transaction(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[tuple[str, int]]:
        listener = world.listener()
        await listener.catch_up()
        async with in_unit(world.publisher) as older:
            await older.execute(text("select pg_current_xact_id()"))
            await world.tell("thing", 1)
            assert (await world.ask("events")).header("feed-pending") == "1"
            catching_up = asyncio.create_task(listener.catch_up())
            await older.execute(text("select pg_sleep(0.05)"))
            assert not catching_up.done()
        assert await catching_up == 1
        return await world.heard()

    assert tell(story) == [("thing", 1)]


def test_what_is_rolled_back_is_never_told(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[Any]:
        try:
            async with in_unit(world.publisher) as session:
                await put(session, "thing", 1)
                raise RuntimeError("changed our mind")
        except RuntimeError:
            pass
        answer = await world.ask("events")
        assert answer.header("feed-pending") is None
        return answer.json()

    assert tell(story) == []


def test_a_long_batch_is_read_in_pages_without_overlap(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[int]:
        async with in_unit(world.publisher) as session:
            for version in range(25):
                await put(session, "thing", version)
        await settled(world.publisher)
        seen: list[int] = []
        answer = await world.ask("events", "limit=10")
        while batch := answer.json():
            seen += [event["data"]["version"] for event in batch]
            answer = await world.ask("events", f"limit=10&after={answer.header('feed-cursor')}")
        return seen

    assert tell(story) == list(range(25))
