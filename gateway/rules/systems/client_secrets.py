"""How a client's secrets overlap: the old one goes on holding for some days, and never more than two hold at once."""

from datetime import datetime, timedelta

MOST_LIVE = 2
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept: a system may take a token for every call."""


def end_of_old(expires_at: datetime | None, now: datetime, overlap_days: int) -> datetime:
    """When a secret ends once a new one was given: after the overlap, or earlier if it would have anyway."""
    chosen = now + timedelta(days=overlap_days)
    return chosen if expires_at is None else min(expires_at, chosen)


def is_live(expires_at: datetime | None, revoked_at: datetime | None, now: datetime) -> bool:
    """Whether a client or a secret still holds."""
    return revoked_at is None and (expires_at is None or now < expires_at)


def is_noted_anew(last_used_at: datetime | None, now: datetime) -> bool:
    """Whether this use is worth writing down."""
    return last_used_at is None or now - last_used_at >= NOTED_EVERY
