"""How long a session lives (ASVS 7.3): half an hour unused, half a day at most; and when its token changes."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from kit.caller import Grant

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept: noting it at every request would be a write per read."""
OLD_TOKEN_COUNTS = timedelta(seconds=30)
"""A token that was replaced still counts so long, for requests that were under way."""
CONFIRMED_FOR = timedelta(minutes=10)
"""How long after a sign-in or a confirmation sensitive changes are taken."""
PENDING_FOR = timedelta(minutes=10)
"""How long a sign-in may lack a step."""


def expires_at(created_at: datetime, last_seen_at: datetime) -> datetime:
    """When the session ends if it is not used again."""
    return min(last_seen_at + IDLE, created_at + LONGEST)


def confirmed_until(confirmed_at: datetime) -> datetime:
    """Until when sensitive changes are taken without another confirmation."""
    return confirmed_at + CONFIRMED_FOR


def digest_of(grants: Iterable[Grant]) -> bytes:
    """What tells rights that changed from rights that did not."""
    told = sorted([grant.on, *sorted(grant.rights)] for grant in grants)
    return hashlib.sha256(json.dumps(told).encode()).digest()
