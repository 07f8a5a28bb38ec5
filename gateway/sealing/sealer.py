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
    """Seals what waits, then brings the anchor up to the database; what fails is tried again the next time."""

    def __init__(self, database: Database, key: SealKey, anchor: Anchor) -> None:
        self._database = database
        self._key = key
        self._anchor = anchor
        self._anchored: int | None = None

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
        """Write the seals the anchor does not have yet; after a crash that may be some more than the newest."""
        if self._anchored is None:
            self._anchored = await self._find_anchored()
        while missing := await seals.list_seals(self._database.reader, after=self._anchored):
            await asyncio.to_thread(self._anchor.append, missing)
            self._anchored = missing[-1].batch.no

    async def _find_anchored(self) -> int:
        """Up to which seal the anchor goes. When it knows one that the database does not, the tail was cut: an alarm.

        What is sealed from now on is anchored all the same.
        """
        try:
            last = await asyncio.to_thread(self._anchor.last)
        except AnchorUnreadable as error:
            log.error("audit anchor unreadable", file=str(self._anchor.path), line=str(error))
            last = None
        if last is None:
            return 0
        known = await seals.find_seal(self._database.reader, no=last.batch.no)
        if known is not None and known.hash == last.hash:
            return last.batch.no
        newest = await seals.read_state(self._database.reader)
        log.error("audit anchor is ahead of the database", anchored=last.batch.no, database=newest.no)
        return newest.no or 0


def written(at: datetime) -> str:
    """A time as a seal says it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
