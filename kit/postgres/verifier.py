"""SCRAM-SHA-256 verifiers (RFC 5803): what the server stores of a password, so that SQL never carries the password."""

import base64
import hashlib
import hmac
import os

_ITERATIONS = 4096
"""PostgreSQL's own default."""


def scram_verifier(password: str) -> str:
    """The stored form of a printable ASCII password, fit for `ALTER ROLE … PASSWORD` and safe in a server log.

    Other characters would first need SASLprep (RFC 4013), in which client and server must agree: refused.
    """
    if not password or not (password.isascii() and password.isprintable()):
        raise ValueError("Mật khẩu của vai trò phải gồm các ký tự ASCII in được và không để trống")
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, _ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, stored_text, server_text = (base64.b64encode(part).decode() for part in (salt, stored_key, server_key))
    return f"SCRAM-SHA-256${_ITERATIONS}:{salt_text}${stored_text}:{server_text}"
