"""What must hold of an ID token (OpenID Connect Core §3.1.3.7), and what is read of it."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

ALGORITHMS = ("ES256", "ES384", "PS256", "RS256")
"""How an ID token may be signed: never with a secret we share (HS256), never not at all."""
HASHES = {"ES384": hashlib.sha384}
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
OLDEST = 600
"""Seconds ago an ID token may have been made: it comes straight from the provider."""
LONGEST_SUBJECT = 255


class NotProven(Exception):
    """What the provider told does not prove who somebody is; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must say of itself."""

    issuer: str
    client_id: str
    nonce: str
    now: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the provider knows them. `email` is empty unless the provider has verified it."""

    subject: str
    email: str = ""
    methods: frozenset[str] = frozenset()
    """How they proved themselves there: the values of `amr` and `acr`."""
    proved_at: float | None = None
    """When they did, in seconds since 1970; None when the provider does not say."""


def check_id_token(claims: Mapping[str, Any], expected: Expected) -> None:
    """NotProven unless the token was made by this provider, for us, now, for this very sign-in."""
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if claims.get("iss") != expected.issuer:
        raise NotProven("iss")
    if not isinstance(audiences, list) or expected.client_id not in audiences:
        raise NotProven("aud")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != expected.client_id:
        raise NotProven("azp")
    if _number(claims, "exp") <= expected.now - LEEWAY:
        raise NotProven("exp")
    if not expected.now - OLDEST <= _number(claims, "iat") <= expected.now + LEEWAY:
        raise NotProven("iat")
    if "nbf" in claims and _number(claims, "nbf") > expected.now + LEEWAY:
        raise NotProven("nbf")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise NotProven("nonce")


def check_access_token(claims: Mapping[str, Any], algorithm: str, access_token: str) -> None:
    """NotProven when the ID token was made for another access token (`at_hash`); it need not say."""
    if "at_hash" not in claims:
        return
    digest = HASHES.get(algorithm, hashlib.sha256)(access_token.encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    if claims["at_hash"] != half:
        raise NotProven("at_hash")


def person_of(claims: Mapping[str, Any]) -> Person:
    """Who the claims speak of; NotProven without a subject."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise NotProven("sub")
    # WSO2 writes what is true as a text.
    is_verified = claims.get("email_verified") in (True, "true")
    email = claims.get("email")
    return Person(
        subject,
        email if is_verified and isinstance(email, str) and email.isprintable() else "",
        frozenset(_words(claims.get("amr")) + _words(claims.get("acr"))),
        _number(claims, "auth_time") if "auth_time" in claims else None,
    )


def stands_for_second_factor(person: Person, accepted: Collection[str]) -> bool:
    """Whether they proved themselves at the provider in a way the operator lets stand for our second factor."""
    return not person.methods.isdisjoint(accepted)


def check_fresh(person: Person, now: float) -> None:
    """NotProven when the provider says that they proved themselves longer ago than a visit there may take."""
    if person.proved_at is not None and person.proved_at <= now - OLDEST - LEEWAY:
        raise NotProven("auth_time")


def _number(claims: Mapping[str, Any], name: str) -> float:
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise NotProven(name)
    return found


def _words(told: object) -> list[str]:
    listed = told if isinstance(told, list) else [told]
    return [word for word in listed if isinstance(word, str)]
