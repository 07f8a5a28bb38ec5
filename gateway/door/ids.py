"""Names for requests that bring none: random, drawn from the kernel many at a time."""

import os

SIZE, AT_ONCE = 16, 256

_drawn: list[str] = []


def new_id() -> str:
    """32 hexadecimal digits nobody has seen."""
    if not _drawn:
        digits = os.urandom(SIZE * AT_ONCE).hex()
        _drawn.extend(digits[place : place + 2 * SIZE] for place in range(0, len(digits), 2 * SIZE))
    return _drawn.pop()
