"""Two nurseries, each fit to stand in for the other: after the first start nobody waits for imports any more."""

import asyncio
import os
import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self

from commands.births import Gone, Life, Nursery, reader_of
from commands.children import MANAGE, ROOT
from commands.failures import CannotServe
from commands.nursery import NAME, WORDS, Order
from commands.voices import Voice
from kit.logs import log

ENOUGH = 2
LOOK = 0.05
PAUSE = 1.0
"""Seconds between two beginnings from nothing."""


class Nurseries:
    """Where the parts come from. The first nursery starts at once, while its supervisor prepares the database."""

    def __init__(self, told: Mapping[str, str]) -> None:
        """`told` is the environment every part finds, whatever it is told besides."""
        self._told = dict(told)
        self._voice = Voice(NAME)
        self._known: list[Nursery] = []
        self._attending: set[asyncio.Task[None]] = set()
        self._fewer = asyncio.Event()
        self._first = self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._first[0].end()  # in case nobody came to keep them

    async def bear(self, order: Order) -> Life:
        """Have somebody born, as soon as any nursery can."""
        while True:
            for nursery in [known for known in self._known if known.is_warm]:
                with suppress(Gone):
                    return await nursery.bear(order)
            await asyncio.sleep(LOOK)

    async def keep(self) -> None:
        """Have enough of them, until cancelled. Raises CannotServe when the first ends before it is warm."""
        try:
            if not await self._becomes_warm(*self._first):
                raise CannotServe(
                    f"Không nạp được mã nguồn. Lời cuối của tiến trình nạp:\n{self._voice.last_words}".rstrip()
                )
            while True:
                self._fewer.clear()
                living = [nursery for nursery in self._known if not nursery.is_gone]
                if not living:
                    await self._begin_again()
                elif len(living) < ENOUGH:
                    await self._double(living[0])
                else:
                    await self._fewer.wait()
        finally:
            for nursery in list(self._known):
                nursery.end()

    async def _begin_again(self) -> None:
        log.error("every nursery gone, starting one from nothing")
        if not await self._becomes_warm(*self._begin()):
            await asyncio.sleep(PAUSE)

    def _begin(self) -> tuple[Nursery, int]:
        """A nursery started from nothing, and where to read what it says."""
        ours, theirs = socket.socketpair()
        reads, writes = os.pipe()
        with theirs:
            process = subprocess.Popen(
                [*MANAGE, *WORDS],
                cwd=ROOT,
                env=self._told,
                stdin=theirs.fileno(),
                stdout=writes,
                stderr=writes,
                start_new_session=True,
            )
        os.close(writes)
        return Nursery(ours, process), reads

    async def _becomes_warm(self, nursery: Nursery, output: int) -> bool:
        """Wait until one that has its imports before it can bear, or is gone and has had its say."""
        speaking = self._attend(nursery, await reader_of(output))
        await nursery.settled.wait()
        if nursery.is_gone:
            await speaking
        return nursery.is_warm

    async def _double(self, nursery: Nursery) -> None:
        """Have another born like the one there is, once it is warm."""
        await nursery.settled.wait()
        with suppress(Gone):
            life = await nursery.bear(Order(NAME, WORDS, {}))
            self._attend(Nursery(life.line, life.pid), life.output)

    def _attend(self, nursery: Nursery, output: asyncio.StreamReader) -> "asyncio.Task[None]":
        """Know it, and hear it until it is gone; the task that passes on what it says."""
        self._known.append(nursery)
        hearing, speaking = asyncio.create_task(self._hear(nursery)), asyncio.create_task(self._voice.pass_on(output))
        for task in (hearing, speaking):
            self._attending.add(task)
            task.add_done_callback(self._attending.discard)
        return speaking

    async def _hear(self, nursery: Nursery) -> None:
        try:
            await nursery.hear()
        finally:
            self._known.remove(nursery)
            self._fewer.set()
