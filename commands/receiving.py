"""Requests as they come in: a head has a largest size and a longest time, and nobody holds a connection by dripping.

uvicorn and httptools alone take a head of any length for as long as its bytes keep coming, and wait for the first byte
without end. Bodies are the door's matter while they are read; here, what is still sent once the answer is out.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kit.errors import PROBLEM, HeadTooLarge, Malformed, Refusal, TooSlow

LARGEST_HEAD = 32 * 1024
"""Bytes of address and headers of a visitor's request; browsers send two or three thousand."""
LARGEST_HEAD_INSIDE = 3 * LARGEST_HEAD
"""Of a request between parts, which carries the caller's signed rights beside what the visitor sent."""


class Receiving(HttpToolsProtocol):
    """One connection from outside, bounded."""

    seconds: float
    largest_head: int
    _awaits_head = True
    _chunk = 0
    _fed = 0
    """Bytes since the message began."""
    _timer: asyncio.TimerHandle | None = None
    _refusal: Refusal | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a first request, but not without end."""
        super().connection_made(transport)
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone."""
        self._disarm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came; the time of a head that is not whole runs on from its first byte."""
        self._chunk = len(data)
        self._fed += self._chunk
        super().data_received(data)
        if self._awaits_head and (self.cycle is None or self.cycle.response_complete):
            if self._fed > self.largest_head:
                self._refuse(_too_large(self.largest_head))
            elif self._timer is None:
                self._arm()

    def on_message_begin(self) -> None:
        """A head begins."""
        self._fed = self._chunk
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head is whole; one that came in one piece may still be too large."""
        self._awaits_head = False
        self._disarm()
        if self._fed > self.largest_head and self._length() > self.largest_head:
            self._refusal = _too_large(self.largest_head)
            raise ValueError("head too large")  # ends the parsing, see send_400_response
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is whole, the next may come."""
        self._awaits_head = True
        self._fed = 0
        self._disarm()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """What is answered already is not received for ever."""
        super().on_response_complete()
        if not self._awaits_head and self._timer is None:
            self._arm()

    def send_400_response(self, msg: str) -> None:
        """What could not be parsed, or was not meant to be."""
        self._refuse(self._refusal or Malformed("Yêu cầu không đúng dạng HTTP."))

    def _length(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _arm(self) -> None:
        self._timer = self.loop.call_later(self.seconds, self._give_up)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self.transport.is_closing():
            return
        if self._awaits_head and self._fed:
            self._refuse(TooSlow("Yêu cầu đến quá chậm nên đã ngừng nhận. Hãy kiểm tra đường truyền rồi gửi lại."))
        else:
            self.transport.close()

    def _refuse(self, refusal: Refusal) -> None:
        """Answer before there is a request anybody could answer, and hang up."""
        self._disarm()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            body = refusal.problem("").model_dump_json().encode()
            self.transport.write(
                b"%bcontent-type: %b\r\ncontent-length: %d\r\ncache-control: no-store\r\nconnection: close\r\n\r\n%b"
                % (STATUS_LINE[refusal.status], PROBLEM.encode(), len(body), body)
            )
        self.transport.close()


def receiving(seconds: float, largest_head: int) -> type[Receiving]:
    """The protocol of a server that waits so many seconds for a head of at most so many bytes."""
    bounds: dict[str, Any] = {"seconds": seconds, "largest_head": largest_head}
    return type("Bounded", (Receiving,), bounds)


def _too_large(most: int) -> HeadTooLarge:
    return HeadTooLarge(f"Địa chỉ và các tiêu đề (kể cả cookie) của một yêu cầu không được quá {most // 1024} KB.")
