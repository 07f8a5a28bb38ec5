"""One request on its way: its name, its limits, and what became of it."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from gateway.cache.kept import Kept
from gateway.cache.tags import is_named
from gateway.door import answers
from gateway.door.access_log import Line, is_kept, note
from gateway.door.incoming import Bounds, Incoming, Pairs
from gateway.door.places import PROBE, Manner, Place
from gateway.door.stamps import COOKIE, Stamps, renewed
from kit.asgi import Message, Receive, Scope, Send
from kit.caller import ANONYMOUS, Caller
from kit.errors import Refusal

PASSING = frozenset({429, 503})
"""What may be gone when the same page is asked for again."""


class Visit(Incoming):
    """A request and its answer, seen from the door."""

    renewal: bytes | None = None
    status = 0
    started = False
    finished = False
    is_hit = False
    caller: Caller = ANONYMOUS
    reason: str | None = None
    """Why the door itself refused."""
    before_start: Callable[["Visit"], Awaitable[None]] | None = None

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, place: Place, stamps: Stamps, bounds: Bounds
    ) -> None:
        super().__init__(scope, receive, place, bounds)
        self._send = send
        self._stamps = stamps

    @property
    def address(self) -> str:
        """Where the visitor is."""
        client = self.scope.get("client")
        return client[0] if client else ""

    async def send(self, message: Message) -> None:
        """Pass on a message of the answer, stamped; what follows a finished answer is dropped."""
        if self.finished:
            return
        if message["type"] == "http.response.start":
            if self.cut is not None:
                await self.refuse(self.cut)
            else:
                await self._start(message["status"], list(message.get("headers", ())))
        elif message["type"] == "http.response.body":
            await self._pass_body(message)

    async def _pass_body(self, message: Message) -> None:
        self.finished = not message.get("more_body", False)
        if self.method == "HEAD":
            if not self.finished:
                return
            message = {"type": "http.response.body", "body": b""}
        await self._send(message)

    async def _start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.status = status
        if self.before_start is not None:
            await self.before_start(self)
        self.started = True
        told = renewed(self._stamped(headers), self.renewal)
        headers = [*told, *self.told, (b"x-request-id", self.request_id.encode())]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    def _stamped(self, headers: Pairs) -> list[tuple[bytes, bytes]]:
        """What every answer from this place to this caller carries, but for what is its own."""
        told = list(headers)
        present = {pair[0] for pair in told}
        if b"x-request-id" in present:
            told = [pair for pair in told if pair[0] != b"x-request-id"]
        if COOKIE in present:
            told = [self._stamps.sealed(pair) for pair in told]
        stamps = self._stamps.of(self.place, self.method, is_private=bool(self.caller_id))
        if stamps.names.isdisjoint(present):
            told += stamps.pairs
        else:
            told += [pair for pair in stamps.pairs if pair[0] not in present]
        return told

    def whole(self, headers: Pairs, body: bytes) -> Kept:
        """A whole 200 of the part that answers, stamped."""
        return Kept(self._stamped(headers), body)

    async def show(self, kept: Kept) -> None:
        """Answer with what is whole: 304 when the reader has these very bytes."""
        form = kept.form(takes_packed=self.takes_packed)
        told, body = form.headers, form.body
        self.status = 200
        wanted = self.headers.get("if-none-match")
        if wanted is not None and is_named(form.tag, wanted):
            self.status, told, body = 304, form.unchanged(), b""
        elif self.method == "HEAD":
            body = b""
        self.started = self.finished = True
        headers = [*renewed(told, self.renewal), *self.told, (b"x-request-id", self.request_id.encode())]
        await self._send({"type": "http.response.start", "status": self.status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    async def answer(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Answer from the door itself."""
        await self._start(status, headers)
        self.finished = True
        await self._send({"type": "http.response.body", "body": b"" if self.method == "HEAD" else body})

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with an error, in the manner of the place that was asked for."""
        self.reason = refusal.detail
        if self.place.manner is Manner.PAGE:
            again = answers.address_again(self.scope) if refusal.status in PASSING else None
            headers, body = answers.page(refusal, self.request_id, again)
        else:
            headers, body = answers.problem(refusal, self.request_id)
        await self.answer(refusal.status, headers, body)

    def note(self) -> None:
        """Write the line of the access log; supervisors ask every other second whether we live, and are no visitors."""
        if not is_kept() or (self.path == PROBE and self.status == 200):
            return
        took = round((time.monotonic() - self.began) * 1000, 1)
        note(
            Line(
                self.request_id,
                self.method,
                self.path,
                self.status,
                took,
                self.caller_id or None,
                self.address or None,
                "hit" if self.is_hit else "asked",
                datetime.now(UTC),
            )
        )
