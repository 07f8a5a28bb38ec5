"""The right to answer from memory: held while this is the only door on its database and that was confirmed just now.

docs/decisions/0012-… has the argument; the constants here are part of it.
"""

import asyncio
import itertools
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

import psycopg
from fastapi import FastAPI
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from gateway.queries import doors
from kit.background import in_background
from kit.database.changes import CHANNEL
from kit.errors import Unavailable
from kit.logs import log

LEASE = 3.0
"""Seconds for which a confirmation counts: a door cut off from its database is no door any more after them."""
BEAT = 1.0
BEATS_BETWEEN_TRIES = 5
"""After so many beats a door that shares looks whether it is alone again."""
PATIENCE = 5.0
"""Seconds a new door waits for the sole one to share before it ends that one's session."""
KNOCKS_EVERY = 0.02
RECONNECT = 0.2
LONGEST_DOUBT = 10.0
"""Seconds a change's answer waits for the lease before it is told as an outage."""
# A server must not give away the lock of a door it cannot reach before that door's lease has run out.
SERVERS_KEEPALIVES = "-ctcp_keepalives_idle=10 -ctcp_keepalives_interval=5 -ctcp_keepalives_count=3"
OUR_KEEPALIVES = {"connect_timeout": 5, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 3}


class Lease:
    """Holds the doors' lock on a connection of its own, and hears there of every change."""

    def __init__(
        self,
        dsn: str,
        *,
        listening: Callable[[str], None],
        changed: Callable[[str], None],
        lost: Callable[[], None],
    ) -> None:
        """`listening` is called with the identity of the database that is heard, `changed` with a schema, `lost` when
        nothing kept may be believed any more.
        """
        self._dsn = dsn
        self._listening = listening
        self._changed = changed
        self._lost = lost
        self._held_until = 0.0
        self._sole_from = math.inf
        self._is_alone = False
        self._is_sharing = False
        self._held = asyncio.Event()

    def is_sole(self, now: float) -> bool:
        """Whether this door may answer from memory; `now` is monotonic.

        Not in its first seconds alone: a door whose session ended without its knowing may still finish changes then.
        """
        return self._sole_from <= now < self._held_until

    async def confirmed(self) -> None:
        """Return while the lease holds; without it no change may be told as done. Unavailable after a while."""
        while time.monotonic() >= self._held_until:
            self._held.clear()
            try:
                await asyncio.wait_for(self._held.wait(), LONGEST_DOUBT)
            except TimeoutError:
                raise Unavailable("Cơ sở dữ liệu tạm thời không trả lời. Hãy thử lại sau ít phút.") from None

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Hold the lock while the gateway runs; nobody is let in before it is held."""
        async with in_background(self._keep()):
            await self.confirmed()
            yield

    async def _keep(self) -> None:
        while True:
            try:
                async with await AsyncConnection.connect(
                    make_conninfo(self._dsn, options=SERVERS_KEEPALIVES, **OUR_KEEPALIVES), autocommit=True
                ) as session:
                    await self._hold(session)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("doors' lock lost", error=repr(error), retry_in=RECONNECT)
            finally:
                self._held_until = 0.0
                self._is_sharing = False
                self._stop_keeping()
            await asyncio.sleep(RECONNECT)

    async def _hold(self, session: doors.Session) -> None:
        async with asyncio.timeout(LEASE):
            await doors.listen(session)
            self._listening(await doors.read_identity(session))
        await self._take(session)
        for beat in itertools.count(1):
            began = time.monotonic()
            async with asyncio.timeout(LEASE):
                await doors.confirm(session)
            self._held_until = began + LEASE
            self._held.set()
            await self._listen(session)
            if beat % BEATS_BETWEEN_TRIES == 0:
                await self._try_alone(session)

    async def _take(self, session: doors.Session) -> None:
        """Take the lock alone, or shared once the sole door has stopped answering from memory."""
        if await self._try_alone(session):
            return
        asked = time.monotonic()
        while not await doors.try_shared(session):
            if time.monotonic() - asked > PATIENCE:
                log.warning("the sole door does not answer, ending its session")
                await doors.end_sole(session)
                await asyncio.sleep(LEASE)  # by then it does not believe its memory any more
            await doors.knock(session)
            await asyncio.sleep(KNOCKS_EVERY)
        self._is_sharing = True
        log.info("another door is open, answers are not kept")

    async def _try_alone(self, session: doors.Session) -> bool:
        if self._is_alone or not await doors.try_alone(session):
            return self._is_alone
        if self._is_sharing:
            await doors.leave_shared(session)
        self._is_alone, self._is_sharing = True, False
        self._sole_from = time.monotonic() + LEASE
        return True

    async def _listen(self, session: doors.Session) -> None:
        """Hear what is said until the next beat; one who knocks is let in at once."""
        knocked = False
        async with aclosing(session.notifies(timeout=BEAT)) as notices:
            async for notice in notices:
                if notice.channel == CHANNEL:
                    self._changed(notice.payload)
                elif notice.pid != session.info.backend_pid and self._is_alone:
                    knocked = True
                    break
        if knocked:
            self._stop_keeping()
            await doors.try_shared(session)
            await doors.leave_alone(session)
            self._is_sharing = True

    def _stop_keeping(self) -> None:
        self._is_alone = False
        self._sole_from = math.inf
        self._lost()
