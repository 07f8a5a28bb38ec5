"""A visit to the provider: how long it may take, and the secrets that only the browser which began it can show."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Secrets:
    """The verifier of PKCE and the nonce of one visit."""

    verifier: str
    nonce: str


def secrets_of(browser: str, state: str) -> Secrets:
    """The secrets of a visit, made of the secret in the browser's cookie: they need not be kept anywhere."""
    return Secrets(_made(browser, f"verifier:{state}"), _made(browser, f"nonce:{state}"))


def _made(browser: str, purpose: str) -> str:
    digest = hmac.new(browser.encode(), purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
