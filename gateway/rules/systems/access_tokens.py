"""What an access token is (RFC 9068): its type, whom it is for, how long it lives, who may have issued it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

KIND = "at+jwt"
AUDIENCE = "lantoa-api"
SECONDS = 3600


def is_ours(claims: Mapping[str, Any], public_url: str) -> bool:
    """Whether the claims are those of a token we issue.

    With a public address the issuer is that address. Without one it is whatever address we were called by, and our
    signature stands for it.
    """
    issuer, words = claims.get("iss"), ("client_id", "sub", "scope", "jti")
    if not isinstance(issuer, str) or any(not isinstance(claims.get(word), str) for word in words):
        return False
    if claims["sub"] != claims["client_id"] or "\x00" in claims["client_id"]:
        return False
    return issuer == public_url.rstrip("/") if public_url else issuer.startswith(("http://", "https://"))


def seconds_of(client_ends: datetime | None, now: datetime) -> int:
    """How long a token given now lives: never longer than its client."""
    return SECONDS if client_ends is None else max(1, min(SECONDS, int((client_ends - now).total_seconds())))
