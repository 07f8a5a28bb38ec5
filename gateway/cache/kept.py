"""A whole answer as it leaves the door: plain or packed, with its tag; every form is made when first asked for."""

import zlib

from gateway.cache.tags import made_of, of_packed
from kit.recall import recalling

Pair = tuple[bytes, bytes]
Pairs = list[Pair]

WORTH_PACKING = 1400
"""Bytes: less fits into one packet as it is."""
LEVEL = 4
"""Of gzip: half the time of the usual 6 for 3 % more bytes."""
TEXTS = (b"text/", b"application/json", b"application/problem+json", b"application/cloudevents-batch+json")
MADE_HERE = frozenset({b"etag", b"content-length", b"vary"})
LOOKED_AT = MADE_HERE | {b"content-type", b"content-encoding", b"cache-control", b"set-cookie"}
OF_THE_BODY = frozenset({b"content-type", b"content-length", b"content-encoding", b"content-disposition"})
PACKED: Pair = (b"content-encoding", b"gzip")
VARIES = b"Accept-Encoding"
OVERHEAD = 2000
"""Bytes an answer takes beside its body, roughly."""


@recalling(256)
def names_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding takes gzip (RFC 9110 §12.5.3)."""
    for one in accepted.lower().split(","):
        coding, _, weight = one.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


class Form:
    """What is sent: headers of a 200 (but for the request's own id), tag and bytes."""

    __slots__ = ("body", "headers", "tag")

    def __init__(self, headers: Pairs, tag: str, body: bytes) -> None:
        self.headers = headers
        self.tag = tag
        self.body = body

    def unchanged(self) -> Pairs:
        """The headers of a 304."""
        return [pair for pair in self.headers if pair[0] not in OF_THE_BODY]


class Kept:
    """A 200 of some part, stamped, of one version of the data."""

    __slots__ = (
        "_headers",
        "_is_tag_ours",
        "_packed",
        "_plain",
        "_source",
        "_tag",
        "_vary",
        "length",
        "may_be_kept",
        "packs",
        "size",
        "version",
    )

    def __init__(self, headers: Pairs, body: bytes) -> None:
        """`headers` are stamped; names are lower case, as ASGI has them."""
        self._headers = [pair for pair in headers if pair[0] not in MADE_HERE]
        found = {pair[0]: pair[1] for pair in headers if pair[0] in LOOKED_AT}
        given = found.get(b"etag")
        self._tag = made_of(body) if given is None else given.decode("latin-1")
        self._is_tag_ours = given is None
        self._vary = found.get(b"vary", b"")
        self._source = body
        self._plain: Form | None = None
        self._packed: Form | None = None
        self.length = len(body)
        self.version = 0
        self.size = OVERHEAD
        """Bytes of memory it takes, more with every form that was asked for."""
        is_packed_already = b"content-encoding" in found or (self._vary and VARIES.lower() in self._vary.lower())
        self.packs = (
            self.length >= WORTH_PACKING and not is_packed_already and found.get(b"content-type", b"").startswith(TEXTS)
        )
        """Whether it is text that is worth packing; what its part packs by itself stays as it is, and is not kept."""
        self.may_be_kept = (
            not is_packed_already and b"set-cookie" not in found and b"no-store" not in found.get(b"cache-control", b"")
        )

    def form(self, *, takes_packed: bool) -> Form:
        """What is sent to a reader."""
        if takes_packed and self.packs:
            if self._packed is None:
                tag = of_packed(self._tag) if self._is_tag_ours else self._tag
                self._packed = self._made(_packed(self._content()), tag)
                self._packed.headers.append(PACKED)
            return self._packed
        if self._plain is None:
            self._plain = self._made(self._content(), self._tag)
        return self._plain

    def _content(self) -> bytes:
        """The plain bytes: at first as they came, later out of whichever form there is."""
        if self._plain is not None:
            return self._plain.body
        return self._source if self._packed is None else zlib.decompress(self._packed.body, wbits=31)

    def _made(self, body: bytes, tag: str) -> Form:
        headers = [*self._headers, (b"content-length", b"%d" % len(body)), (b"etag", tag.encode("latin-1"))]
        if self.packs:
            headers.append((b"vary", self._vary + b", " + VARIES if self._vary else VARIES))
        elif self._vary:
            headers.append((b"vary", self._vary))
        self._source = b""
        self.size += len(body)
        return Form(headers, tag, body)


def _packed(body: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, wbits=31)
    return packer.compress(body) + packer.flush()
