"""What other processes say, written on our own standard error with their name in front."""

import asyncio
import os
from collections import deque
from contextlib import suppress

STANDARD_ERROR = 2
LAST_WORDS = 12
"""Lines kept of what somebody said, told when it could not start."""


class Voice:
    """One of those who speak, through all its lives."""

    def __init__(self, name: str) -> None:
        self._prefix = f"{name:<10} | ".encode()
        self._said: deque[bytes] = deque(maxlen=LAST_WORDS)

    async def pass_on(self, output: asyncio.StreamReader) -> None:
        """Write every line, until the end."""
        while True:
            try:
                line = await output.readline()
            except ValueError:  # longer than any line of ours: dropped
                continue
            if not line:
                return
            self._said.append(line)
            with suppress(OSError):  # nobody reads us any more
                os.write(STANDARD_ERROR, self._prefix + line.rstrip(b"\n") + b"\n")

    @property
    def last_words(self) -> str:
        """What was said last, line by line."""
        return "".join(f"  {line.decode(errors='replace').rstrip()}\n" for line in self._said)
