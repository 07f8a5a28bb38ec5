"""Bring a server back that ended unasked: killed by hand, by the kernel for want of memory, by a fault of its own."""

import threading
from collections.abc import Callable

from kit.logs import log
from kit.postgres.errors import ClusterError

LOOK = 0.2
"""Seconds between two looks; nobody notices a server away for so short a time but the request that met it."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 10.0


class Keeper:
    """A thread that lives as long as the server is wanted.

    It starts servers itself, for the kernel ends a server together with the thread that forked it.
    """

    def __init__(self, is_alive: Callable[[], bool], revive: Callable[[], None]) -> None:
        """`revive` starts the server again where it was; it may raise ClusterError or OSError and is tried again."""
        self._is_alive = is_alive
        self._revive = revive
        self._dismissed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="postgres-keeper", daemon=True)
        self._thread.start()

    def dismiss(self) -> None:
        """Stop watching; the server is not touched any more once this returns."""
        self._dismissed.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = SHORTEST_PAUSE
        while not self._dismissed.wait(LOOK):
            if self._is_alive():
                continue
            log.warning("database server gone, starting it again")
            try:
                self._revive()
            except (ClusterError, OSError) as error:
                log.error("database server not started", error=str(error), retry_in=pause)
                self._dismissed.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                log.warning("database server back")
                pause = SHORTEST_PAUSE
