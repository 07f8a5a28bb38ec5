"""Holds an answer back until it is whole; what flows, is huge or is no plain success passes as it comes."""

from collections.abc import Callable

from gateway.cache.kept import Kept
from gateway.cache.store import LARGEST_ANSWER
from gateway.door.visit import Visit
from kit.asgi import Message


class Gathering:
    """Stands between the part that answers and the visit."""

    __slots__ = ("_is_bounded", "_pieces", "_share", "_start", "_visit")

    def __init__(self, visit: Visit, share: Callable[[Kept | None], None] | None = None) -> None:
        """`share` is given the whole answer before it is sent, or None once it passes as it comes: nobody else must
        wait until a slow reader has taken that.
        """
        self._visit = visit
        self._share = share
        self._start: Message | None = None
        self._pieces: list[bytes] = []
        self._is_bounded: bool | None = None

    async def send(self, message: Message) -> None:
        """Take a message of the answer."""
        kind = message["type"]
        if kind == "http.response.start" and message["status"] == 200 and not self._visit.finished:
            self._start = message
        elif kind == "http.response.body" and self._start is not None:
            await self._take(self._start, message)
        else:
            if kind == "http.response.start":
                self._tell(None)
            await self._visit.send(message)

    async def _take(self, start: Message, message: Message) -> None:
        self._pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            self._start = None
            kept = self._visit.whole(start.get("headers", ()), b"".join(self._pieces))
            self._tell(kept)
            await self._visit.show(kept)
            return
        if self._is_bounded is None:
            self._is_bounded = _length(start) <= LARGEST_ANSWER
        if not self._is_bounded:
            self._start = None
            self._tell(None)
            await self._visit.send(start)
            for piece in self._pieces:
                await self._visit.send({"type": "http.response.body", "body": piece, "more_body": True})

    def _tell(self, kept: Kept | None) -> None:
        if self._share is not None:
            self._share(kept)


def _length(start: Message) -> float:
    """The length an answer says it has; a boundless one when it says none."""
    for name, value in start.get("headers", ()):
        if name.lower() == b"content-length" and value.isdigit():
            return int(value)
    return float("inf")
