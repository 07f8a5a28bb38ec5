"""Feeds tell what lies below the oldest running transaction of the whole server, also of other workers' databases."""

from kit.database import Database

_MARK = "select pg_snapshot_xmax(pg_current_snapshot())::text as mark"
_PASSED = "select pg_snapshot_xmin(pg_current_snapshot()) >= %(mark)s::xid8 as passed, pg_sleep(0.02)"


async def settled(database: Database) -> None:
    """Wait until every transaction that runs now is over: then feeds tell all that was committed before."""
    mark = (await database.reader.rows(_MARK))[0].mark
    while not (await database.reader.rows(_PASSED, {"mark": mark}))[0].passed:
        pass
