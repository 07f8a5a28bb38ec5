"""The answers kept in memory: least recently used go first, whoever asks for what is being made waits for it."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable

from gateway.cache.kept import Kept

LARGEST_ANSWER = 1024 * 1024
MOST_BYTES = 24 * 1024 * 1024

Key = Hashable


class Flight:
    """An answer that is being made for the first who asked; `result` is None when it cannot be shared."""

    def __init__(self, version: int) -> None:
        self.version = version
        self._done = asyncio.Event()
        self._kept: Kept | None = None

    async def result(self) -> Kept | None:
        """The answer, once it is there."""
        await self._done.wait()
        return self._kept

    def land(self, kept: Kept | None) -> None:
        """Hand it to those who wait; only the first call counts."""
        if not self._done.is_set():
            self._kept = kept
            self._done.set()


class Store:
    """Kept answers by key."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()
        self._flights: dict[Key, Flight] = {}

    def find(self, key: Key, version: int) -> Kept | None:
        """The answer kept under a key, if it is of this very version."""
        found = self._kept.get(key)
        if found is None or found[0].version != version:
            return None
        kept, size = found
        if kept.size == size:
            self._kept.move_to_end(key)
        else:  # it was asked for in another form meanwhile
            self.keep(key, kept)
        return kept

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep an answer; what an older request brings later does not replace a newer version."""
        before = self._kept.get(key)
        if before is not None:
            if before[0].version > kept.version:
                return
            self._bytes -= before[1]
        self._kept[key] = (kept, kept.size)
        self._kept.move_to_end(key)
        self._bytes += kept.size
        while self._bytes > self._most:
            _, (_, size) = self._kept.popitem(last=False)
            self._bytes -= size

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._bytes = 0

    def flight(self, key: Key, version: int) -> Flight | None:
        """Who is making this answer of this version right now, if anybody."""
        found = self._flights.get(key)
        return found if found is not None and found.version == version else None

    def take_off(self, key: Key, version: int) -> Flight:
        """Say that the answer is being made."""
        flight = self._flights[key] = Flight(version)
        return flight

    def land(self, key: Key, flight: Flight, kept: Kept | None = None) -> None:
        """Hand the answer, if there is one to share, to those who wait; only the first call counts."""
        if self._flights.get(key) is flight:
            del self._flights[key]
        flight.land(kept)
