"""Every event takes effect exactly once, though consumers are killed, doubled, or left behind."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from kit import asgi
from kit.database import in_unit
from kit.feeds import Event, retention, trim
from tests.harness.horizon import settled
from tests.kit.feeds.world import World, hear

CURSOR = "select cursor from feed_cursors"


def test_a_new_consumer_starts_from_a_snapshot_and_goes_on_from_there(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> tuple[list[str], list[Any]]:
        await world.tell("thing", 1)
        await world.tell("thing", 2)
        listener = world.listener()
        await listener.catch_up()
        await world.tell("thing", 3)
        await listener.catch_up()
        return world.asked, await world.heard()

    asked, heard = tell(story)
    assert asked[0] == "/internal/v1/snapshot"
    assert "/internal/v1/snapshot" not in asked[1:]
    assert heard[0] == ("thing", 2)
    assert heard[-1] == ("thing", 3)


def test_a_consumer_killed_between_its_change_and_the_commit_applies_it_once(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[Any]:
        await world.listener().catch_up()
        await world.tell("thing", 1)

        async def hear_and_die(session: AsyncSession, events: Sequence[Event]) -> None:
            await hear(session, events)
            backend = (await session.execute(text("select pg_backend_pid()"))).scalar_one()
            await world.admin(f"select pg_terminate_backend({backend}, 5000)")

        with pytest.raises(DBAPIError):
            await world.listener(hear_and_die).catch_up()
        assert await world.heard() == []
        await world.listener().catch_up()
        await world.listener().catch_up()
        return await world.heard()

    assert tell(story) == [("thing", 1)]


def test_events_delivered_twice_take_effect_once(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[Any]:
        listener = world.listener()
        await listener.catch_up()
        before = (await world.consumer.reader.one(CURSOR, {}, "")).cursor
        await world.tell("thing", 1)
        await listener.catch_up()
        await world.admin(f"update indicators.feed_cursors set cursor = '{before}'")
        await world.tell("thing", 2)
        assert await listener.catch_up() == 1
        return await world.heard()

    assert tell(story) == [("thing", 1), ("thing", 2)]


def test_two_processes_of_one_consumer_do_not_double_the_effect(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[Any]:
        await world.listener().catch_up()
        for version in range(10):
            await world.tell("thing", version)
        await asyncio.gather(*(world.listener().step() for _ in range(4)))
        await world.listener().catch_up()
        return await world.heard()

    assert tell(story) == [("thing", version) for version in range(10)]


def test_two_processes_of_a_new_consumer_take_one_snapshot_into_effect(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[Any]:
        await world.tell("thing", 1)
        await asyncio.gather(*(world.listener().step() for _ in range(4)))
        return await world.heard()

    assert tell(story) == [("thing", 1)]


def test_a_restored_publisher_makes_its_consumers_take_a_snapshot(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> tuple[list[str], list[Any]]:
        listener = world.listener()
        await world.tell("thing", 1)
        await listener.catch_up()
        await world.admin("update directory.feed_epoch set epoch = gen_random_uuid()")
        await world.tell("other", 1)
        world.asked.clear()
        await listener.catch_up()
        snapshots = world.asked.count("/internal/v1/snapshot")
        await world.tell("other", 2)
        await listener.catch_up()
        return snapshots, await world.heard()

    snapshots, heard = tell(story)
    assert snapshots == 1
    assert ("other", 1) in heard
    assert heard[-1] == ("other", 2)


def test_a_consumer_behind_what_is_kept_takes_a_snapshot_and_one_at_the_tip_does_not(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> tuple[int, int]:
        listener = world.listener()
        await listener.catch_up()
        await world.tell("thing", 1)
        await settled(world.publisher)
        async with in_unit(world.publisher) as session:
            await trim(session, timedelta(0))
        assert await world.admin("select count(*) from directory.outbox") == [(0,)]
        world.asked.clear()
        await listener.catch_up()
        behind = world.asked.count("/internal/v1/snapshot")
        await world.tell("thing", 2)
        await listener.catch_up()
        await settled(world.publisher)
        async with in_unit(world.publisher) as session:
            await trim(session, timedelta(0))
        world.asked.clear()
        await listener.catch_up()
        return behind, world.asked.count("/internal/v1/snapshot")

    assert tell(story) == (1, 0)


def test_trimming_keeps_what_is_younger_than_asked(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[Any]:
        await world.tell("old", 1)
        await world.admin("update directory.outbox set at = now() - interval '31 days'")
        await world.tell("young", 1)
        await settled(world.publisher)
        async with in_unit(world.publisher) as session:
            await trim(session)
        return await world.admin("select subject from directory.outbox")

    assert tell(story) == [("young",)]


def test_a_running_publisher_trims_its_outbox(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> None:
        await world.tell("old", 1)
        await world.admin("update directory.outbox set at = now() - interval '31 days'")
        await settled(world.publisher)
        async with retention(world.publisher)(world.app), asyncio.timeout(60):
            while await world.admin("select count(*) from directory.outbox") != [(0,)]:
                pass

    tell(story)


def test_what_changes_while_a_snapshot_is_read_comes_again_in_the_feed(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> tuple[list[str], list[Any]]:
        for name in ("a", "b", "c"):
            await world.tell(name, 1)
        page = (await world.ask("snapshot", "limit=2")).json()
        names = [event["subject"] for event in page["events"]]
        await world.tell("a", 2)
        rest = (await world.ask("snapshot", page["next"].partition("?")[2])).json()
        names += [event["subject"] for event in rest["events"]]
        assert rest["cursor"] == page["cursor"]
        assert rest["next"] is None
        await settled(world.publisher)
        missed = (await world.ask("events", f"after={rest['cursor']}")).json()
        return names, [(event["subject"], event["data"]["version"]) for event in missed]

    names, missed = tell(story)
    assert names == ["a", "b", "c"]
    assert ("a", 2) in missed


def test_a_running_consumer_survives_its_source_being_down(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> tuple[int, list[Any]]:
        await world.listener().catch_up()
        await world.tell("thing", 1)
        outages, arrived = 0, asyncio.Event()

        async def shaky(scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
            nonlocal outages
            if outages < 2:
                outages += 1
                raise ConnectionError("source down")
            await world.app(scope, receive, send)

        async def hear_and_ring(session: AsyncSession, events: Sequence[Event]) -> None:
            await hear(session, events)
            arrived.set()

        async with world.listener(hear_and_ring, shaky).lifespan(world.app):
            await asyncio.wait_for(arrived.wait(), 60)
        await world.listener().catch_up()
        return outages, await world.heard()

    assert tell(story) == (2, [("thing", 1)])
