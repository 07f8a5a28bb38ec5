"""How slowly somebody may send: a village's line is slow, but one byte every half minute is none."""

SLOWEST = 4096
"""Bytes a second of the slowest line we wait for; 2G carries twice as many."""


def allowed(seconds: float, received: int) -> float:
    """Seconds for which a body may be waited for altogether, once so much of it is here."""
    return seconds + received / SLOWEST
