"""The parts as processes: called, told where everybody is, watched, and started again."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from commands.births import Life
from commands.failures import CannotServe
from commands.nursery import Order
from commands.voices import Voice
from kit.logs import log
from kit.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
MANAGE = (sys.executable, "-m", "commands")
"""`manage.py` inside the environment that runs now; to be started in the folder of the product."""
SETTLED = 5.0
"""Seconds after which a child that ends has not failed to start, but met with an accident."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
GRACE = 15.0
"""Seconds granted to a child to end in good order; more than its server grants to the last requests."""


def environment(settings: Settings) -> dict[str, str]:
    """Our own settings, with a folder that means the same wherever it is read, and what a run decided for itself."""
    second_factor = "on" if settings.second_factor else "off"
    return {**os.environ, "LANTOA_DATA_DIR": str(settings.data_dir), "LANTOA_SECOND_FACTOR": second_factor}


class Child:
    """One part in a process of its own, tied to us: it ends when its standard input closes, by us or by our death."""

    def __init__(self, part: str, told: Mapping[str, str], bear: Callable[[Order], Awaitable[Life]]) -> None:
        """`told` is what it finds in its environment besides ours, `bear` starts it."""
        self.part = part
        self.has_served = False
        self.lives = 0
        """How many it has begun."""
        self._order = Order(part, ("serve", part, "--leashed"), told)
        self._bear = bear
        self._wanted = True
        self._life: Life | None = None
        self._over = asyncio.Event()
        self._voice = Voice(part)

    async def keep(self) -> None:
        """Start it, and again whenever it ends: at once after an accident, ever later while it keeps failing.

        Raises CannotServe when it ends before it `has_served`; returns once it was stopped.
        """
        pause = 0.0
        while self._wanted:
            began = time.monotonic()
            code = await self._live()
            if not self._wanted:
                return
            if not self.has_served:
                raise CannotServe(self._last_words(code))
            settled = time.monotonic() - began > SETTLED
            pause = 0.0 if settled else min(max(2 * pause, SHORTEST_PAUSE), LONGEST_PAUSE)
            log.error("part gone, starting it again", part=self.part, code=code, pause=pause)
            await asyncio.sleep(pause)

    async def stop(self) -> None:
        """End it in good order, or by force when that takes too long."""
        self._wanted = False
        if self._life is None:
            return
        self._life.send(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._over.wait(), GRACE)
        except TimeoutError:
            self.kill()
            await self._over.wait()

    def kill(self) -> None:
        """End it by force, when it lives."""
        if self._life is not None:
            self._life.send(signal.SIGKILL)

    async def _live(self) -> int | None:
        """One life, from start to end; the exit code, None when nobody could tell."""
        life = await self._bear(self._order)
        self._life = life
        self.lives += 1
        self._over.clear()
        try:
            if not self._wanted:  # we were told to stop meanwhile
                self.kill()
            await self._voice.pass_on(life.output)
            return await life.code()
        finally:
            self._life = None
            self._over.set()
            life.line.close()

    def _last_words(self, code: int | None) -> str:
        return f"Phần {self.part} không khởi động được (mã {code}). Lời cuối của nó:\n{self._voice.last_words}".rstrip()
