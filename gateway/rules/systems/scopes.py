"""What a token may be asked for and what it may do (RFC 6749 §3.3)."""

from collections.abc import Iterable


class ScopeRefused(Exception):
    """A scope was asked for that the client does not have."""


def granted(asked: str | None, held: Iterable[str]) -> list[str]:
    """The scopes of a new token, sorted: all the client's when it asks for none by name."""
    owned = set(held)
    wanted = set((asked or "").split()) or owned
    if not wanted <= owned:
        raise ScopeRefused(" ".join(sorted(wanted - owned)))
    return sorted(wanted)
