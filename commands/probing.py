"""Asking a part how it is, and ending one that hangs: one that neither works nor dies is worse than a dead one."""

import asyncio
from urllib.parse import urlsplit

from commands.children import Child
from kit.logs import log

ASKED_EVERY = 2.0
"""Seconds between two questions."""
ONE_ANSWER = 5.0
"""Seconds a part may take to say that it lives: a thousand times what it needs."""
SILENCES = 2
"""Questions without an answer, one after the other, until it counts as hung. Not one: we may have been held up too."""
LOOK = 0.05


async def until_ready(url: str) -> None:
    """Wait until a part can do its work."""
    while not await answers(url, "/readyz"):  # noqa: ASYNC110  (it is another process that gets ready)
        await asyncio.sleep(LOOK)


async def end_when_hung(child: Child, url: str) -> None:
    """Ask a part again and again, and kill it when it hangs; whoever keeps it starts it again."""
    heard, silences = child.lives, 0
    while True:
        await asyncio.sleep(ASKED_EVERY)
        asked = child.lives
        if await answers(url, "/healthz"):
            heard, silences = asked, 0
        elif asked == heard == child.lives:  # it lives the life in which it has answered; before, it may be starting
            silences += 1
        if silences == SILENCES:
            log.error("part hangs, killing it", part=child.part)
            child.kill()
            silences = 0


async def answers(url: str, path: str) -> bool:
    """Whether a path answers as it should, in time."""
    parts = urlsplit(url)
    try:
        async with asyncio.timeout(ONE_ANSWER):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                writer.write(
                    b"GET %b HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n" % (path.encode(), parts.netloc.encode())
                )
                return b" 200 " in await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
