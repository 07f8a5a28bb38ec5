"""The streaming forwarder: stands where a part of the system would stand in this process, and asks another one."""

import asyncio
import math
import time
from urllib.parse import urlsplit

from kit.asgi import INSIDE, Receive, Scope, Send
from kit.errors import Unavailable
from kit.forwarding.behind import HEADER, Peers
from kit.forwarding.breaker import Breaker, State
from kit.forwarding.connection import Broken, Connection, TooSlow
from kit.forwarding.headers import NOT_SENT, Pair, head_of, kept
from kit.forwarding.passage import Passage, Patience, VisitorLeft
from kit.forwarding.pool import Crowded, Pool, Refused, Unreachable
from kit.logs import log
from kit.tokens import SigningKey

CONNECTIONS = 100
CONNECT_SECONDS = 2.0
KEPT_SECONDS = 4.0
"""Less than the five seconds for which the other side keeps an idle connection."""
SECOND_TRY_AFTER = 0.1
LONG_WAIT = 0.9
"""Seconds without an answer after which leaving tells something about the part."""
LEFT = 499
"""The status the access log shows for a visitor who left; nobody else reads it."""


class Forwarder:
    """An ASGI app (HTTP only) that answers what `url` answers; Unavailable when it cannot be had.

    `deadline` is in seconds, until an answer begins and between two pieces of it; a request with `wait=` gets as much
    more. An answer that breaks off is cut off here too, for nobody must take a half for the whole.
    """

    def __init__(
        self,
        url: str,
        *,
        key: SigningKey,
        name: str = "",
        deadline: float = 30.0,
        connections: int = CONNECTIONS,
        breaker: Breaker | None = None,
    ) -> None:
        at = urlsplit(url)
        if at.scheme != "http" or not at.hostname or at.query or at.fragment:
            raise ValueError(f"not an address like http://host:port: {url}")
        self._prefix = at.path.rstrip("/").encode()
        self._name = name or at.netloc
        self._peers = Peers(key)
        self._patience = Patience(deadline, deadline)
        self._breaker = breaker or Breaker()
        self._pool = Pool(
            at.hostname, at.port or 80, limit=connections, connect_seconds=CONNECT_SECONDS, kept=KEPT_SECONDS
        )

    async def open(self) -> None:
        """Keep connections from now on; the first one is made for the first request: parts start in any order."""
        self._pool.is_open = True

    async def close(self) -> None:
        """Close connections, those in use as soon as they are not."""
        self._pool.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on and its answer back."""
        if scope["type"] != "http":
            raise RuntimeError("only requests can be forwarded")
        if not self._breaker.admits(time.monotonic()):
            raise self._unavailable()
        is_probe = self._breaker.state is State.HALF_OPEN
        passage = Passage(scope, receive, send, self._patience)
        try:
            await self._pass(passage, scope)
        except (VisitorLeft, asyncio.CancelledError) as gone:
            self._note_leaving(passage)
            if isinstance(gone, asyncio.CancelledError):
                raise
            if not passage.has_begun:
                await send({"type": "http.response.start", "status": LEFT, "headers": []})
                await send({"type": "http.response.body", "body": b""})
        except (Broken, Unreachable, Crowded) as error:
            if passage.has_begun:
                raise
            raise self._failed(error) from error
        finally:
            if is_probe:
                self._breaker.abandoned()

    async def _pass(self, passage: Passage, scope: Scope) -> None:
        await passage.prepare()
        if not passage.may_be_repeated:
            await _news()
        head = head_of(scope, self._headers(scope, passage), self._prefix)
        if not await self._is_passed(passage, head):
            await self._is_passed(passage, head, anew=True)
        await passage.finish()

    async def _is_passed(self, passage: Passage, head: bytes, *, anew: bool = False) -> bool:
        """False when a kept connection turned out dead, and asking over a new one can do no harm."""
        connection = await self._connection(passage.patience.answer, anew=anew)
        try:
            await passage.over(connection, head, self._answered)
        except TooSlow:
            raise
        except Broken:
            if connection.heard or not (connection.is_reused and passage.may_be_repeated):
                raise
            return False
        finally:
            self._pool.give_back(connection)
        return True

    async def _connection(self, seconds: float, *, anew: bool) -> Connection:
        """A connection; who refuses is tried twice, for nothing was sent."""
        try:
            return await self._pool.take(seconds, anew=anew)
        except Refused:
            await asyncio.sleep(SECOND_TRY_AFTER)
            return await self._pool.take(seconds, anew=anew)

    def _headers(self, scope: Scope, passage: Passage) -> list[Pair]:
        headers = kept(scope["headers"], NOT_SENT) + passage.framing
        if scope.get("client"):
            headers.append((HEADER, self._peers.token(scope["client"][0], inside=INSIDE in scope)))
        return headers

    def _answered(self) -> None:
        if self._breaker.succeeded():
            log.info("part answers again", part=self._name)

    def _note_leaving(self, passage: Passage) -> None:
        """Who hangs makes people leave before any deadline: many in a row, and no answer between, tell as much.

        Who leaves before the whole request was said tells nothing of the part.
        """
        if not passage.has_begun and time.monotonic() - passage.whole_since >= LONG_WAIT:
            self._failed(TooSlow("nobody waited for the answer"))

    def _failed(self, error: OSError) -> Unavailable:
        if not isinstance(error, Crowded) and self._breaker.failed(time.monotonic()):
            log.error("part does not answer", part=self._name, error=str(error))
        return self._unavailable()

    def _unavailable(self) -> Unavailable:
        pause = max(1, math.ceil(self._breaker.retry_in(time.monotonic())))
        return Unavailable(
            "Dịch vụ tạm thời không trả lời. Hãy thử lại sau ít phút.", headers={"Retry-After": str(pause)}
        )


async def _news() -> None:
    """Let the loop tell which kept connections were closed meanwhile: a change that meets one cannot be repeated."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)
