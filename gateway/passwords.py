"""Hashing of passwords with argon2id: two at a time beside the event loop, never more waiting than it can serve."""

import asyncio
import base64
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from kit.errors import TooMany

T = TypeVar("T")

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
PARALLEL = 2
MOST_WAITING = 64

_hasher = PasswordHash((Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES),))
_workers = ThreadPoolExecutor(PARALLEL, thread_name_prefix="argon2")
_waiting = 0


def _random(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")


NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${_random(16)}${_random(32)}"
"""The hash of no password: checked for unknown accounts, so that they cost what known ones cost."""


async def hashed(password: str) -> str:
    """The argon2id hash of a password; Vietnamese letters count the same however they were composed."""
    return await _beside(lambda: _hasher.hash(unicodedata.normalize("NFC", password)))


async def matches(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the hash; without one it takes as long and is false."""
    composed = unicodedata.normalize("NFC", password)
    return await _beside(lambda: _hasher.verify(composed, stored or NOBODY))


async def _beside(work: Callable[[], T]) -> T:
    """Run in one of the two threads; TooMany when the queue is already longer than two seconds."""
    global _waiting
    if _waiting >= MOST_WAITING:
        raise TooMany("Quá nhiều người đăng nhập cùng lúc. Hãy thử lại sau vài giây.", headers={"Retry-After": "5"})
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_workers, work)
    finally:
        _waiting -= 1
