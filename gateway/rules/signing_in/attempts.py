"""How fast somebody may try passwords and codes: free at first, then waiting twice as long each time (ASVS 6.3.1).

Strangers share one schedule per account, the places its owner signed in from lately share another: 12 and 8 tries fit
into an hour, whatever the number of addresses (decision 0017).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_AN_HOUR = 20
"""Passwords tried on one account, by everybody together."""
KNOWN_FOR = timedelta(days=30)
"""How long a place from which somebody signed in counts as theirs."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`free` tries, then waits that double from `first` to `longest`; what is older than `forgotten` counts no more."""

    name: str
    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta

    def wait_after(self, attempts: int) -> timedelta:
        """How long to wait after so many failed attempts."""
        if attempts < self.free:
            return timedelta(0)
        return min(self.first * (1 << min(attempts - self.free, 10)), self.longest)

    def counted(self, attempts: int, last_at: datetime, now: datetime) -> int:
        """The attempts that still count."""
        return 0 if now - last_at >= self.forgotten else attempts

    def wait_left(self, attempts: int, last_at: datetime, now: datetime) -> timedelta:
        """How long the next attempt must still wait; zero when it may be made.

        Of two attempts at the same moment the later one may have been counted first: `last_at` may lie after `now`.
        """
        wait = self.wait_after(attempts)
        return max(last_at + wait - now, timedelta(0)) if wait else wait


@dataclass(frozen=True, slots=True)
class Bucket(Schedule):
    """A schedule whose count drains by one every `first`: for places that many people share."""

    def counted(self, attempts: int, last_at: datetime, now: datetime) -> int:
        """What has not drained yet."""
        return max(0, attempts - int(max(now - last_at, timedelta(0)) / self.first))


STRANGERS = Schedule("stranger", 5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
"""Passwords of one account, from wherever it is not known."""
KNOWN = Schedule("known", 4, timedelta(minutes=2), timedelta(minutes=32), timedelta(hours=1))
"""Passwords of one account, from the places its owner signed in from lately, and in its own sessions."""
CODES = Schedule("code", 5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
"""Codes of the second factor of one account: whoever gets here knows the password."""
CLIENTS = Schedule("client", 5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
"""Secrets of one API client, from one address."""
PLACES = Bucket("place", 60, timedelta(minutes=1), timedelta(minutes=1), timedelta(hours=24))
"""Passwords of all accounts from one place."""
LONGEST_KEPT = max(one.forgotten for one in (STRANGERS, KNOWN, CODES, CLIENTS, PLACES))


def tries_within(schedule: Schedule, span: timedelta) -> int:
    """How many tries somebody gets who comes back as soon as they may."""
    made, passed = 0, timedelta(0)
    while passed < span:
        made += 1
        passed += schedule.wait_after(made)
    return made
