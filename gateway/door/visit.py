"""One request on its way: its name, its limits, and what became of it."""

import re
import time
from collections.abc import Awaitable, Callable, Hashable, Iterable
from datetime import UTC, datetime
from decimal import Decimal

from gateway.cache.kept import Kept, names_gzip
from gateway.cache.tags import is_named
from gateway.door import answers
from gateway.door.access_log import Line, is_kept, note
from gateway.door.ids import new_id
from gateway.door.places import OWN, Manner, Place
from gateway.door.stamps import Stamps
from kit.asgi import Message, Receive, Scope, Send
from kit.errors import Refusal, TooLarge
from kit.numbers import round_half_up, write_number

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
PROBE = "/healthz"
KEYED = (b"accept", b"accept-language", b"host")
"""Beside address and caller, all that a service's answer to a GET may depend on: it is told nothing else."""
KEYED_FOR_PAGES = (*KEYED, b"cookie", b"hx-request", b"hx-request-type", b"hx-history-restore-request")
"""The same for pages. Their language and what was just saved come in cookies; `accept-encoding` changes no content."""
PASSED_ON = frozenset({*KEYED, b"traceparent"})
PASSED_ON_TO_PAGES = frozenset({*KEYED_FOR_PAGES, b"traceparent", b"accept-encoding"})
KEPT = {
    name: name.decode()
    for name in (
        *KEYED_FOR_PAGES,
        b"accept-encoding",
        b"access-control-request-method",
        b"authorization",
        b"content-length",
        b"if-none-match",
        b"origin",
        b"sec-fetch-site",
        b"transfer-encoding",
        b"x-csrf-token",
        b"x-request-id",
    )
}
ONLY_FROM_US = (b"x-lantoa-", b"x-forwarded-")
NAMED_ANEW = frozenset({b"x-request-id", b"x-real-ip", b"forwarded"})
FOR_THE_GATEWAY = frozenset({b"cookie", b"authorization", b"x-csrf-token"})
FROM_ELSEWHERE = frozenset({"cross-site", "same-site"})
LONGEST_QUESTION = 2000
"""Bytes of address and headers; a kept answer takes about as many beside its body."""
READING = frozenset({"GET", "HEAD"})
Pairs = Iterable[tuple[bytes, bytes]]


class Visit:
    """A request and its answer, seen from the door."""

    caller_id = ""
    status = 0
    started = False
    finished = False
    too_large = False
    is_hit = False
    _is_told_twice = False
    before_start: Callable[["Visit"], Awaitable[None]] | None = None
    _received = 0

    def __init__(self, scope: Scope, receive: Receive, send: Send, place: Place, stamps: Stamps, limit: int) -> None:
        self.began = time.monotonic()
        self._scope = scope
        self._receive = receive
        self._send = send
        self._limit = limit
        self._stamps = stamps
        self.place = place
        self.path: str = scope["path"]
        self.method: str = scope["method"]
        self.headers = self._read_headers()
        self.request_id = self._name()

    def _read_headers(self) -> dict[str, str]:
        """The headers the gateway itself decides by; of a repeated one the first, cookies joined."""
        found: dict[str, str] = {}
        for name, value in self._scope["headers"]:
            key = KEPT.get(name)
            if key is None:
                continue
            if key not in found:
                found[key] = value.decode("latin-1")
            elif key == "cookie":
                found[key] += "; " + value.decode("latin-1")
            else:
                self._is_told_twice = True
        return found

    @property
    def is_preflight(self) -> bool:
        """True when a browser asks whether another site may call (CORS); a plain OPTIONS is the service's to answer."""
        return self.method == "OPTIONS" and "access-control-request-method" in self.headers

    @property
    def is_reading(self) -> bool:
        """True for a request that changes nothing and is answered alike each time (GET, HEAD)."""
        return self.method in READING

    @property
    def is_memorable(self) -> bool:
        """Whether the answer may be kept: nothing is sent along (nobody looks at it in a GET), told twice, or so long
        that the question would take the memory meant for answers.
        """
        told = self.headers
        if self._is_told_twice or "content-length" in told or "transfer-encoding" in told:
            return False
        return len(self.path) + len(self._scope["query_string"]) + sum(map(len, told.values())) <= LONGEST_QUESTION

    @property
    def takes_packed(self) -> bool:
        """Whether the answer may be packed: not for another site that makes a signed-in browser ask.

        Lengths of packed pages would tell such a site, letter by letter, what stands beside what it asked for (BREACH).
        """
        if self.caller_id and self.headers.get("sec-fetch-site") in FROM_ELSEWHERE:
            return False
        return names_gzip(self.headers.get("accept-encoding", ""))

    def question(self, caller: int, cookies: str) -> Hashable:
        """All an answer may depend on; `cookies` are those beside the session's, which is what `caller` stands for."""
        told = self.headers.get
        shared = (self.path, self._scope["query_string"], caller, told("accept"), told("accept-language"), told("host"))
        if self.place.manner is not Manner.PAGE:
            return shared
        part = (told("hx-request"), told("hx-request-type"), told("hx-history-restore-request"))
        return (*shared, cookies, *part)

    def _name(self) -> str:
        given = self.headers.get("x-request-id")
        if given is not None and REQUEST_ID.fullmatch(given.encode("latin-1")):
            return given
        return new_id()

    def inner_scope(self, identity: bytes | None, *, trusts_cookies: bool) -> Scope:
        """The scope for the part that answers: nothing of ours leaks in, nothing a visitor forged gets through.

        Services see no cookie and no token: who is calling stands in the identity. HEAD is answered as GET.
        """
        headers = self._passed_on(trusts_cookies)
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

    def _passed_on(self, trusts_cookies: bool) -> list[tuple[bytes, bytes]]:
        """The headers for the part: to a question only what its answer may depend on, else all but ours."""
        told: Pairs = self._scope["headers"]
        if self.method in READING and self.place.name != OWN:
            wanted = PASSED_ON_TO_PAGES if trusts_cookies else PASSED_ON
            return [pair for pair in told if pair[0] in wanted]
        return [
            pair
            for pair in told
            if not pair[0].startswith(ONLY_FROM_US)
            and pair[0] not in NAMED_ANEW
            and (trusts_cookies or pair[0] not in FOR_THE_GATEWAY)
        ]

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
        return TooLarge(
            f"Nội dung gửi lên vượt giới hạn {megabytes} MB. Hãy gửi tệp nhỏ hơn, hoặc chia ra gửi nhiều lần."
        )

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
        self.status = status
        if self.before_start is not None:
            await self.before_start(self)
        self.started = True
        headers = self._stamped(headers)
        headers.append((b"x-request-id", self.request_id.encode()))
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    def _stamped(self, headers: Pairs) -> list[tuple[bytes, bytes]]:
        """What every answer from this place to this caller carries, but for the request's own id."""
        told = list(headers)
        present = {pair[0] for pair in told}
        if b"x-request-id" in present:
            told = [pair for pair in told if pair[0] != b"x-request-id"]
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
        headers = [*told, (b"x-request-id", self.request_id.encode())]
        await self._send({"type": "http.response.start", "status": self.status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    async def answer(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Answer from the door itself."""
        await self._start(status, headers)
        self.finished = True
        await self._send({"type": "http.response.body", "body": b"" if self.method == "HEAD" else body})

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with an error, in the manner of the place that was asked for."""
        if self.place.manner is Manner.PAGE:
            again = answers.address_again(self._scope) if refusal.status == 503 else None
            headers, body = answers.page(refusal, self.request_id, again)
        else:
            headers, body = answers.problem(refusal, self.request_id)
        await self.answer(refusal.status, headers, body)

    def note(self) -> None:
        """Write the line of the access log; supervisors ask every other second whether we live, and are no visitors."""
        if not is_kept() or (self.path == PROBE and self.status == 200):
            return
        client = self._scope.get("client")
        took = round((time.monotonic() - self.began) * 1000, 1)
        note(
            Line(
                self.request_id,
                self.method,
                self.path,
                self.status,
                took,
                self.caller_id or None,
                client[0] if client else None,
                "hit" if self.is_hit else "asked",
                datetime.now(UTC),
            )
        )
