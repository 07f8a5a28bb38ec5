"""One request on its way: its name, its limits, and what became of it."""

import os
import re
import time
from collections.abc import Mapping
from decimal import Decimal

from gateway.door import answers
from gateway.door.access_log import note
from gateway.door.places import Manner, Place
from gateway.door.stamps import PRIVATE, Stamps
from kit.asgi import Message, Receive, Scope, Send
from kit.errors import Refusal, TooLarge
from kit.numbers import round_half_up, write_number

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
KEPT = frozenset(
    {
        b"access-control-request-method",
        b"authorization",
        b"content-length",
        b"cookie",
        b"host",
        b"origin",
        b"sec-fetch-site",
        b"x-csrf-token",
        b"x-request-id",
    }
)
ONLY_FROM_US = (b"x-lantoa-", b"x-forwarded-")
NAMED_ANEW = frozenset({b"x-request-id", b"x-real-ip", b"forwarded"})
FOR_THE_GATEWAY = frozenset({b"cookie", b"authorization", b"x-csrf-token"})


class Visit:
    """A request and its answer, seen from the door."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, place: Place, stamps: Stamps, limit: int) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._limit = limit
        self._began = time.perf_counter()
        self._received = 0
        self._stamps = stamps
        self.place = place
        self.path: str = scope["path"]
        self.method: str = scope["method"]
        self.headers: Mapping[str, str] = self._read_headers()
        self.request_id = self._name()
        self.caller_id = ""
        self.status = 0
        self.started = False
        self.finished = False
        self.too_large = False

    def _read_headers(self) -> dict[str, str]:
        """The headers the gateway itself decides by; of a repeated one the first, cookies joined."""
        found: dict[str, str] = {}
        for name, value in self._scope["headers"]:
            if name in KEPT:
                key, text = name.decode(), value.decode("latin-1")
                if key == "cookie" and key in found:
                    found[key] += "; " + text
                else:
                    found.setdefault(key, text)
        return found

    @property
    def is_preflight(self) -> bool:
        """True when a browser asks whether another site may call (CORS); a plain OPTIONS is the service's to answer."""
        return self.method == "OPTIONS" and "access-control-request-method" in self.headers

    def _name(self) -> str:
        given = self.headers.get("x-request-id", "")
        return given if REQUEST_ID.fullmatch(given.encode("latin-1")) else os.urandom(16).hex()

    def inner_scope(self, identity: bytes | None, *, trusts_cookies: bool) -> Scope:
        """The scope for the part that answers: nothing of ours leaks in, nothing a visitor forged gets through.

        Services see no cookie and no token: who is calling stands in the identity. HEAD is answered as GET.
        """
        headers = [
            pair
            for pair in self._scope["headers"]
            if not pair[0].startswith(ONLY_FROM_US)
            and pair[0] not in NAMED_ANEW
            and (trusts_cookies or pair[0] not in FOR_THE_GATEWAY)
        ]
        headers.append((b"x-request-id", self.request_id.encode()))
        if identity is not None:
            headers.append((b"x-lantoa-identity", identity))
        outer = self._scope
        return {
            "type": "http",
            "asgi": outer["asgi"],
            "http_version": outer["http_version"],
            "method": "GET" if self.method == "HEAD" else self.method,
            "scheme": outer["scheme"],
            "path": self.path,
            "raw_path": outer.get("raw_path"),
            "query_string": outer["query_string"],
            "root_path": "",
            "headers": headers,
            "client": outer.get("client"),
            "server": outer.get("server"),
        }

    def check_length(self) -> None:
        """Refuse a body that says itself that it is too large."""
        declared = self.headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > self._limit:
            raise self._over_limit()

    async def receive(self) -> Message:
        """The next message of the request; TooLarge once the body has passed the limit."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._received += len(message.get("body", b""))
            if self._received > self._limit:
                self.too_large = True
                raise self._over_limit()
        return message

    def _over_limit(self) -> TooLarge:
        megabytes = write_number(round_half_up(Decimal(self._limit) / 1024 / 1024, 4))
        return TooLarge(f"Nội dung gửi lên vượt giới hạn {megabytes} MB.")

    async def send(self, message: Message) -> None:
        """Pass on a message of the answer, stamped; what follows a finished answer is dropped."""
        if self.finished:
            return
        if message["type"] == "http.response.start":
            if self.too_large:
                await self.refuse(self._over_limit())
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
        self.started = True
        self.status = status
        present = {name.lower() for name, _ in headers}
        if b"x-request-id" in present:
            headers = [pair for pair in headers if pair[0].lower() != b"x-request-id"]
        headers.append((b"x-request-id", self.request_id.encode()))
        headers.extend(pair for pair in self._stamps.of(self.place, self.method) if pair[0] not in present)
        if self.caller_id and PRIVATE[0] not in present:
            headers.append(PRIVATE)
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def answer(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Answer from the door itself."""
        await self._start(status, headers)
        self.finished = True
        await self._send({"type": "http.response.body", "body": b"" if self.method == "HEAD" else body})

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with an error, in the manner of the place that was asked for."""
        write = answers.page if self.place.manner is Manner.PAGE else answers.problem
        headers, body = write(refusal, self.request_id)
        await self.answer(refusal.status, headers, body)

    def note(self) -> None:
        """The line of the access log; JSON keeps line breaks of a hostile path inside its quotes."""
        took = round((time.perf_counter() - self._began) * 1000, 1)
        note(
            request_id=self.request_id,
            method=self.method,
            path=self.path,
            status=self.status,
            ms=took,
            caller=self.caller_id or None,
            address=(self._scope.get("client") or (None,))[0],
        )
