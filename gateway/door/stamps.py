"""Headers every answer carries, whoever wrote it and however it went."""

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
    (b"access-control-expose-headers", b"ETag, X-Request-Id"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
PREFLIGHT: tuple[Pair, ...] = (
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"If-None-Match, X-Request-Id, traceparent"),
    (b"access-control-max-age", b"86400"),
)
PRIVATE: Pair = (b"cache-control", b"private, no-cache")
"""What was made for one caller is kept by no shared cache, and by nobody without asking again."""


class Stamps:
    """The stamps of one installation, ready made for every kind of answer."""

    def __init__(self, *, production: bool) -> None:
        always = EVERYWHERE + (TRANSPORT if production else ())
        self._by_kind = {
            (manner, is_shared): always
            + (DATA_ONLY if manner is Manner.DATA else ())
            + (SHARED if is_shared else CLOSED)
            for manner in Manner
            for is_shared in (True, False)
        }

    def of(self, place: Place, method: str) -> tuple[Pair, ...]:
        """The stamps of an answer from `place`."""
        return self._by_kind[place.manner, place.is_public and method in ("GET", "HEAD", "OPTIONS")]
