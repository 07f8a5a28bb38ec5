"""Which headers travel on, and how a request is written on the wire (RFC 9110 7.6.1, RFC 9112)."""

from collections.abc import Sequence
from urllib.parse import quote

from kit.asgi import Scope

Pair = tuple[bytes, bytes]

HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
NOT_SENT = HOP_BY_HOP | {b"content-length", b"expect", b"x-lantoa-peer"}
"""A length is written anew by whoever says the body: one of hearsay, or none, would let the body pass for a request."""
NOT_HANDED_ON = HOP_BY_HOP | {b"date", b"server"}
"""Date and server are written by the server in front, in either form of the product."""


NEVER_OF_THE_HOP = frozenset({b"host", b"x-request-id"})
OURS = b"x-lantoa-"
"""Visitors write `connection` themselves: it must not take away what one part of the system tells another."""


class Unwritable(ValueError):
    """A header or address with a line break in it: it would end the request early and begin another."""


def kept(pairs: Sequence[Pair], dropped: frozenset[bytes]) -> list[Pair]:
    """The headers that travel on: in order, repeated ones and all, without those `connection` names."""
    named = [value for name, value in pairs if name == b"connection"]
    if named:
        options = {option.strip().lower() for value in named for option in value.split(b",")} - NEVER_OF_THE_HOP
        dropped = dropped | {option for option in options if not option.startswith(OURS)}
    return [pair for pair in pairs if pair[0] not in dropped]


def head_of(scope: Scope, headers: Sequence[Pair], prefix: bytes) -> bytes:
    """The request line and headers; path and query byte by byte as the visitor sent them."""
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    query: bytes = scope["query_string"]
    target = prefix + path + (b"?" + query if query else b"")
    line = b"%b %b HTTP/1.1" % (scope["method"].encode(), target)
    head = b"\r\n".join([line, *[b"%b: %b" % pair for pair in headers], b"\r\n"])
    if head.count(b"\n") != len(headers) + 2 or head.count(b"\r") != len(headers) + 2:
        raise Unwritable(f"line break in the head of {scope['method']} {scope['path']!r}")
    return head
