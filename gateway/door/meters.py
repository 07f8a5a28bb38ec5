"""What each account, client or address has spent of its quota: in memory, and never more of it than is set."""

from gateway.rules.quotas import Quota

MOST_KNOWN = 16_384
"""Callers of one kind remembered at once, twice; 5 MB when strangers come from as many addresses."""
Pair = tuple[bytes, bytes]
UNLIMITED: tuple[Pair, ...] = ()


class Spent:
    """When the reserve of each will be full again.

    Two generations: who spends moves into the young one, and with every window the old one is dropped. By then the
    reserves of all in it are full, so nothing that counts is forgotten, unless more came than are remembered.
    """

    def __init__(self, window: float, most: int = MOST_KNOWN) -> None:
        self._window = window
        self._most = most
        self._young: dict[str, float] = {}
        self._old: dict[str, float] = {}
        self._until = 0.0

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._young) + len(self._old)

    def of(self, who: str, now: float) -> float:
        """When this one's reserve will be full; a moment that is past for whoever is not known."""
        if now >= self._until or len(self._young) >= self._most:
            self._old, self._young = self._young, {}
            self._until = now + self._window
        found = self._young.get(who)
        return self._old.get(who, 0.0) if found is None else found

    def note(self, who: str, full_at: float) -> None:
        """Remember."""
        self._young[who] = full_at


class Meter:
    """Counts the requests of one kind of callers; `name` is what the quota is called in answers."""

    def __init__(self, name: str, per_minute: int, most: int = MOST_KNOWN) -> None:
        """`per_minute` is 0 where nothing is limited."""
        self.name = name
        self.quota = Quota.of(per_minute) if per_minute else None
        window = 0.0 if self.quota is None else self.quota.seconds
        self.spent = Spent(window, most)
        # Told whole: a window of 9.6 seconds would not be a number every reader takes.
        held = 0 if self.quota is None else self.quota.requests
        policy = b'"%b";q=%d;w=%d' % (name.encode(), held, round(window) or 1)
        self._policy: Pair = (b"ratelimit-policy", policy)
        self._told = b'"%b";r=%%d;t=%%d' % name.encode()

    def take(self, who: str, now: float, cost: float = 1.0) -> tuple[tuple[Pair, ...], int]:
        """Count one request: what its answer tells of the quota (RateLimit and its policy), and seconds to wait, 0 when
        it may pass. What is refused costs nothing: who waits as long as told gets in.
        """
        quota = self.quota
        if quota is None:
            return UNLIMITED, 0
        before = self.spent.of(who, now)
        full_at = quota.spent(before, now, cost)
        wait = 0
        if quota.admits(full_at, now):
            self.spent.note(who, full_at)
        else:
            wait, full_at = quota.wait(full_at, now), before
        told = self._told % (quota.left(full_at, now), full_at - now + 0.999)
        return (self._policy, (b"ratelimit", told)), wait
