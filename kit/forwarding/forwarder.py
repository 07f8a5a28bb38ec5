"""The streaming forwarder: stands where a part of the system would stand in this process, and asks another one."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from kit.asgi import Receive, Scope, Send
from kit.errors import Unavailable
from kit.forwarding.behind import HEADER, Peers
from kit.forwarding.breaker import Breaker
from kit.forwarding.headers import NOT_HANDED_ON, NOT_SENT, kept
from kit.logs import log
from kit.tokens import SigningKey

CONNECTIONS = 100
CONNECT_SECONDS = 2.0
IDLE_KEPT = 4.0
CHUNK = 64 * 1024


class Forwarder:
    """An ASGI app (HTTP only) that answers with what `url` answers; Unavailable when it does not."""

    def __init__(self, url: str, *, key: SigningKey, name: str = "", deadline: float = 30.0) -> None:
        self._origin = url.rstrip("/")
        self._name = name or urlsplit(url).netloc
        self._peers = Peers(key)
        self._deadline = deadline
        self._breaker = Breaker()
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make ready to connect; nothing is asked yet."""
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE_KEPT)
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
            skip_auto_headers=("user-agent", "accept", "accept-encoding", "content-type"),
            max_line_size=64 * 1024,
            max_field_size=64 * 1024,
        )

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on and its answer back."""
        assert self._session is not None, "opened before the first request"
        if not self._breaker.admits(time.monotonic()):
            raise self._unavailable()
        try:
            async with asyncio.timeout(self._deadline + _waits(scope)):
                answer = await self._session.request(
                    scope["method"],
                    URL(self._origin + _target(scope), encoded=True),
                    headers=self._headers(scope),
                    data=_body(receive) if _has_body(scope) else None,
                    allow_redirects=False,
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if self._breaker.failed(time.monotonic()):
                log.error("part given up", part=self._name, error=repr(error))
            raise self._unavailable() from error
        if self._breaker.succeeded():
            log.info("part answers again", part=self._name)
        async with answer:
            headers = kept(answer.raw_headers, NOT_HANDED_ON)
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            async for chunk in answer.content.iter_any():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _headers(self, scope: Scope) -> CIMultiDict[str]:
        headers = CIMultiDict(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in kept(scope["headers"], NOT_SENT)
        )
        if scope.get("client"):
            headers[HEADER.decode()] = self._peers.token(scope["client"][0]).decode()
        return headers

    def _unavailable(self) -> Unavailable:
        pause = max(1, math.ceil(self._breaker.retry_in(time.monotonic())))
        return Unavailable(
            "Dịch vụ tạm thời không trả lời. Hãy thử lại sau ít phút.", headers={"Retry-After": str(pause)}
        )


def _target(scope: Scope) -> str:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def _waits(scope: Scope) -> float:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("wait", ["0"])[-1]
    return float(asked) if asked.isdecimal() else 0.0


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("the visitor left")
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body"):
            return
