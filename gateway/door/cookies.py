"""The two cookies of people: the session, and a sign-in under way, which is no session."""

from collections.abc import Mapping
from typing import Any


class Cookies:
    """How they are called and guarded: unreadable for scripts, not sent along by other sites' forms."""

    def __init__(self, *, production: bool) -> None:
        prefix = "__Host-" if production else ""
        self.session = f"{prefix}lantoa_session"
        self.sign_in = f"{prefix}lantoa_signing_in"
        self.attributes: Mapping[str, Any] = {"path": "/", "secure": production, "httponly": True, "samesite": "lax"}

    def session_header(self, token: str) -> bytes:
        """The Set-Cookie that gives a browser its session."""
        secure = "; Secure" if self.attributes["secure"] else ""
        return f"{self.session}={token}; HttpOnly; Path=/; SameSite=lax{secure}".encode()
