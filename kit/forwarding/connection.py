"""One connection to a part of the system: HTTP/1.1 written by us, read by httptools, one exchange at a time."""

import asyncio
from typing import cast

import httptools

from kit.forwarding.headers import Pair

HIGH_WATER = 64 * 1024
"""Bytes of an answer held for a slow visitor before the connection is read no further."""


class Broken(ConnectionError):
    """The other side closed, reset or spoke nonsense before the answer was whole."""


class TooSlow(Broken, TimeoutError):
    """The other side let a deadline pass."""


class Connection(asyncio.Protocol):
    """Says a request, hears its answer; both sides wait for one another, so neither piles up here."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._paused_writing = False
        self._paused_reading = False
        self._error: BaseException | None = None
        self.is_reused = False
        self.idle_since = 0.0
        self._reset(expects_body=True)
        self._complete = True

    def _reset(self, *, expects_body: bool) -> None:
        self._expects_body = expects_body
        self._chunks: list[bytes] = []
        self._held = 0
        self._has_head = False
        self._complete = False
        self._keeps_alive = False
        self._said = False
        self.heard = False
        self.status = 0
        self.headers: list[Pair] = []

    # What the forwarder does with it

    def begin(self, method: str, data: bytes, *, is_whole: bool) -> None:
        """Begin an exchange with its head, and what there is of its body."""
        self._reset(expects_body=method != "HEAD")
        self._said = is_whole
        self._write(data)

    async def say(self, data: bytes, seconds: float) -> None:
        """Send more of the body; waits until there is room, TooSlow when there is none for `seconds`."""
        self._write(data)
        if not self._paused_writing:
            return
        self._writer = self._loop.create_future()
        timer = self._loop.call_later(seconds, self.fail, TooSlow("the request is not taken"))
        try:
            await self._writer
        finally:
            timer.cancel()
            self._writer = None

    def end(self, seconds: float) -> None:
        """The request is whole: its answer must begin within `seconds`."""
        self._said = True
        if not self._has_head:
            self._allow(seconds)

    async def head(self) -> None:
        """Wait for `status` and `headers`; Broken or TooSlow, or what `fail` was told."""
        try:
            while not self._has_head:
                await self._more()
        finally:
            self._disarm()

    async def chunk(self, seconds: float) -> bytes:
        """What has come of the body since, empty at its end; TooSlow when nothing comes for `seconds`."""
        if not self._chunks and not self._complete:
            await self._some(seconds)
        data = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
        self._chunks.clear()
        self._held = 0
        if self._paused_reading and self._transport is not None and not self._transport.is_closing():
            self._paused_reading = False
            self._transport.resume_reading()
        return data

    @property
    def is_heard_out(self) -> bool:
        """True when the whole answer was heard, taken or not."""
        return self._complete

    @property
    def is_finished(self) -> bool:
        """True when the whole answer was heard and taken."""
        return self._complete and not self._chunks

    @property
    def is_reusable(self) -> bool:
        """True when another exchange may follow this one."""
        return self._said and self._complete and self._keeps_alive and self._error is None and not self.is_lost

    @property
    def is_lost(self) -> bool:
        """True once the other side is known to have closed."""
        return self._transport is None or self._transport.is_closing()

    def fail(self, error: BaseException) -> None:
        """End the exchange: whoever waits for it is told `error`."""
        if self._error is None:
            self._error = error
        self.close()
        self._wake()

    def close(self) -> None:
        """Let go of the connection at once."""
        self._disarm()
        if self._transport is not None:
            self._transport.abort()

    async def _some(self, seconds: float) -> None:
        self._allow(seconds)
        try:
            while not self._chunks and not self._complete:
                await self._more()
        finally:
            self._disarm()

    async def _more(self) -> None:
        """Wait until something happens; what went wrong is raised after what was heard before it."""
        self._reader = self._loop.create_future()
        try:
            if self._error is not None:
                raise self._error
            await self._reader
        finally:
            self._reader = None

    def _write(self, data: bytes) -> None:
        if self._error is not None:
            raise self._error
        assert self._transport is not None
        self._transport.write(data)

    def _allow(self, seconds: float) -> None:
        self._disarm()
        self._timer = self._loop.call_later(seconds, self.fail, TooSlow(f"nothing heard for {seconds} s"))

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wake(self) -> None:
        for waiter in (self._reader, self._writer):
            if waiter is not None and not waiter.done():
                waiter.set_result(None)

    # What the transport tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Hear some of the answer."""
        self.heard = True
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self.fail(Broken(f"not an answer: {error}"))
        waiter = self._reader
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side has gone; an answer without a length ends so."""
        if (
            exc is None
            and self._has_head
            and not self._complete
            and self._error is None
            and self._ends_with_connection()
        ):
            self._complete = True
        elif self._error is None:
            self._error = Broken("connection closed" if exc is None else str(exc))
        self._wake()

    def _ends_with_connection(self) -> bool:
        return not any(name in (b"content-length", b"transfer-encoding") for name, _ in self.headers)

    def pause_writing(self) -> None:
        """The other side takes no more at present."""
        self._paused_writing = True

    def resume_writing(self) -> None:
        """There is room again."""
        self._paused_writing = False
        if self._writer is not None and not self._writer.done():
            self._writer.set_result(None)

    # What the parser tells

    def on_message_begin(self) -> None:
        """An answer begins; one that nobody asked for is none."""
        if self._complete:
            raise Broken("an answer to nothing")
        self.headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header; what trails the body is not handed on."""
        if not self._has_head:
            self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """The head is whole; interim ones (1xx) are passed over."""
        self.status = self._parser.get_status_code()
        if self.status < 200:
            return
        self._has_head = True
        if not self._expects_body:
            self._complete = True

    def on_body(self, body: bytes) -> None:
        """Some of the body; too much of it stops the reading until it is taken."""
        if not self._expects_body:
            return
        self._chunks.append(body)
        self._held += len(body)
        if self._held > HIGH_WATER and not self._paused_reading and self._transport is not None:
            self._paused_reading = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        """The answer is whole."""
        if self.status >= 200:
            self._complete = True
            self._keeps_alive = self._expects_body and self._parser.should_keep_alive()
