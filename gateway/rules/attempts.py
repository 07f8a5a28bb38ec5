"""How fast somebody may try passwords: free at first, then waiting twice as long each time (ASVS 6.3.1)."""

from datetime import datetime, timedelta

FREE = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 13 tries fit into an hour."""
    if attempts < FREE:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(attempts - FREE, 10)), LONGEST_WAIT)


def counted(attempts: int, last_at: datetime, now: datetime) -> int:
    """The attempts that still count."""
    return 0 if now - last_at >= FORGOTTEN_AFTER else attempts


def wait_left(attempts: int, last_at: datetime, now: datetime) -> timedelta:
    """How long the next attempt must still wait; zero when it may be made.

    Of two attempts at the same moment the later one may have been counted first: `last_at` may lie after `now`.
    """
    wait = wait_after(attempts)
    return max(last_at + wait - now, timedelta(0)) if wait else wait
