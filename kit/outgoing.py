"""The one way out to other systems: TLS is verified, no redirect followed, time and size have an end."""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kit.addresses import is_protected

if TYPE_CHECKING:
    import httpx

LONGEST = 10.0
"""Seconds for one whole exchange, from the name's look-up to the last byte."""
LARGEST = 512 * 1024
"""Bytes of an answer that are read."""
PLAIN = "identity"


class Away(Exception):
    """The other system cannot be reached, is too slow, or answers what cannot be read; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Told:
    """A whole answer."""

    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; Away when it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Away("the answer is no JSON") from error
        if not isinstance(found, dict):
            raise Away("the answer is no JSON object")
        return found


async def ask(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: str = "", seconds: float | None = None
) -> Told:
    """Send one request and read the whole answer, whatever its status; Away when that does not come about."""
    import httpx

    if not is_protected(url):
        raise Away("the address is not protected")
    # Packed answers are not taken: a small one could unfold to any size.
    told = {"Accept": "application/json", "Accept-Encoding": PLAIN, **(headers or {})}
    try:
        async with (
            asyncio.timeout(LONGEST if seconds is None else seconds),
            _client() as client,
            client.stream(method, url, headers=told, content=body.encode() or None) as answer,
        ):
            return Told(answer.status_code, await _read(answer))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # a TimeoutError is an OSError
        raise Away(repr(error)) from error


async def _read(answer: "httpx.Response") -> bytes:
    """The body, up to what is read of any."""
    if answer.headers.get("content-encoding", PLAIN) != PLAIN:
        raise Away("the answer is packed")
    pieces: list[bytes] = []
    size = 0
    async for piece in answer.aiter_raw():
        size += len(piece)
        if size > LARGEST:
            raise Away("the answer is too large")
        pieces.append(piece)
    return b"".join(pieces)


def _client() -> "httpx.AsyncClient":
    """A client for one exchange: nothing of it is left open, and no proxy of the environment comes between."""
    import httpx

    return httpx.AsyncClient(verify=_trust(), timeout=LONGEST, follow_redirects=False, trust_env=False)


@cache
def _trust() -> ssl.SSLContext:
    """The authorities this machine believes; reading them takes a while, so it is done once."""
    return ssl.create_default_context()
