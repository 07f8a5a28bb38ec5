"""How often the data behind each part has changed, as far as this process knows."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from gateway.door.places import PAGES
from kit import clock


def seconds_until_midnight() -> float:
    """Until people's next day begins: what is told of today is another thing then."""
    now = datetime.now(clock.PEOPLE)
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), clock.PEOPLE)
    return (midnight - now).total_seconds()


class Versions:
    """Counters that only grow. A service's answers depend on its own data, pages on everybody's."""

    def __init__(self, until_midnight: Callable[[], float] = seconds_until_midnight) -> None:
        self._until_midnight = until_midnight
        self._day_ends = time.time() + until_midnight()
        self._every = 0
        self._pages = 0
        self._own: dict[str, int] = {}

    def of(self, part: str | None) -> int:
        """The version of what `part` tells at this moment."""
        if time.time() >= self._day_ends:
            self._day_ends = time.time() + self._until_midnight()
            self.change_all()
        return self._pages if part == PAGES else self._every + self._own.get(part or "", 0)

    def change(self, part: str) -> None:
        """The data of a part changed, or may have."""
        self._own[part] = self._own.get(part, 0) + 1
        self._pages += 1

    def change_all(self) -> None:
        """Anything may have changed."""
        self._every += 1
        self._pages += 1
