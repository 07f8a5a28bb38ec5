"""A whole answer as it leaves the door: plain or packed, with its tag; every form is made when first asked for."""

import zlib
from dataclasses import dataclass

from gateway.cache.tags import made_of, of_packed

Pairs = list[tuple[bytes, bytes]]

WORTH_PACKING = 1024
LEVEL = 4
"""Of gzip: half the time of the usual 6 for 3 % more bytes."""
TEXTS = (b"text/", b"application/json", b"application/problem+json", b"application/cloudevents-batch+json")
MADE_HERE = frozenset({b"etag", b"content-length", b"vary"})
OF_THE_BODY = frozenset({b"content-type", b"content-length", b"content-encoding", b"content-disposition"})
OVERHEAD = 2000
"""Bytes an answer takes beside its body, roughly."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is sent: headers of a 200 and of a 304 (each but for the request's own id), tag and bytes."""

    headers: Pairs
    unchanged: Pairs
    tag: str
    body: bytes


class Kept:
    """A 200 of some part, stamped, of one version of the data."""

    def __init__(self, headers: Pairs, body: bytes) -> None:
        """`headers` are stamped; names are lower case, as ASGI wants them."""
        self._headers = [pair for pair in headers if pair[0] not in MADE_HERE]
        named = {name: value for name, value in headers if name in MADE_HERE}
        found = dict(self._headers)
        given = named.get(b"etag")
        self._tag = made_of(body) if given is None else given.decode("latin-1")
        self._is_tag_ours = given is None
        self._vary = named.get(b"vary", b"")
        self.is_packed_already = b"content-encoding" in found or b"accept-encoding" in self._vary.lower()
        self.packs = (
            not self.is_packed_already
            and len(body) >= WORTH_PACKING
            and found.get(b"content-type", b"").startswith(TEXTS)
        )
        self._source = body
        self.length = len(body)
        self._plain: Form | None = None
        self._packed: Form | None = None
        self.version = 0
        self.size = OVERHEAD
        """Bytes of memory it takes, more with every form that was asked for."""

    @property
    def may_be_kept(self) -> bool:
        """Not what its part forbids to keep, sets a cookie with, or packs by itself."""
        if self.is_packed_already:
            return False
        told = dict(self._headers)
        return b"set-cookie" not in told and b"no-store" not in told.get(b"cache-control", b"")

    def form(self, *, takes_packed: bool) -> Form:
        """What is sent to a reader."""
        if takes_packed and self.packs:
            if self._packed is None:
                self._packed = self._made(_packed(self._content()), packed=True)
                self._source = b""
            return self._packed
        if self._plain is None:
            self._plain = self._made(self._content(), packed=False)
            self._source = b""
        return self._plain

    def _content(self) -> bytes:
        """The plain bytes: at first as they came, later out of whichever form there is."""
        if self._plain is not None:
            return self._plain.body
        return self._source if self._packed is None else zlib.decompress(self._packed.body, wbits=31)

    def _made(self, body: bytes, *, packed: bool) -> Form:
        tag = of_packed(self._tag) if packed and self._is_tag_ours else self._tag
        headers = [*self._headers, (b"content-length", str(len(body)).encode()), (b"etag", tag.encode("latin-1"))]
        vary = self._vary
        if self.packs:
            vary = vary + b", Accept-Encoding" if vary else b"Accept-Encoding"
        if vary:
            headers.append((b"vary", vary))
        if packed:
            headers.append((b"content-encoding", b"gzip"))
        self.size += len(body)
        return Form(headers, [pair for pair in headers if pair[0] not in OF_THE_BODY], tag, body)


def _packed(body: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, wbits=31)
    return packer.compress(body) + packer.flush()
