"""Where rows come from: the read pool, or the transaction that is under way (which sees its own changes)."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from kit.database.pool import Row


class Source(Protocol):
    """Runs one statement with %(name)s parameters; `kit.database.Reader` is one."""

    async def rows(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows of the statement, as named tuples."""
        ...


class Transaction:
    """The statements of one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def rows(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows of the statement, none for one that returns nothing."""
        connection = await self._session.connection()
        result = await connection.exec_driver_sql(statement, dict(parameters or {}))
        return list(result) if result.returns_rows else []
