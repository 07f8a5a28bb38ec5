"""The circuit breaker: who does not answer is left alone for a while, then tried by one request, not by all of them."""

from dataclasses import dataclass
from enum import Enum, auto

LIMIT = 5
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 4.0
"""Seconds between two probes; the longest lets a part that came back be found again well within ten seconds."""


class State(Enum):
    """Closed lets everybody through, open nobody, half-open one request that finds out."""

    CLOSED = auto()
    OPEN = auto()
    HALF_OPEN = auto()


@dataclass(slots=True)
class Breaker:
    """Opens after `limit` failures in a row; the pause before a probe doubles while probes fail. `now` is in seconds
    of any clock that never goes back.
    """

    limit: int = LIMIT
    shortest_pause: float = SHORTEST_PAUSE
    longest_pause: float = LONGEST_PAUSE
    state: State = State.CLOSED
    _failures: int = 0
    _pause: float = 0.0
    _opened: float = 0.0
    _probed: float = 0.0

    def admits(self, now: float) -> bool:
        """Whether a request may go; the first one after the pause is the probe.

        One that finds out nothing for the longest pause (somebody sends its body slowly) holds up nobody else's.
        """
        if self.state is State.CLOSED:
            return True
        is_late = self.state is State.HALF_OPEN and now - self._probed >= self.longest_pause
        if is_late or (self.state is State.OPEN and self.retry_in(now) <= 0):
            self.state, self._probed = State.HALF_OPEN, now
            return True
        return False

    def retry_in(self, now: float) -> float:
        """Seconds until a request may be tried, at least what is left of the pause."""
        if self.state is State.CLOSED:
            return 0.0
        return max(0.0, self._opened + self._pause - now)

    def succeeded(self) -> bool:
        """The part answered; True when it had been given up before."""
        was_closed = self.state is State.CLOSED
        self.state, self._failures, self._pause = State.CLOSED, 0, 0.0
        return not was_closed

    def failed(self, now: float) -> bool:
        """The part did not answer; True when it is given up just now."""
        self._failures += 1
        if self.state is State.HALF_OPEN:
            self._open(now, min(self._pause * 2, self.longest_pause))
        elif self.state is State.CLOSED and self._failures >= self.limit:
            self._open(now, self.shortest_pause)
            return True
        return False

    def abandoned(self) -> None:
        """The request ended without telling anything (its caller left): another one may be the probe."""
        if self.state is State.HALF_OPEN:
            self.state = State.OPEN

    def _open(self, now: float, pause: float) -> None:
        self.state, self._opened, self._pause = State.OPEN, now, pause
