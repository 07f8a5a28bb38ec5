"""Headers every answer carries, whoever wrote it and however it went."""

from dataclasses import dataclass

from gateway.door.places import Manner, Place

Pair = tuple[bytes, bytes]

EVERYWHERE: tuple[Pair, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
CLOSED: tuple[Pair, ...] = ((b"cross-origin-resource-policy", b"same-origin"),)
TRANSPORT: tuple[Pair, ...] = ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)
DATA_ONLY: tuple[Pair, ...] = ((b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),)
SHARED: tuple[Pair, ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, X-Request-Id, RateLimit, RateLimit-Policy, Retry-After"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
PREFLIGHT: tuple[Pair, ...] = (
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"If-None-Match, X-Request-Id, traceparent"),
    (b"access-control-max-age", b"86400"),
)
READ_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})
PRIVATE: Pair = (b"cache-control", b"private, no-cache")
"""What was made for one caller is kept by no shared cache, and by nobody without asking again."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The headers of one kind of answer, and their names."""

    pairs: tuple[Pair, ...]
    names: frozenset[bytes]


class Stamps:
    """The stamps of one installation, ready made for every kind of answer."""

    def __init__(self, *, production: bool) -> None:
        self._by_kind = {
            (manner, is_shared, is_private): self._made(manner, production, is_shared, is_private)
            for manner in Manner
            for is_shared in (True, False)
            for is_private in (True, False)
        }

    def _made(self, manner: Manner, production: bool, is_shared: bool, is_private: bool) -> Stamp:
        pairs = EVERYWHERE + (TRANSPORT if production else ()) + (DATA_ONLY if manner is Manner.DATA else ())
        pairs += (SHARED if is_shared else CLOSED) + ((PRIVATE,) if is_private else ())
        return Stamp(pairs, frozenset(name for name, _ in pairs))

    def of(self, place: Place, method: str, *, is_private: bool) -> Stamp:
        """The stamps of an answer from `place`, to one caller or to anybody."""
        return self._by_kind[place.manner, place.is_public and method in READ_ONLY, is_private]


def renewed(headers: list[Pair], cookie: bytes | None) -> list[Pair]:
    """An answer with the cookie that replaces its visitor's, unless it sets that one itself."""
    if cookie is None:
        return headers
    name = cookie.partition(b"=")[0] + b"="
    if any(pair[0] == b"set-cookie" and pair[1].startswith(name) for pair in headers):
        return headers
    return [*headers, (b"set-cookie", cookie)]
