"""Signed tokens (JWT, ES256): access tokens for clients outside, short-lived identities between our own parts."""

import json
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from kit.secrets import keep

ALGORITHM = "ES256"
CACHE_SIZE = 4096


class TokenRefused(Exception):
    """The token is not ours, not for us, of the wrong type, or no longer valid."""


class SigningKey:
    """The installation's key pair; whoever holds its file, or the secret it was derived from, may sign."""

    def __init__(self, key: ECKey) -> None:
        self._key = key

    @classmethod
    def load(cls, folder: Path) -> "SigningKey":
        """Read `signing.jwk` in `folder`, making it at the first start."""
        made = ECKey.generate_key("P-256", private=True, auto_kid=True)
        return cls(
            ECKey.import_key(json.loads(keep(folder / "signing.jwk", json.dumps(made.as_dict(private=True)).encode())))
        )

    @classmethod
    def derived(cls, secret: str) -> "SigningKey":
        """The key pair that belongs to a secret: processes that share the secret share the key, without a file."""
        return cls(ECKey.derive_key(bytes.fromhex(secret), "P-256", auto_kid=True))

    def public(self) -> dict[str, Any]:
        """The public half as a JWK, for the key set (JWKS)."""
        return {**self._key.as_dict(private=False), "use": "sig", "alg": ALGORITHM}

    def sign(self, kind: str, audience: str, claims: Mapping[str, Any], seconds: int) -> str:
        """A compact token of type `kind` for `audience`, valid for `seconds` from now."""
        at = int(time.time())
        body = {**claims, "aud": audience, "iat": at, "exp": at + seconds, "jti": secrets.token_hex(8)}
        header = {"alg": ALGORITHM, "typ": kind, "kid": self._key.kid}
        return jwt.encode(header, body, self._key)

    def verifier(self, kind: str, audience: str) -> "Verifier":
        """A verifier of tokens signed by this key."""
        return Verifier(self._key, kind, audience)


class Verifier:
    """Checks tokens of one type for one audience; remembers good ones until they expire (a check costs 85 µs)."""

    def __init__(self, key: ECKey, kind: str, audience: str) -> None:
        self._key = key
        self._kind = kind
        self._audience = audience
        self._known: dict[str, dict[str, Any]] = {}

    def claims(self, token: str) -> dict[str, Any]:
        """The claims of a valid token; TokenRefused otherwise."""
        known = self._known.get(token)
        if known is None:
            known = self._check(token)
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[token] = known
        if known["exp"] <= time.time():
            self._known.pop(token, None)
            raise TokenRefused("expired")
        return known

    def _check(self, token: str) -> dict[str, Any]:
        try:
            decoded = jwt.decode(token, self._key, algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError) as error:  # TypeError: `crit` that is no list
            raise TokenRefused(str(error)) from error
        claims = decoded.claims
        if decoded.header.get("typ") != self._kind or claims.get("aud") != self._audience:
            raise TokenRefused("wrong type or audience")
        if not isinstance(claims.get("exp"), int):
            raise TokenRefused("no expiry")
        return claims
