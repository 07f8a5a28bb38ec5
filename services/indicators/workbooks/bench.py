"""Where workbooks are read and written: threads beside the event loop, and only so many at a time."""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")
_ROOM = CapacityLimiter(2)


async def at_the_bench(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs slow, pure work on workbooks in a thread; the third caller waits for the first two."""
    return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_ROOM)
