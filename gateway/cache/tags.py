"""Entity tags (RFC 9110 §8.8.3): made from the bytes where a part gave none, compared as If-None-Match wants it."""

import hashlib

from kit.recall import recalling

PACKED = "-gz"
"""What tells our own tag of packed bytes from that of the plain ones."""


def made_of(body: bytes) -> str:
    """A strong tag of these bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'


def of_packed(tag: str) -> str:
    """The tag of the same content packed."""
    return f'{tag[:-1]}{PACKED}"'


def is_named(tag: str, wanted: str) -> bool:
    """Whether If-None-Match names this tag: the weak comparison, in whichever packing the content was had."""
    if not wanted:
        return False
    names = _names(wanted)
    return "*" in names or _bare(tag) in names


@recalling(1024)
def _names(wanted: str) -> frozenset[str]:
    return frozenset(_bare(one.strip()) for one in wanted.split(","))


def _bare(tag: str) -> str:
    return tag.removeprefix("W/").strip('"').removesuffix(PACKED)
