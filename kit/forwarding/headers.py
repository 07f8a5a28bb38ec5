"""Which headers are about one connection only, and which about the request or answer itself (RFC 9110, 7.6.1)."""

from collections.abc import Iterable

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
OURS = frozenset({b"date", b"server"})
"""Written anew by the server in front, in either form of the product."""
NOT_SENT = HOP_BY_HOP | {b"expect", b"x-lantoa-peer"}
NOT_HANDED_ON = HOP_BY_HOP | OURS


def kept(pairs: Iterable[Pair], dropped: frozenset[bytes]) -> list[Pair]:
    """The headers that travel on: in order, repeated ones and all, without those `connection` names."""
    found = [(name, value, name.lower()) for name, value in pairs]
    named = {
        token.strip().lower() for _, value, lower in found if lower == b"connection" for token in value.split(b",")
    }
    return [(name, value) for name, value, lower in found if lower not in dropped and lower not in named]
