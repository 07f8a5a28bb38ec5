"""Work in the background ends with the block it stands beside, whatever it is doing then."""

import asyncio
from contextlib import suppress

import pytest

from kit import background
from kit.background import in_background


def test_work_ends_with_its_block() -> None:
    async def story() -> None:
        ended = asyncio.Event()

        async def work() -> None:
            try:
                await asyncio.sleep(3600)
            finally:
                ended.set()

        async with in_background(work()):
            await asyncio.sleep(0)
        assert ended.is_set()

    asyncio.run(story())


def test_work_that_misses_a_cancellation_is_cancelled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        monkeypatch.setattr(background, "CANCELLED_EVERY", 0.01)
        missed = 0

        async def work() -> None:
            nonlocal missed
            while missed < 2:
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(3600)
                missed += 1
            await asyncio.sleep(3600)

        async with in_background(work()):
            await asyncio.sleep(0)
        assert missed == 2

    asyncio.run(story())


def test_what_work_failed_with_is_told_where_the_block_ends() -> None:
    async def story() -> None:
        async def work() -> None:
            raise LookupError("work")

        with pytest.raises(LookupError, match="work"):
            async with in_background(work()):
                await asyncio.sleep(0)

    asyncio.run(story())


def test_a_block_that_is_cancelled_itself_ends_its_work_and_stays_cancelled() -> None:
    async def story() -> None:
        stopped = False

        async def work() -> None:
            nonlocal stopped
            try:
                await asyncio.sleep(3600)
            finally:
                stopped = True

        async def block() -> None:
            async with in_background(work()):
                await asyncio.sleep(3600)

        task = asyncio.create_task(block())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert stopped

    asyncio.run(story())
