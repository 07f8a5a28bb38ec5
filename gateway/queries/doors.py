"""The lock by which gateways on one database know of each other: held alone by a sole door, shared by several.

It belongs to the session that took it, so it is gone with the process, however that ends.
"""

from typing import Any

from psycopg import AsyncConnection, sql

from kit.database.changes import CHANNEL, IDENTITY

KNOCK = "lantoa_doors"
"""The channel on which a new door asks the sole one to share."""
_KEY = {"class": 0x4C54, "door": 1}
_ALONE = "select pg_try_advisory_lock(%(class)s, %(door)s)"
_SHARED = "select pg_try_advisory_lock_shared(%(class)s, %(door)s)"
_UNLOCK_ALONE = "select pg_advisory_unlock(%(class)s, %(door)s)"
_UNLOCK_SHARED = "select pg_advisory_unlock_shared(%(class)s, %(door)s)"
_END_SOLE = """
select pg_terminate_backend(pid) from pg_locks
where locktype = 'advisory' and classid = %(class)s and objid = %(door)s and mode = 'ExclusiveLock' and granted
    and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())
"""

Session = AsyncConnection[Any]


async def listen(session: Session) -> None:
    """Hear of changes and of doors that knock, from now on."""
    for channel in (CHANNEL, KNOCK):
        await session.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))


async def read_identity(session: Session) -> str:
    """Which database the session is in."""
    return str(await _told(session, IDENTITY))


async def confirm(session: Session) -> None:
    """Find out that the session, and with it the lock, still lives."""
    await session.execute("select 1")


async def try_alone(session: Session) -> bool:
    """Take the lock for this door alone, unless another one holds it in whichever way."""
    return bool(await _told(session, _ALONE))


async def try_shared(session: Session) -> bool:
    """Take the lock beside others, unless one holds it alone."""
    return bool(await _told(session, _SHARED))


async def leave_alone(session: Session) -> None:
    """Give the lock held alone back."""
    await _told(session, _UNLOCK_ALONE)


async def leave_shared(session: Session) -> None:
    """Give the lock held beside others back."""
    await _told(session, _UNLOCK_SHARED)


async def knock(session: Session) -> None:
    """Ask the sole door to share."""
    await session.execute("select pg_notify(%s, '')", [KNOCK])


async def end_sole(session: Session) -> None:
    """End the session of a sole door that does not answer."""
    await session.execute(_END_SOLE, _KEY)


async def _told(session: Session, statement: str) -> Any:
    row = await (await session.execute(statement, _KEY)).fetchone()  # type: ignore[arg-type,unused-ignore]
    return None if row is None else row[0]
