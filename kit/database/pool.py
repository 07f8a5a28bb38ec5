"""One service's connections: an engine for writes, an autocommit pool for reads (half the cost of a session)."""

from collections.abc import Mapping
from typing import Annotated, Any, LiteralString

from fastapi import Depends, Request
from psycopg import AsyncConnection, AsyncCursor, Error, OperationalError
from psycopg.errors import IdleInTransactionSessionTimeout, TransactionTimeout
from psycopg.rows import namedtuple_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy.exc import OperationalError as StatementFailed
from sqlalchemy.exc import TimeoutError as EngineExhausted
from sqlalchemy.ext.asyncio import create_async_engine

from kit.database.asking import NOBODY, SETTING, SYSTEM, asker_of
from kit.errors import NotFound

WAIT = 10
"""Seconds a request waits for a free connection."""
CUT_OFF = (OperationalError, TransactionTimeout, IdleInTransactionSessionTimeout)
"""What psycopg raises when the server is away, or has ended our transaction for taking too long."""
OUTAGES = (*CUT_OFF, PoolTimeout, StatementFailed, EngineExhausted)
"""What a caller is told by 503: the database is away, or all its connections are taken."""

Row = Any
"""A named tuple; its fields are the columns of the statement."""
_SAY: LiteralString = f"select set_config('{SETTING}', %s, false)"


class ConnectionLost(OperationalError):
    """The connection was dead, or died under the statement."""


class Bearer(AsyncConnection[Row]):
    """A pooled connection that knows on whose behalf it was used last."""

    asker: str | None = NOBODY
    """None: not known any more."""


class ReadPool(AsyncConnectionPool[Bearer]):
    """Connections that read, and how many statements they were given."""

    statements = 0


class Reader:
    """Runs selects on behalf of one caller and returns named tuples; never writes (its connections are read only)."""

    def __init__(self, pool: ReadPool, asker: str) -> None:
        """`asker` is what every statement carries (`kit.database.asking`)."""
        self._pool = pool
        self._asker = asker

    @property
    def origin(self) -> object:
        """The same for all readers of one database of this process."""
        return self._pool

    @property
    def statements(self) -> int:
        """How many statements all readers of this database were asked to run."""
        return self._pool.statements

    async def rows(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows of one statement with %(name)s parameters.

        A connection that died in the pool (the server was started again) is found out by using it: asking before
        every statement whether it lives would double the round trips. A select may be asked again.
        """
        self._pool.statements += 1
        try:
            return await self._ask(statement, parameters)
        except ConnectionLost:
            await self._pool.check()
            return await self._ask(statement, parameters)

    async def _ask(self, statement: str, parameters: Mapping[str, Any] | None) -> list[Row]:
        async with self._pool.connection() as connection:
            try:
                if connection.asker == self._asker:
                    cursor = await connection.execute(statement, parameters, prepare=True)  # type: ignore[arg-type,unused-ignore]
                else:
                    cursor = await self._ask_anew(connection, statement, parameters)
                return await cursor.fetchall()
            except OperationalError as error:
                if connection.closed:
                    raise ConnectionLost(str(error)) from error
                raise

    async def _ask_anew(
        self, connection: Bearer, statement: str, parameters: Mapping[str, Any] | None
    ) -> AsyncCursor[Row]:
        """Say who asks and ask, in one exchange.

        What stands behind a failure is never prepared by the server, though the driver believes so: after one the
        connection is given up.
        """
        connection.asker = None
        try:
            async with connection.pipeline():
                await connection.execute(_SAY, [self._asker], prepare=True)
                cursor = await connection.execute(statement, parameters, prepare=True)  # type: ignore[arg-type,unused-ignore]
        except Error:
            await connection.close()
            raise
        connection.asker = self._asker
        return cursor

    async def maybe(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Row | None:
        """The first row, or None."""
        found = await self.rows(statement, parameters)
        return found[0] if found else None

    async def one(self, statement: str, parameters: Mapping[str, Any], missing: str) -> Row:
        """The first row; NotFound with the Vietnamese sentence `missing` when there is none."""
        found = await self.maybe(statement, parameters)
        if found is None:
            raise NotFound(missing)
        return found


class Database:
    """The database of one service: `open()` and `close()` belong to the service's lifespan."""

    def __init__(self, dsn: str, schema: str) -> None:
        """`dsn` is a libpq URL of the service's app role; unqualified names are looked up in `schema`."""
        self.dsn = dsn
        self.schema = schema
        search = f"-csearch_path={schema}"
        self.engine = create_async_engine(
            "postgresql+psycopg://" + dsn.split("://", 1)[1],
            pool_size=5,
            max_overflow=5,
            pool_timeout=WAIT,
            pool_pre_ping=True,
            hide_parameters=True,  # an error ends in the log, what somebody sent must not
            connect_args={"options": search},
        )
        self._pool = ReadPool(
            dsn,
            connection_class=Bearer,
            min_size=1,
            max_size=6,
            open=False,
            timeout=WAIT,
            kwargs={
                "autocommit": True,
                "row_factory": namedtuple_row,
                "options": f"{search} -cdefault_transaction_read_only=on",
            },
        )
        self.reader = self.reader_for(SYSTEM)
        """For the system's own reading."""

    def reader_for(self, asker: str) -> Reader:
        """Reads on behalf of a caller (`kit.database.asking`)."""
        return Reader(self._pool, asker)

    async def open(self) -> None:
        """Open the read pool; the engine connects when first used."""
        await self._pool.open(wait=True, timeout=WAIT)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()
        await self.engine.dispose()


async def _reader(request: Request) -> Reader:
    database: Database = request.app.state.database
    return database.reader_for(asker_of(request))


ReaderDep = Annotated[Reader, Depends(_reader)]
"""Reads on behalf of whoever sent the request."""
