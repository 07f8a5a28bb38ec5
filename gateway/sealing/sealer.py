"""The sealer: every other second it puts a seal on whatever was committed since, one gateway at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI

from gateway.queries import seals
from gateway.rules.audit.seals import Seal, leaf_of, next_batch
from gateway.sealing.anchor import Anchor, AnchorUnreadable
from gateway.sealing.keys import SealKey
from kit import clock
from kit.background import in_background
from kit.database import Database, in_unit
from kit.logs import log

EVERY = 2.0
LARGEST = 5000
"""Events of one seal."""


class Sealer:
    """Seals what waits, then brings the anchor up to the database; what fails is tried again the next time.

    `is_broken`: the database has lost what was sealed, or the anchor is damaged. What comes is sealed all the same, but
    the anchor stays as it is.
    """

    def __init__(self, database: Database, key: SealKey, anchor: Anchor) -> None:
        self._database = database
        self._key = key
        self._anchor = anchor
        self._anchored: Seal | None = None
        self.is_broken = False

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Seal while the gateway runs, and once more when it ends."""
        async with in_background(self._go_on()):
            yield
        try:
            await self.seal()
        except Exception as error:
            log.warning("audit not sealed at the end", error=repr(error))

    async def seal(self) -> int:
        """Put seals on everything that waits; how many events that were."""
        sealed = 0
        if await seals.is_waiting(self._database.reader):
            while count := await self._seal_some():
                sealed += count
        await self._anchor_all()
        return sealed

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.seal()
            except Exception as error:
                log.error("audit not sealed", error=repr(error))

    async def _seal_some(self) -> int:
        async with in_unit(self._database, quiet=True) as session:
            if not await seals.try_alone(session):
                return 0
            events = await seals.list_waiting(session, limit=LARGEST)
            if not events:
                return 0
            last = await seals.find_last(session)
            ids = [int(event[0] or 0) for event in events]
            leaves = [leaf_of(event) for event in events]
            batch = next_batch(last, written(clock.now()), ids, leaves)
            digest = batch.hash()
            seal = Seal(batch, digest, self._key.sign(digest), self._key.name)
            await seals.add_seal(session, seal, list(zip(ids, leaves, strict=True)))
        return len(events)

    async def _anchor_all(self) -> None:
        """Write the seals the anchor does not have yet; after a crash that may be some more than the newest.

        Nothing is written behind a seal that the database does not know (any more): what the anchor holds is evidence.
        """
        if self._anchored is None:
            self._anchored = await self._find_anchored()
        while not self.is_broken and (missing := await self._find_missing()):
            await asyncio.to_thread(self._anchor.append, missing)
            self._anchored = missing[-1]

    async def _find_anchored(self) -> Seal | None:
        """The last seal of the anchor, None before the first; an anchor that cannot be read is an alarm."""
        try:
            return await asyncio.to_thread(self._anchor.last)
        except AnchorUnreadable as error:
            self._alarm("audit anchor unreadable", file=str(self._anchor.path), line=str(error))
            return None

    async def _find_missing(self) -> list[Seal]:
        """The seals after the last one of the anchor. When the database has lost that one, the tail was cut: an alarm.

        A seal that was made anew under the same number is another one.
        """
        last = self._anchored
        if last is None:
            return await seals.list_seals(self._database.reader, after=0)
        found = await seals.list_seals(self._database.reader, after=last.batch.no - 1)
        if found and found[0].hash == last.hash:
            return found[1:]
        newest = await seals.read_state(self._database.reader)
        self._alarm("audit anchor is ahead of the database", anchored=last.batch.no, database=newest.no)
        return []

    def _alarm(self, event: str, **told: object) -> None:
        """Told once; from then on readers are told as well, until the gateway is started on a whole chain."""
        if not self.is_broken:
            log.error(event, **told)
        self.is_broken = True


def written(at: datetime) -> str:
    """A time as a seal says it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
