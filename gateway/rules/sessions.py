"""How long a session lives (ASVS 7.3): half an hour unused, half a day at most."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept: noting it at every request would be a write per read."""


def expires_at(created_at: datetime, last_seen_at: datetime) -> datetime:
    """When the session ends if it is not used again."""
    return min(last_seen_at + IDLE, created_at + LONGEST)
