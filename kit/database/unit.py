"""One unit of work over a service's database: everything in it becomes durable together, or nothing does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlmodel.ext.asyncio.session import AsyncSession

from kit.database.asking import SYSTEM
from kit.database.changes import tell_change
from kit.database.pool import Database
from kit.database.session import ASKER, Session


class Unit:
    """One unit of work: the session is opened when first asked for and ends with the request.

    All its statements carry who asks (`kit.database.asking`), in every transaction from its first one on. Its commit
    says that the schema changed (`kit.database.changes`), unless the unit is `quiet`: what it writes changes nothing
    that any answer shows.
    """

    def __init__(self, database: Database, asker: str, *, quiet: bool = False) -> None:
        self._database = database
        self._asker = asker
        self._quiet = quiet
        self._session: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        """The session of this unit of work."""
        if self._session is None:
            self._session = Session(self._database.engine, expire_on_commit=False, info={ASKER: self._asker})
        return self._session

    async def commit(self) -> None:
        """Make the changes durable; nothing happens when nothing was opened."""
        if self._session is None:
            return
        if not self._quiet:
            await tell_change(self._session, self._database.schema)
        await self._session.commit()

    async def close(self) -> None:
        """Give the connection back, rolling back what was not committed."""
        if self._session is not None:
            await self._session.close()
            self._session = None


@asynccontextmanager
async def in_unit(database: Database, *, asker: str = SYSTEM, quiet: bool = False) -> AsyncIterator[AsyncSession]:
    """A unit of work outside a request (seed, feeds, commands): commits at the end, rolls back on an error.

    It acts as the system itself unless it says on whose behalf.
    """
    unit = Unit(database, asker, quiet=quiet)
    try:
        yield unit.session
        await unit.commit()
    finally:
        await unit.close()
