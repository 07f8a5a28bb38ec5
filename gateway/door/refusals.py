"""What the door refused, gathered beside the requests and recorded in the audit about every second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from gateway.actions.audit import record_refusals
from gateway.door.visit import Visit
from gateway.rules.audit.refusals import EVERY, STATUSES, Gathered, Kind, Refused, asked_of, is_told, pause_after
from kit.background import in_background
from kit.database import Database, in_unit
from kit.logs import log


class Refusals:
    """Refusals that are still to be recorded; noting one costs a look at a dictionary."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathered = Gathered()

    def note(self, visit: Visit) -> None:
        """Have an answer recorded, when it was a refusal that nobody else records."""
        if visit.status not in STATUSES:
            return
        asked = asked_of(visit.method, visit.path)
        if is_told(asked, visit.status, by_door=visit.reason is not None):
            caller = visit.caller
            kind = Kind(caller.kind, caller.id, caller.name, visit.address, asked, visit.status)
            self._gathered.add(Refused(kind, visit.request_id, visit.reason))

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Record while the gateway runs, and what is left when it ends."""
        async with in_background(self._go_on()):
            yield
        await self.flush()

    async def flush(self) -> int:
        """Record what was gathered; kept for the next time when that fails. How many kinds there were."""
        gathered, self._gathered = self._gathered, Gathered()
        if not gathered:
            return 0
        try:
            async with in_unit(self._database, quiet=True) as session:
                await record_refusals(session, gathered.all(), gathered.uncounted)
        except Exception as error:
            log.warning("refusals not recorded", kinds=len(gathered), error=repr(error))
            self._gathered.add_all(gathered.all(), gathered.uncounted)
        return len(gathered)

    async def _go_on(self) -> None:
        pause = EVERY
        while True:
            await asyncio.sleep(pause)
            pause = pause_after(await self.flush(), pause)
