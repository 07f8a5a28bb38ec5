"""Other processes of this same command line: called, told where everybody is, watched, and started again."""

import asyncio
import os
import sys
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from commands.failures import CannotServe
from kit.logs import log
from kit.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
STANDARD_ERROR = 2
MANAGE = (sys.executable, "-m", "commands")
"""`manage.py` inside the environment that runs now; to be started in the folder of the product."""
SETTLED = 5.0
"""Seconds after which a child that ends has not failed to start, but met with an accident."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
LAST_WORDS = 12
"""Lines kept of what a child said, told when it could not start."""
LONGEST_LINE = 1024 * 1024
GRACE = 15.0
"""Seconds granted to a child to end in good order; more than its server grants to the last requests."""


def environment(settings: Settings, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our own settings with a folder that means the same wherever it is read, and what one child is told besides."""
    return {**os.environ, "LANTOA_DATA_DIR": str(settings.data_dir), **(more or {})}


class Child:
    """One part in a process of its own, tied to us: it ends when its standard input closes, by us or by our death."""

    def __init__(self, part: str, told: Mapping[str, str]) -> None:
        """`told` is its environment."""
        self.part = part
        self.has_served = False
        self._told = told
        self._wanted = True
        self._process: asyncio.subprocess.Process | None = None
        self._said: deque[bytes] = deque(maxlen=LAST_WORDS)

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
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), GRACE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _live(self) -> int:
        """One life, from start to end; the exit code."""
        self._process = await asyncio.create_subprocess_exec(
            *MANAGE,
            "serve",
            self.part,
            "--leashed",
            cwd=ROOT,
            env=dict(self._told),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=LONGEST_LINE,
            start_new_session=True,  # Ctrl-C is ours alone: who is in front stops first
        )
        assert self._process.stdout is not None
        await self._pass_on(self._process.stdout)
        return await self._process.wait()

    async def _pass_on(self, output: asyncio.StreamReader) -> None:
        """Write every line on our own standard error, with its part in front."""
        prefix = f"{self.part:<10} | ".encode()
        while True:
            try:
                line = await output.readline()
            except ValueError:  # longer than any line of ours: dropped
                continue
            if not line:
                return
            self._said.append(line)
            with suppress(OSError):  # nobody reads us any more
                os.write(STANDARD_ERROR, prefix + line.rstrip(b"\n") + b"\n")

    def _last_words(self, code: int) -> str:
        said = "".join(f"  {line.decode(errors='replace').rstrip()}\n" for line in self._said)
        return f"Phần {self.part} không khởi động được (mã {code}). Lời cuối của nó:\n{said}".rstrip()
