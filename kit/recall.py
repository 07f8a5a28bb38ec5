"""Pure functions that remember what they made of texts strangers send: of short ones only, or memory were theirs."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")
LONGEST = 1000
"""Characters of a text that is remembered."""


def recalling(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """A decorator: what was made of the last `most` texts is remembered."""

    def decorate(make: Callable[[str], T]) -> Callable[[str], T]:
        recalled = lru_cache(most)(make)

        @wraps(make)
        def recall(text: str) -> T:
            return recalled(text) if len(text) <= LONGEST else make(text)

        return recall

    return decorate
