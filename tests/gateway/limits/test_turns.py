"""A few requests of one caller at once; the others wait in line, and nobody else waits for them."""

import asyncio

import pytest

from gateway.door.turns import Turn, Turns
from kit.errors import TooMany


async def _settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Work:
    """Requests that take until they are let go, and the order in which they began."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.began: list[str] = []
        self.done = asyncio.Event()

    async def _do(self, who: str, name: str, done: asyncio.Event) -> None:
        async with Turn(self.turns, who):
            self.began.append(name)
            await done.wait()

    def start(self, who: str, name: str, done: asyncio.Event | None = None) -> "asyncio.Task[None]":
        return asyncio.create_task(self._do(who, name, done or self.done))


def test_more_than_a_few_wait_and_nobody_else_does() -> None:
    async def story() -> None:
        work = Work(Turns(2))
        tasks = [work.start("a", f"a{number}") for number in range(5)] + [work.start("b", "b0")]
        await _settled()
        assert work.began == ["a0", "a1", "b0"]
        work.done.set()
        await asyncio.gather(*tasks)
        assert work.began == ["a0", "a1", "b0", "a2", "a3", "a4"], "in the order they came"
        assert len(work.turns) == 0

    asyncio.run(story())


def test_the_line_has_an_end() -> None:
    async def story() -> None:
        work = Work(Turns(1, waiting=2))
        tasks = [work.start("a", f"a{number}") for number in range(3)]
        await _settled()
        with pytest.raises(TooMany) as refused:
            await work.turns.take("a", 0.0)
        assert refused.value.headers == {"Retry-After": "1"}
        work.done.set()
        await asyncio.gather(*tasks)
        assert len(work.turns) == 0

    asyncio.run(story())


def test_nobody_waits_for_ever_and_whoever_gave_up_gets_no_turn() -> None:
    async def story() -> None:
        work = Work(Turns(1, patience=0.01))
        first = work.start("a", "a0")
        await _settled()
        with pytest.raises(TooMany, match="chờ các yêu cầu trước xong"):
            await work.turns.take("a", 0.0)
        work.done.set()
        await first
        await work.turns.take("a", 0.0)
        work.turns.give_back("a", 0.0, 0.0)
        assert len(work.turns) == 0

    asyncio.run(story())


@pytest.mark.parametrize("steps", range(4))
def test_a_turn_is_not_lost_when_whoever_waits_for_it_leaves(steps: int) -> None:
    async def story() -> None:
        work, end = Work(Turns(1)), asyncio.Event()
        first = work.start("a", "a0", end)
        await _settled()
        leaving, staying = work.start("a", "a1"), work.start("a", "a2")
        await _settled()
        end.set()
        for _ in range(steps):  # the first ends, its turn is handed over, and meanwhile the next one leaves
            await asyncio.sleep(0)
        leaving.cancel()
        await _settled()
        assert "a2" in work.began
        work.done.set()
        await asyncio.gather(first, leaving, staying, return_exceptions=True)
        assert len(work.turns) == 0

    asyncio.run(story())


async def _in_line(turns: Turns, began: list[str], *names: str) -> "list[asyncio.Task[None]]":
    async def wait(name: str) -> None:
        await turns.take("a", 0.0)
        began.append(name)

    tasks = [asyncio.create_task(wait(name)) for name in names]
    await _settled()
    return tasks


def test_while_others_are_about_a_line_has_one_at_work_and_rests_between() -> None:
    async def story() -> None:
        turns, began = Turns(2), list[str]()
        for who in ("b", "a", "a"):
            await turns.take(who, 0.0)
        tasks = await _in_line(turns, began, "a2", "a3")
        turns.give_back("a", 0.0, 0.005)
        await _settled()
        assert began == [], "the other one is still at work"
        turns.give_back("a", 0.0, 0.005)
        await _settled()
        assert began == [], "it rests"
        await tasks[0]
        assert began == ["a2"]
        turns.give_back("a", 0.0, 0.005)
        await tasks[1]
        turns.give_back("a", 0.0, 0.0)
        turns.give_back("b", 0.0, 0.0)
        assert len(turns) == 0

    asyncio.run(story())


@pytest.mark.parametrize("others", [False, True])
def test_a_line_moves_on_at_once_when_nobody_else_was_there_lately(others: bool) -> None:
    async def story() -> None:
        turns, began = Turns(2), list[str]()
        if others:
            await turns.take("b", 0.0)
            turns.give_back("b", 0.0, 0.0)
        await turns.take("a", 0.0)
        await turns.take("a", 0.0)
        tasks = await _in_line(turns, began, "a2", "a3")
        turns.give_back("a", 0.0, 3600.0)
        turns.give_back("a", 0.0, 3600.0)
        await asyncio.gather(*tasks)
        assert began == ["a2", "a3"]

    asyncio.run(story())
