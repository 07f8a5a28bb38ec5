"""Where transactions end: one per request, committed before the answer leaves, replayed by Idempotency-Key."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar

import psycopg
from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.datastructures import UploadFile

from kit.database import idempotency
from kit.database.pool import CUT_OFF, Database
from kit.database.session import Session
from kit.errors import Conflict, Unavailable

T = TypeVar("T")

RETRIED = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
ATTEMPTS = 4


class Unit:
    """One unit of work: the session is opened when first asked for and ends with the request."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        """The session of this unit of work."""
        if self._session is None:
            self._session = Session(self._database.engine, expire_on_commit=False)
        return self._session

    async def commit(self) -> None:
        """Make the changes durable; nothing happens when nothing was opened."""
        if self._session is not None:
            await self._session.commit()

    async def close(self) -> None:
        """Give the connection back, rolling back what was not committed."""
        if self._session is not None:
            await self._session.close()
            self._session = None


@asynccontextmanager
async def in_unit(database: Database) -> AsyncIterator[AsyncSession]:
    """A unit of work outside a request (seed, feeds, commands): commits at the end, rolls back on an error."""
    unit = Unit(database)
    try:
        yield unit.session
        await unit.commit()
    finally:
        await unit.close()


class TransactionRoute(APIRoute):
    """A route whose changes are committed before its answer is sent, and only when the answer is a success.

    A deadlock or serialisation failure runs the request again from the start; a POST with Idempotency-Key runs once
    and is answered from the store afterwards.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler in a unit of work."""
        handle = super().get_route_handler()

        async def handle_in_unit(request: Request) -> Response:
            for attempt in range(ATTEMPTS):
                try:
                    return await _once(request, handle)
                except DBAPIError as error:
                    cause = error.orig
                    if isinstance(cause, psycopg.errors.LockNotAvailable):
                        raise Conflict("Dữ liệu đang được người khác ghi, hãy thử lại sau giây lát.") from error
                    if isinstance(cause, CUT_OFF) and not isinstance(cause, RETRIED):
                        raise Unavailable("Cơ sở dữ liệu tạm thời không trả lời.") from error
                    if not isinstance(cause, RETRIED) or attempt == ATTEMPTS - 1:
                        raise
                    await _rewind(request)
                    await asyncio.sleep(0.01 * 2**attempt)
            raise AssertionError("unreachable")

        return handle_in_unit


async def _rewind(request: Request) -> None:
    """Uploads were read to their end by the attempt that failed; a body of another kind is kept whole."""
    for _, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            await value.seek(0)


async def _once(request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
    unit = Unit(request.app.state.database)
    request.state.unit = unit
    try:
        key = await idempotency.begin(request, unit)
        if isinstance(key, Response):
            return key
        response = await handle(request)
        if response.status_code < 400:
            if key is not None:
                await idempotency.remember(unit.session, key, response)
            await unit.commit()
        return response
    finally:
        await unit.close()


async def _session(request: Request) -> AsyncSession:
    unit: Unit = request.state.unit
    return unit.session


SessionDep = Annotated[AsyncSession, Depends(_session)]
