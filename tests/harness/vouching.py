"""A provider of single sign-on that vouches for whatever a test wants: the adversary of a relying party."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, Key

CLIENT = "lan-toa"


@dataclass
class Vouching:
    """What it answers; a test changes what it wants to be wrong."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    header: dict[str, Any] = field(default_factory=dict)
    key: Key = field(default_factory=lambda: ECKey.generate_key("P-256", auto_kid=True))
    published: list[Key] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    token: Callable[[], tuple[int, bytes]] | None = None
    userinfo: dict[str, Any] | None = None
    delay: float = 0.0
    challenge: str = ""
    nonce: str = ""
    asked: list[str] = field(default_factory=list)

    def visit(self, address: str) -> str:
        """What a person does there: looks, and comes back with a code; the state of the visit."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        self.challenge, self.nonce = asked["code_challenge"], asked["nonce"]
        return asked["state"]

    def id_token(self) -> str:
        """The token about the person, with what the test wants to be different."""
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "sub": "nguoi-1", "iat": now, "exp": now + 300, "nonce": self.nonce}
        claims = {name: value for name, value in (told | self.claims).items() if name not in self.without}
        header = {"alg": "ES256", "kid": self.key.kid, **self.header}
        return jwt.encode(header, claims, self.key, algorithms=[header["alg"]])

    def answer(self, path: str, body: str) -> tuple[int, bytes]:
        """Status and body for a request."""
        self.asked.append(path)
        time.sleep(self.delay)
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(self._document()).encode()
        if path == "/keys":
            return 200, json.dumps({"keys": [key.as_dict(private=False) for key in self.published]}).encode()
        if path == "/userinfo" and self.userinfo is not None:
            return 200, json.dumps(self.userinfo).encode()
        if path == "/token":
            return self.token() if self.token else self._exchange(parse_qs(body))
        return 404, b""

    def _document(self) -> dict[str, Any]:
        here = self.issuer
        told = {"issuer": here, "authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token"}
        told |= {"jwks_uri": f"{here}/keys"} | (
            {} if self.userinfo is None else {"userinfo_endpoint": f"{here}/userinfo"}
        )
        return told | self.metadata

    def _exchange(self, sent: dict[str, list[str]]) -> tuple[int, bytes]:
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge:
            return 400, b'{"error": "invalid_grant"}'
        return 200, json.dumps(
            {"access_token": "ma-truy-cap", "token_type": "Bearer", "id_token": self.id_token()}
        ).encode()


@contextmanager
def vouching() -> Iterator[Vouching]:
    """Such a provider on a free port of this machine."""
    provider = Vouching()
    provider.published = [provider.key]

    class Handler(BaseHTTPRequestHandler):
        """Asks the provider."""

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            status, content = provider.answer(urlsplit(self.path).path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Type", "application/json")
            if status in (301, 302):
                self.send_header("Location", f"{provider.issuer}/userinfo")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Not on the console."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who asked has given up
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
