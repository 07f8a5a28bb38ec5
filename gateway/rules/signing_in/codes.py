"""Codes that are handed over: how long they hold, and how one is written that people type."""

import base64
import re
from datetime import timedelta

INVITATION_LIFE = timedelta(hours=72)
CODE_LIFE = timedelta(hours=24)
GROUP = 5


def typed_code(secret: bytes) -> str:
    """A code for typing: letters and digits that are not taken for one another, five at a time."""
    letters = plain(base64.b32encode(secret).decode())
    return "-".join(letters[place : place + GROUP] for place in range(0, len(letters), GROUP))


def plain(code: str) -> str:
    """The same code however it was typed: spaces, dashes and small letters change nothing."""
    return re.sub("[^A-Z0-9]", "", code.upper())
