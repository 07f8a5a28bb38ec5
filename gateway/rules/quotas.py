"""How many requests somebody may send: at a steady pace, with a reserve that fills again while they rest (GCRA).

All that must be remembered of somebody is when their reserve will be full again; once that is past, nothing.
"""

import math
from dataclasses import dataclass

WINDOW = 10.0
"""Seconds whose requests may come all at once; a minute's would keep everybody else waiting for long."""
HAIR = 1e-6
"""Seconds by which sums of floats may miss."""


@dataclass(frozen=True, slots=True)
class Quota:
    """`requests` at once; each comes back after `pace` seconds. `seconds` are until all have come back."""

    requests: int
    pace: float
    seconds: float

    @classmethod
    def of(cls, per_minute: int) -> "Quota":
        """What a steady rate allows at once: the requests of ten seconds, one at least."""
        pace = 60 / per_minute
        requests = max(1, int(WINDOW / pace + HAIR))
        return cls(requests, pace, requests * pace)

    def spent(self, full_at: float, now: float, cost: float) -> float:
        """When the reserve will be full after one more request; `cost` is its share of an ordinary one."""
        return max(full_at, now) + cost * self.pace

    def admits(self, full_at: float, now: float) -> bool:
        """Whether what was spent was there."""
        return full_at - now <= self.seconds + HAIR

    def left(self, full_at: float, now: float) -> int:
        """Requests that may be sent at once."""
        return max(0, int((self.seconds - max(full_at, now) + now) / self.pace + HAIR))

    def wait(self, full_at: float, now: float) -> int:
        """Whole seconds until a request that was too many would not be."""
        return max(1, math.ceil(full_at - now - self.seconds - HAIR))
