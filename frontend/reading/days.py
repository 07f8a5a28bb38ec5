"""Days as people type them."""

import re
from datetime import date

_WRITTEN = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def day_of(text: str) -> date | None:
    """The day that was typed, as 31/12/2026 or as a browser's calendar sends it; None for anything else."""
    written = _WRITTEN.fullmatch(text.strip())
    try:
        if written:
            return date(int(written[3]), int(written[2]), int(written[1]))
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
