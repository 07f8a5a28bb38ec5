"""Whose requests are at work: a few of each caller at once, so that one who sends many leaves the others their share.

More wait their turn here, where they cost nothing but memory, and do not stand between others and the database. While
others are about, a line moves on one by one and more slowly than it could, for it would take most of the machine.
"""

import asyncio
import math
import time
from collections import deque

from kit.errors import TooMany

WAITING = 32
"""Requests of one caller that wait at most; further ones are refused at once."""
PATIENCE = 5.0
"""Seconds a request waits for its turn."""
REST = 3.0
"""How many times as long as a request worked the next one in line waits, while others are about."""
LONGEST_REST = 2.0
ABOUT = 1.0
"""Seconds for which somebody counts as being about."""


class Turns:
    """At most `most` requests of one caller at work, in the order they came."""

    def __init__(self, most: int, *, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._most = most
        self._waiting = waiting
        self._patience = patience
        self._at_work: dict[str, int] = {}
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}
        self._latest = ""
        self._others_until = -math.inf

    def __len__(self) -> int:
        """Callers with a request at work."""
        return len(self._at_work)

    async def take(self, who: str, now: float) -> bool:
        """Wait for a turn; TooMany when as many wait already, or when it takes too long. `now` is monotonic.

        Whether there was anything to wait for.
        """
        if who != self._latest:
            self._others_until = now + ABOUT if self._latest else now
            self._latest = who
        busy = self._at_work.get(who, 0)
        if busy < self._most and who not in self._queues:
            self._at_work[who] = busy + 1
            return False
        queue = self._queues.setdefault(who, deque())
        if len(queue) >= self._waiting:
            raise _too_many()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except BaseException as error:
            self._leave(who, turn)
            if isinstance(error, TimeoutError):
                raise _too_many() from error
            raise
        return True

    def give_back(self, who: str, began: float, now: float) -> None:
        """End a turn: it is the next one's of the same caller; while others are about, one by one and after a rest."""
        if who not in self._queues or (now >= self._others_until and len(self._at_work) == 1):
            self._hand_over(who)
        elif self._at_work[who] > 1:
            self._at_work[who] -= 1
        else:
            rest = min(REST * (now - began), LONGEST_REST)
            asyncio.get_running_loop().call_later(rest, self._hand_over, who)

    def _hand_over(self, who: str) -> None:
        queue = self._queues.get(who, ())
        while queue:
            turn = queue.popleft()
            if not turn.done():
                turn.set_result(None)
                if not queue:
                    del self._queues[who]
                return
        self._queues.pop(who, None)
        busy = self._at_work[who] - 1
        if busy:
            self._at_work[who] = busy
        else:
            del self._at_work[who]

    def _leave(self, who: str, turn: "asyncio.Future[None]") -> None:
        """Wait no longer; a turn that was handed over at this very moment goes to the next."""
        if turn.done() and not turn.cancelled():
            self._hand_over(who)
            return
        queue = self._queues.get(who)
        if queue is not None and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[who]


class Turn:
    """One request's turn: entering waits for it, and tells whether it had to."""

    __slots__ = ("_began", "_turns", "_who")

    def __init__(self, turns: Turns, who: str) -> None:
        self._turns = turns
        self._who = who
        self._began = 0.0

    async def __aenter__(self) -> bool:
        has_waited = await self._turns.take(self._who, time.monotonic())
        self._began = time.monotonic()
        return has_waited

    async def __aexit__(self, *_: object) -> None:
        self._turns.give_back(self._who, self._began, time.monotonic())


def _too_many() -> TooMany:
    return TooMany(
        "Có quá nhiều yêu cầu của bạn đang chờ xử lý cùng lúc. Hãy chờ các yêu cầu trước xong rồi gửi tiếp.",
        headers={"Retry-After": "1"},
    )
