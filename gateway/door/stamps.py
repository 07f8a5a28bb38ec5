"""Headers every answer carries, whoever wrote it and however it went."""

from dataclasses import dataclass

from gateway.door.places import OWN, Manner, Place

Pair = tuple[bytes, bytes]

EVERYWHERE: tuple[Pair, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
CLOSED: tuple[Pair, ...] = ((b"cross-origin-resource-policy", b"same-origin"),)
TRANSPORT: tuple[Pair, ...] = ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)
DATA_ONLY: tuple[Pair, ...] = (
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
)
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
PERSONAL: Pair = (b"cache-control", b"no-store")
"""What the gateway itself tells a caller is about people and what lets them in: it is kept nowhere."""
COOKIE = b"set-cookie"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The headers of one kind of answer, and their names."""

    pairs: tuple[Pair, ...]
    names: frozenset[bytes]


class Stamps:
    """The stamps of one installation, ready made for every kind of answer."""

    def __init__(self, *, production: bool) -> None:
        self._production = production
        self._by_kind = {
            (manner, is_shared, kept): self._made(manner, is_shared, kept)
            for manner in Manner
            for is_shared in (True, False)
            for kept in (None, PRIVATE, PERSONAL)
        }

    def _made(self, manner: Manner, is_shared: bool, kept: Pair | None) -> Stamp:
        pairs = EVERYWHERE + (TRANSPORT if self._production else ()) + (DATA_ONLY if manner is Manner.DATA else ())
        pairs += (SHARED if is_shared else CLOSED) + ((kept,) if kept else ())
        return Stamp(pairs, frozenset(name for name, _ in pairs))

    def of(self, place: Place, method: str, *, is_private: bool) -> Stamp:
        """The stamps of an answer from `place`, to one caller or to anybody."""
        kept = (PERSONAL if place.name == OWN else PRIVATE) if is_private else None
        return self._by_kind[place.manner, place.is_public and method in READ_ONLY, kept]

    def sealed(self, pair: Pair) -> Pair:
        """A header as it leaves: behind https no cookie is ever sent without it, whoever set it."""
        if self._production and pair[0] == COOKIE and b"; secure" not in pair[1].lower():
            return (COOKIE, pair[1] + b"; Secure")
        return pair


def renewed(headers: list[Pair], cookie: bytes | None) -> list[Pair]:
    """An answer with the cookie that replaces its visitor's, unless it sets that one itself."""
    if cookie is None:
        return headers
    name = cookie.partition(b"=")[0] + b"="
    if any(pair[0] == b"set-cookie" and pair[1].startswith(name) for pair in headers):
        return headers
    return [*headers, (b"set-cookie", cookie)]
