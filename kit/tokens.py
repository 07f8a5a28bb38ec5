"""Signed tokens (JWT, ES256): short-lived identities between our own parts, access tokens for clients outside."""

import json
import secrets
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
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


class UnknownKey(TokenRefused):
    """The token names no key we know; it may have come into use just now."""


class SigningKey:
    """A key pair; whoever holds its file, or the secret it was derived from, may sign."""

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

    @classmethod
    def new(cls) -> "SigningKey":
        """A key pair nobody has yet; its name is the fingerprint of its public half."""
        return cls(ECKey.generate_key("P-256", private=True, auto_kid=True))

    @classmethod
    def of(cls, jwk: Mapping[str, Any]) -> "SigningKey":
        """A key pair kept elsewhere; of a public half alone it can only check."""
        return cls(ECKey.import_key(dict(jwk)))

    @property
    def kid(self) -> str:
        """The name tokens call the key by."""
        return str(self._key.kid)

    def private(self) -> dict[str, Any]:
        """Both halves as a JWK, to be sealed and kept."""
        return self._key.as_dict(private=True)

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
        return Verifier({self.kid: self}.get, kind, audience)

    def check(self, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims of a token this key has signed; TokenRefused otherwise."""
        try:
            decoded = jwt.decode(token, self._key, algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError) as error:  # TypeError: `crit` that is no list
            raise TokenRefused(str(error)) from error
        if "crit" in decoded.header:
            raise TokenRefused("nothing critical is understood here")
        return decoded.header, decoded.claims


class Verifier:
    """Checks tokens of one type for one audience; remembers good ones until they expire (a check costs 85 µs).

    Which key checks a token is ours to say (`find`, by the name in its header); a key it brings along counts for
    nothing, and there is one algorithm.
    """

    def __init__(self, find: Callable[[str], SigningKey | None], kind: str, audience: str) -> None:
        self._find = find
        self._kind = kind
        self._audience = audience
        self._known: dict[str, dict[str, Any]] = {}

    def claims(self, token: str) -> dict[str, Any]:
        """The claims of a valid token; TokenRefused otherwise, UnknownKey when only its key is not known."""
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
        key = self._find(_kid_of(token))
        if key is None:
            raise UnknownKey("unknown key")
        header, claims = key.check(token)
        if header.get("typ") != self._kind or claims.get("aud") != self._audience:
            raise TokenRefused("wrong type or audience")
        if not _is_time(claims.get("exp")):
            raise TokenRefused("no expiry")
        if "nbf" in claims and (not _is_time(claims["nbf"]) or claims["nbf"] > time.time()):
            raise TokenRefused("not valid yet")
        return claims


def _is_time(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _kid_of(token: str) -> str:
    """The key a token names, not yet believed in anything."""
    head = token.partition(".")[0]
    try:
        told = json.loads(urlsafe_b64decode(head.encode() + b"=" * (-len(head) % 4)))
        kid = told["kid"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise TokenRefused("no header that names a key") from error
    if not isinstance(kid, str):
        raise TokenRefused("the key has no name")
    return kid
