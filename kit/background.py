"""Work that goes on beside other work, and never longer than it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

CANCELLED_EVERY = 2.0
"""Seconds granted to what a cancelled task still has to put in order."""


@asynccontextmanager
async def in_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let `work` run while the block does; it is cancelled, and waited for, when the block ends.

    Cancelled again when it goes on: `asyncio.wait_for` of Python 3.11, which the pools of connections wait with, drops
    a cancellation that comes in the very step in which it is given what it waited for.
    """
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        while not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=CANCELLED_EVERY)
        with suppress(asyncio.CancelledError):
            task.result()
