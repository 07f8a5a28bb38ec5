"""What is asked: who and where by its headers, what may be passed on, how much of a body is taken."""

import asyncio
import re
import time
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from gateway.cache.kept import names_gzip
from gateway.door.ids import new_id
from gateway.door.places import OWN, Manner, Place
from gateway.rules.paces import allowed
from kit.asgi import Message, Receive, Scope
from kit.errors import Refusal, TooLarge, TooSlow
from kit.numbers import round_half_up, write_number

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
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


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a body: its bytes, and the seconds it may take to arrive beside those its size gives it."""

    size: int
    seconds: float


class Incoming:
    """A request, seen from the door."""

    caller_id = ""
    told: tuple[tuple[bytes, bytes], ...] = ()
    """Headers of this answer alone, whoever else is given the same one."""
    cut: Refusal | None = None
    """Why the body was read no further."""
    _is_told_twice = False
    _is_whole = False
    _received = 0
    _waited = 0.0

    def __init__(self, scope: Scope, receive: Receive, place: Place, bounds: Bounds) -> None:
        self.began = time.monotonic()
        self.scope = scope
        self._receive = receive
        self._bounds = bounds
        self.place = place
        self.path: str = scope["path"]
        self.method: str = scope["method"]
        self.headers = self._read_headers()
        self.request_id = self._name()

    def _read_headers(self) -> dict[str, str]:
        """The headers the gateway itself decides by; of a repeated one the first, cookies joined."""
        found: dict[str, str] = {}
        for name, value in self.scope["headers"]:
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
        return len(self.path) + len(self.scope["query_string"]) + sum(map(len, told.values())) <= LONGEST_QUESTION

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
        shared = (self.path, self.scope["query_string"], caller, told("accept"), told("accept-language"), told("host"))
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
        outer = self.scope
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
        told: Pairs = self.scope["headers"]
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
        if declared.isdecimal() and int(declared[:20]) > self._bounds.size:
            raise self._over_limit()

    async def receive(self) -> Message:
        """The next message of the request; TooLarge once the body has passed its limit, TooSlow when it stays away."""
        if self._is_whole:
            return await self._receive()
        message = await self._next()
        if message["type"] == "http.request":
            self._is_whole = not message.get("more_body", False)
            self._received += len(message.get("body", b""))
            if self._received > self._bounds.size:
                self.cut = self._over_limit()
                raise self.cut
        return message

    async def _next(self) -> Message:
        """Only waiting for the sender counts as slow, not what is done with the body meanwhile."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(allowed(self._bounds.seconds, self._received) - self._waited):
                return await self._receive()
        except TimeoutError:
            self.cut = TooSlow(
                "Nội dung gửi lên đến quá chậm nên đã ngừng nhận. Hãy kiểm tra đường truyền rồi gửi lại."
            )
            raise self.cut from None
        finally:
            self._waited += time.monotonic() - began

    def _over_limit(self) -> TooLarge:
        megabytes = write_number(round_half_up(Decimal(self._bounds.size) / 1024 / 1024, 4))
        return TooLarge(
            f"Nội dung gửi lên vượt giới hạn {megabytes} MB. Hãy gửi tệp nhỏ hơn, hoặc chia ra gửi nhiều lần."
        )
