"""Run as a program: many kept connections that ask one thing again and again, with as little CPU as Python allows.

Reads one job as JSON from standard input, writes what came of it as JSON to standard output.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit

import msgspec
import uvloop

from commands.storage import ROOT

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length: "
GOOD = b"HTTP/1.1 200 "
TOO_MANY = b"HTTP/1.1 429 "
VARIED = b"accept-language: vi,en;q=0."


class Job(msgspec.Struct, frozen=True):
    """What to ask, by how many connections, for how long; a `fresh` question is never like one before.

    With a `rate` so many are asked in a second altogether, however long the answers take; 429 is an answer then.
    """

    url: str
    path: str
    headers: Mapping[str, str]
    fresh: bool
    connections: int = 16
    seconds: float = 1.0
    rate: float = 0.0


class Outcome(msgspec.Struct, frozen=True):
    """Whole answers, how many of them were refusals, and seconds until the last one."""

    answers: int
    seconds: float
    refused: int = 0


class Crowd:
    """What all connections have in common."""

    def __init__(self, job: Job) -> None:
        lines = [f"GET {job.path} HTTP/1.1", f"host: {urlsplit(job.url).netloc}"]
        lines += [f"{name}: {value}" for name, value in job.headers.items()]
        self._head = "\r\n".join(lines).encode() + b"\r\n"
        self._fresh = job.fresh
        self._number = time.time_ns() // 1_000_000  # the next job goes on where this one ended
        self._began = time.perf_counter()
        self._until = self._began + job.seconds
        self._rate = job.rate
        self._asked = 0
        self.answers = 0
        self.refused = 0
        self.left = job.connections
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def question(self) -> bytes | None:
        """The next request; None when it is time to go."""
        if time.perf_counter() >= self._until:
            return None
        if not self._fresh:
            return self._head + b"\r\n"
        self._number += 1
        return b"%b%b%d%b" % (self._head, VARIED, self._number, END_OF_HEAD)

    def pause(self) -> float:
        """Seconds until the next question is due."""
        if not self._rate:
            return 0.0
        self._asked += 1
        return max(0.0, self._began + self._asked / self._rate - time.perf_counter())

    def accepts(self, answer: bytes) -> bool:
        """Whether an answer is one we may get."""
        is_refusal = self._rate > 0 and answer.startswith(TOO_MANY)
        self.refused += is_refusal
        return is_refusal or answer.startswith(GOOD)

    def fail(self, reason: str) -> None:
        """End everything."""
        if not self.done.done():
            self.done.set_exception(RuntimeError(reason))

    def leave(self) -> None:
        """One connection has asked enough."""
        self.left -= 1
        if not self.left and not self.done.done():
            self.done.set_result(None)


class Asking(asyncio.Protocol):
    """One connection."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._transport: asyncio.WriteTransport | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the first thing."""
        self._transport = cast(asyncio.WriteTransport, transport)  # uvloop's own class
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody should hang up on us."""
        if self._transport is not None:
            self._crowd.fail(f"connection lost: {exc}")

    def data_received(self, data: bytes) -> None:
        """Count a whole answer and ask again."""
        self._got += data
        head = self._got.find(END_OF_HEAD)
        if head < 0:
            return
        place = self._got.lower().find(LENGTH, 0, head)
        if place < 0:
            self._crowd.fail(self._got[:2000].decode("latin-1"))
            return
        length = int(self._got[place + len(LENGTH) : head + 2].split(b"\r\n", 1)[0])
        if len(self._got) >= head + len(END_OF_HEAD) + length:
            answer, self._got = self._got, b""
            if not self._crowd.accepts(answer):
                self._crowd.fail(answer[:2000].decode("latin-1"))
                return
            self._crowd.answers += 1
            self._ask()

    def _ask(self) -> None:
        pause = self._crowd.pause()
        if pause:
            asyncio.get_running_loop().call_later(pause, self._say)
        else:
            self._say()

    def _say(self) -> None:
        assert self._transport is not None
        question = self._crowd.question()
        if question is not None:
            self._transport.write(question)
            return
        transport, self._transport = self._transport, None
        transport.close()
        self._crowd.leave()


async def _run(job: Job) -> Outcome:
    address = urlsplit(job.url)
    crowd = Crowd(job)
    began = time.perf_counter()
    loop = asyncio.get_running_loop()
    for _ in range(job.connections):
        await loop.create_connection(lambda: Asking(crowd), address.hostname or "", address.port or 80)
    await crowd.done
    return Outcome(crowd.answers, time.perf_counter() - began, crowd.refused)


def pressed(job: Job) -> Outcome:
    """Do a job in a process of its own."""
    command = [sys.executable, "-m", "bench.load"]
    told = subprocess.run(command, cwd=ROOT, input=msgspec.json.encode(job), stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(told.stdout, type=Outcome)


def main() -> None:
    """Do the job on standard input."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(_run(job))))


if __name__ == "__main__":
    main()
