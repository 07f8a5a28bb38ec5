"""Where rows come from: the read pool, or the transaction that is under way (which sees its own changes)."""

from collections.abc import Mapping
from typing import Any, Protocol

from psycopg import AsyncConnection, Error
from psycopg.rows import namedtuple_row
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession


class Source(Protocol):
    """Runs one statement with %(name)s parameters; `kit.database.Reader` is one."""

    @property
    def origin(self) -> object:
        """The same for all sources of one database of this process, whoever asks."""
        ...

    async def rows(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """All rows of the statement, as named tuples."""
        ...


class Transaction:
    """The statements of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def origin(self) -> object:
        """The same for all transactions of one database of this process."""
        return self._session.bind

    async def rows(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """All rows of the statement, none for one that returns nothing."""
        connection = await self._session.connection()
        result = await connection.exec_driver_sql(statement, dict(parameters or {}))
        return list(result) if result.returns_rows else []

    async def driver(self) -> AsyncConnection[Any]:
        """The driver's connection, for COPY and whatever else goes past SQLAlchemy."""
        raw = (await (await self._session.connection()).get_raw_connection()).driver_connection
        assert isinstance(raw, AsyncConnection)
        return raw

    async def together(self, *statements: tuple[str, Mapping[str, Any]]) -> list[list[Any]]:
        """The rows of several statements sent at once: one wait for the server instead of one each.

        They run one after another, each seeing what was committed before it began; after one that fails none runs.
        """
        raw = await self.driver()
        try:
            async with raw.pipeline():
                sent = []
                for statement, parameters in statements:
                    cursor = raw.cursor(row_factory=namedtuple_row)
                    # What stands behind a failure is never prepared by the server, though the driver believes so.
                    sent.append(await cursor.execute(statement, parameters, prepare=False))  # type: ignore[arg-type,unused-ignore]
        except Error as error:
            raise DBAPIError.instance(None, None, error, Error, hide_parameters=True) from error
        return [await cursor.fetchall() if cursor.description else [] for cursor in sent]
