"""One request on its way to another process, and its answer on the way back."""

import asyncio
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from kit.asgi import Message, Receive, Scope, Send
from kit.forwarding.connection import Connection
from kit.forwarding.headers import NOT_HANDED_ON, Pair, kept

WATCHED_AFTER = 0.1
"""Seconds after which it is worth setting a deadline, and noticing that the visitor leaves: most answers are there."""
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS"})
WAIT = re.compile(rb"(?:^|&)wait=(\d{1,2})(?:&|$)")


class VisitorLeft(Exception):
    """Whoever asked is gone: nobody is to be answered."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: until an answer begins, and between two pieces of a body in either direction."""

    answer: float
    piece: float

    def of(self, scope: Scope) -> "Patience":
        """A request that asks the other side to `wait` (long poll) is waited for as much longer."""
        found = WAIT.search(scope["query_string"]) if scope["query_string"] else None
        return Patience(self.answer + int(found[1]), self.piece) if found else self


class Passage:
    """Carries a request and its answer over a connection, piece by piece."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, patience: Patience) -> None:
        self._method: str = scope["method"]
        self._receive = receive
        self._send = send
        self.patience = patience.of(scope)
        lengths = [value for name, value in scope["headers"] if name == b"content-length"]
        self._left = int(lengths[0]) if lengths else 0
        self._is_chunked = not lengths and any(name == b"transfer-encoding" for name, _ in scope["headers"])
        self.framing: list[Pair] = [(b"content-length", b"%d" % self._left)] if lengths else []
        """The headers that tell where the body ends, as it will be written."""
        if self._is_chunked:
            self.framing = [(b"transfer-encoding", b"chunked")]
        self._is_read = not (self._left or self._is_chunked)
        self._first = b""
        self._attending: asyncio.Task[None] | None = None
        self._rest: list[Message] = []
        self.may_be_repeated = False
        self.has_begun = False
        self.whole_since = math.inf
        """When the whole request was read, in monotonic seconds: only from then on does anybody wait for the part."""

    async def prepare(self) -> None:
        """Read the first piece of the body, often all of it; VisitorLeft."""
        if not self._is_read:
            self._first = await self._next_piece()
        if self._is_read:
            self.whole_since = time.monotonic()
            self.may_be_repeated = self._method in IDEMPOTENT

    async def over(self, connection: Connection, head: bytes, answered: Callable[[], None]) -> None:
        """Ask, tell that there is an answer, and hand it on but for its end.

        Broken, TooSlow, VisitorLeft, or what reading the request raised.
        """
        connection.begin(self._method, head + self._first, is_whole=self._is_read)
        loop = asyncio.get_running_loop()
        watch = loop.call_later(WATCHED_AFTER if self._is_read else 0, self._begin_attending, loop, connection)
        try:
            await connection.head()
            answered()
            await self._hand_on(connection)
        finally:
            watch.cancel()
            if self._attending is not None:
                self._attending.cancel()

    def _begin_attending(self, loop: asyncio.AbstractEventLoop, connection: Connection) -> None:
        self._attending = loop.create_task(self._attend(connection))

    async def _attend(self, connection: Connection) -> None:
        """Send the rest of the body; then set the deadline, and look out for the visitor's leaving."""
        try:
            while not self._is_read:
                async with asyncio.timeout(self.patience.piece):
                    piece = await self._next_piece()
                await connection.say(piece, self.patience.piece)
            self.whole_since = min(self.whole_since, time.monotonic())
            connection.end(self.patience.answer)
            while (await self._receive())["type"] != "http.disconnect":
                pass
            raise VisitorLeft
        except TimeoutError:  # who sends nothing for so long must not keep a connection that others wait for
            connection.fail(VisitorLeft())
        except Exception as error:
            connection.fail(error)

    async def _next_piece(self) -> bytes:
        """The next piece of the body as it is written on the wire."""
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise VisitorLeft
        body: bytes = message.get("body", b"")
        self._is_read = not message.get("more_body", False)
        if self._is_chunked:
            return (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + (b"0\r\n\r\n" if self._is_read else b"")
        self._left -= len(body)
        if self._left < 0 or (self._is_read and self._left):
            raise ValueError("the body is not as long as its content-length says")
        return body

    async def _hand_on(self, connection: Connection) -> None:
        headers = kept(connection.headers, NOT_HANDED_ON)
        self.has_begun = True
        self._rest = [{"type": "http.response.start", "status": connection.status, "headers": headers}]
        if not connection.is_heard_out:
            await self._send_rest()
        body = await connection.chunk(self.patience.piece)
        while not connection.is_finished:
            self._rest.append({"type": "http.response.body", "body": body, "more_body": True})
            await self._send_rest()
            body = await connection.chunk(self.patience.piece)
        self._rest.append({"type": "http.response.body", "body": body, "more_body": False})

    async def _send_rest(self) -> None:
        async with asyncio.timeout(self.patience.piece):
            await self.finish()

    async def finish(self) -> None:
        """Hand on what is left, often the whole answer: a visitor who takes it slowly holds no connection."""
        rest, self._rest = self._rest, []
        for message in rest:
            await self._send(message)
