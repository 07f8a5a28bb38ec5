"""Standoffs for tests: a row or table held by a third party, so that two requests are under way at the same moment."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from kit.database import in_unit
from tests.harness.live import LiveSystem

_WAITING = """
    select count(distinct l.pid) as waiting from pg_locks l join pg_stat_activity a using (pid)
    where not l.granted and a.datname = current_database()
"""


@dataclass(frozen=True, slots=True)
class Standoff:
    """What is held, and who waits for anything at all in this database."""

    system: LiveSystem
    service: str

    def wait_for(self, waiting: int, *others: threading.Event, seconds: float = 5) -> None:
        """Until so many wait for locks, something else has happened, or it takes too long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not any(other.is_set() for other in others):
            [row] = self.system.run(self.system.databases[self.service].reader.rows(_WAITING))
            if row.waiting >= waiting:
                return
            time.sleep(0.01)


@contextmanager
def held(
    system: LiveSystem, service: str, statement: str, parameters: Mapping[str, Any] | None = None
) -> Iterator[Standoff]:
    """Hold what a statement locks until the block ends."""
    taken, released = threading.Event(), asyncio.Event()

    async def hold() -> None:
        async with in_unit(system.databases[service]) as session:
            connection = await session.connection()
            await connection.exec_driver_sql(statement, dict(parameters or {}))
            taken.set()
            await released.wait()

    async def release() -> None:
        released.set()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(system.run, hold())
        try:
            assert taken.wait(20)
            yield Standoff(system, service)
        finally:
            system.run(release())
            holding.result(20)


def meanwhile(
    system: LiveSystem,
    holding: tuple[str, Mapping[str, Any]],
    first: Callable[[], httpx.Response],
    second: Callable[[], httpx.Response],
) -> tuple[httpx.Response, httpx.Response]:
    """The answers of two requests, the second of which is sent while the first is held up at what a statement locks."""
    done = threading.Event()

    def ask_and_tell() -> httpx.Response:
        try:
            return second()
        finally:
            done.set()

    with ThreadPoolExecutor(2) as pool:
        with held(system, "indicators", *holding) as standoff:
            early = pool.submit(first)
            standoff.wait_for(1)
            late = pool.submit(ask_and_tell)
            standoff.wait_for(2, done, seconds=0.5)
        return early.result(), late.result()
