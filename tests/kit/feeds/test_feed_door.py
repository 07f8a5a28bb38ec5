"""The feed's door: who may read, what it sends, how it waits."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kit.caller import ANONYMOUS, Caller, Grant
from kit.feeds.reading import listening
from kit.paging import cursor
from tests.harness.horizon import settled
from tests.kit.feeds.world import World

LISTENING = "select count(*) from pg_stat_activity where query like 'listen %' and datname = current_database()"


def test_a_waiting_reader_is_rung_when_events_are_committed(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> None:
        async with listening(world.publisher) as bell:
            await world.tell("thing", 1)
            await asyncio.wait_for(bell(3600), 60)

    tell(story)


def test_an_answer_is_held_back_until_there_is_an_event(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[Any]:
        waiting = asyncio.create_task(world.ask("events", "wait=30"))
        while await world.admin(LISTENING) == [(0,)]:
            assert not waiting.done()
        await world.tell("thing", 1)
        return (await waiting).json()

    assert [event["subject"] for event in tell(story)] == ["thing"]


def test_events_are_cloud_events_with_the_state_after_the_change(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> tuple[str | None, Any]:
        await world.tell("thing", 7)
        await settled(world.publisher)
        answer = await world.ask("events")
        return answer.header("content-type"), answer.json()

    media, (event,) = tell(story)
    assert media == "application/cloudevents-batch+json"
    assert datetime.fromisoformat(event.pop("time")).tzinfo is not None
    assert event.pop("id")
    assert event == {
        "specversion": "1.0",
        "source": "/things",
        "type": "thing",
        "subject": "thing",
        "datacontenttype": "application/json",
        "data": {"name": "thing", "version": 7},
    }


@pytest.mark.parametrize("path", ["events", "snapshot"])
def test_only_those_with_the_right_read_the_feed(tell: Callable[..., Any], path: str) -> None:
    async def story(world: World) -> list[int]:
        other = Caller("officer", "account", grants=(Grant(frozenset({"values:write"}), "*"),))
        return [(await world.ask(path, caller=caller)).status for caller in (ANONYMOUS, other)]

    assert tell(story) == [401, 403]


def test_cursors_that_are_not_ours_are_refused(tell: Callable[..., Any]) -> None:
    async def story(world: World) -> list[int]:
        forged = ["rubbish", cursor("epoch", -1, 0), cursor("epoch", 2**64, 0), cursor("epoch", 0, 2**63), cursor(1)]
        answers = [(await world.ask("events", f"after={each}")).status for each in forged]
        return [*answers, (await world.ask("events", f"after={cursor('another epoch', 5, 5)}")).status]

    assert tell(story) == [404, 404, 404, 404, 404, 410]
