"""The visitor's address across processes, and whether their request was counted: told in a signed header, believed from
nobody else.
"""

import time
from typing import Any

from kit.asgi import INSIDE, App, Receive, Scope, Send
from kit.tokens import SigningKey, TokenRefused

HEADER = b"x-lantoa-peer"
KIND = "lantoa-peer+jwt"
AUDIENCE = "lantoa-services"
SECONDS = 300
MINTED_EVERY = SECONDS / 2
MOST_KNOWN = 4096


class Peers:
    """Signs visitors' addresses; a token is used again for half its life (signing costs as much as the hop)."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key
        self._known: dict[tuple[str, bool], tuple[float, bytes]] = {}

    def token(self, address: str, *, inside: bool = False) -> bytes:
        """A token that tells this address, and whether the request is made while a visitor's is answered."""
        now = time.monotonic()
        known = self._known.get((address, inside))
        if known is not None and now - known[0] < MINTED_EVERY:
            return known[1]
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        token = self._key.sign(KIND, AUDIENCE, {"address": address, "inside": inside}, SECONDS).encode()
        self._known[address, inside] = (now, token)
        return token


class Behind:
    """What a separately served part wears: the visitor is whom another part of the system names, else the connection's
    other end. The header never gets further, whoever sent it.
    """

    def __init__(self, app: App, key: SigningKey) -> None:
        self._app = app
        self._verifier = key.verifier(KIND, AUDIENCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request in the visitor's name; everything else passes through."""
        if scope["type"] in ("http", "websocket"):
            told = [value for name, value in scope["headers"] if name == HEADER]
            if told:
                headers = [pair for pair in scope["headers"] if pair[0] != HEADER]
                scope = {**scope, "headers": headers, **self._peer(told)}
        await self._app(scope, receive, send)

    def _peer(self, told: list[bytes]) -> dict[str, Any]:
        """What the scope is told of the visitor; nothing by a header that does not hold."""
        if len(told) > 1:
            return {}
        try:
            claims = self._verifier.claims(told[0].decode("latin-1"))
        except TokenRefused:
            return {}
        peer: dict[str, Any] = {"client": (claims["address"], 0)}
        return {**peer, INSIDE: True} if claims.get("inside") is True else peer
