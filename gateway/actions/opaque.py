"""Opaque tokens: random, given to a browser, known here by their hash alone."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> bytes:
    """What is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()
