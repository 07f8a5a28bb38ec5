"""The supervisor's end of the nurseries: whoever is to live is ordered there, and its end is heard of."""

import asyncio
import json
import os
import signal
import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from commands.nursery import LONGEST, Order

BIRTH = 5.0
"""Seconds a warm nursery may take to fork; one that takes longer hangs."""
LONGEST_LINE = 1024 * 1024


class Gone(Exception):
    """The nursery ended, or hung and was ended, before it bore whom it was asked for."""


@dataclass(slots=True)
class Life:
    """One process, from birth to end: it ends by itself when our end of its `line` is closed."""

    pid: int
    line: socket.socket
    output: asyncio.StreamReader
    ended: "asyncio.Future[int]"

    async def code(self) -> int | None:
        """Its exit code, to be asked when its output has ended; None when the nursery that bore it did not live on."""
        await asyncio.wait({self.ended})
        return None if self.ended.cancelled() else self.ended.result()

    def send(self, word: signal.Signals) -> None:
        """Send it a signal, unless it is known to have ended."""
        if self.ended.cancelled() or not self.ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, word)


class Nursery:
    """One nursery: orders go out, births and ends come in."""

    def __init__(self, line: socket.socket, begun: "subprocess.Popen[bytes] | int") -> None:
        """`begun` is a process of our own, or the number of one that another nursery bore, who reaps it."""
        line.setblocking(False)
        self._line = line
        self._begun = begun
        self._turn = asyncio.Lock()
        self._awaited: asyncio.Future[tuple[int, asyncio.Future[int]]] | None = None
        self._ends: dict[int, asyncio.Future[int]] = {}
        self.is_warm = False
        """Whether it bears at once."""
        self.is_gone = False
        self.settled = asyncio.Event()
        """Set when it is either."""

    async def hear(self) -> None:
        """Hear what it tells, until it is gone."""
        loop, rest = asyncio.get_running_loop(), b""
        try:
            while told := await loop.sock_recv(self._line, LONGEST):
                *lines, rest = (rest + told).split(b"\n")
                for line in lines:
                    self._note(json.loads(line))
        except OSError:  # it died with something of ours unread
            return
        finally:
            self._mourn()

    async def bear(self, order: Order) -> Life:
        """Have somebody born; Gone when it cannot."""
        async with self._turn:
            if self.is_gone:
                raise Gone
            ours, theirs = socket.socketpair()
            reads, writes = os.pipe()
            self._awaited = asyncio.get_running_loop().create_future()
            try:
                socket.send_fds(self._line, [order.line()], [theirs.fileno(), writes])
                async with asyncio.timeout(BIRTH):
                    pid, ended = await self._awaited
            except (OSError, TimeoutError, Gone) as error:
                ours.close()
                os.close(reads)
                self.end()
                raise Gone from error
            finally:
                theirs.close()
                os.close(writes)
            return Life(pid, ours, await reader_of(reads), ended)

    def end(self) -> None:
        """End it by force: it keeps nothing, and whom it bore lives on."""
        if self.is_gone:
            return
        if isinstance(self._begun, int):
            with suppress(ProcessLookupError):
                os.kill(self._begun, signal.SIGKILL)
        self._mourn()

    def _mourn(self) -> None:
        """Nothing will be heard of it any more, nor of those it bore."""
        if self.is_gone:
            return
        self.is_gone, self.is_warm = True, False
        self.settled.set()
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)  # not closed: somebody may be hearing
        if not isinstance(self._begun, int):
            self._begun.kill()  # who has closed the line is about to end
            self._begun.wait()
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_exception(Gone())
        for ended in self._ends.values():
            ended.cancel()

    def _note(self, told: Mapping[str, int]) -> None:
        if "warm" in told:
            self.is_warm = True
            self.settled.set()
        elif "born" in told:
            ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            self._ends[told["born"]] = ended
            if self._awaited is not None and not self._awaited.done():
                self._awaited.set_result((told["born"], ended))
        else:
            self._ends.pop(told["ended"]).set_result(told["code"])


async def reader_of(descriptor: int) -> asyncio.StreamReader:
    """What is written into a pipe."""
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    pipe = os.fdopen(descriptor, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader
