"""Where transactions end: one per request, committed before the answer leaves, replayed by Idempotency-Key."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any

import psycopg
from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.datastructures import UploadFile

from kit.database import idempotency
from kit.database.asking import asker_of
from kit.database.origin import ORIGIN, Origin
from kit.database.pool import CUT_OFF
from kit.database.unit import Unit
from kit.errors import Conflict, Forbidden, Unavailable

RETRIED = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
ATTEMPTS = 4
ROW_SECURITY = "ExecWithCheckOptions"
"""The function of the server that refuses to write a row against a policy."""


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
                    if _is_walled_off(cause):
                        raise Forbidden("Dữ liệu này ngoài phạm vi của tài khoản.") from error
                    if isinstance(cause, CUT_OFF) and not isinstance(cause, RETRIED):
                        raise Unavailable("Cơ sở dữ liệu tạm thời không trả lời.") from error
                    if not isinstance(cause, RETRIED) or attempt == ATTEMPTS - 1:
                        raise
                    await _rewind(request)
                    await asyncio.sleep(0.01 * 2**attempt)
            raise AssertionError("unreachable")

        return handle_in_unit


def _is_walled_off(cause: BaseException | None) -> bool:
    """Whether row security refused to write a row; a missing right on a table has the same code, and is our fault.

    The server's words are in its own language, the name of its function is not.
    """
    return isinstance(cause, psycopg.errors.InsufficientPrivilege) and cause.diag.source_function == ROW_SECURITY


async def _rewind(request: Request) -> None:
    """Uploads were read to their end by the attempt that failed; a body of another kind is kept whole."""
    for _, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            await value.seek(0)


async def _once(request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
    unit = Unit(request.app.state.database, asker_of(request))
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
    address = request.client.host if request.client else ""
    unit.session.info[ORIGIN] = Origin(request.headers.get("x-request-id", ""), address)
    return unit.session


SessionDep = Annotated[AsyncSession, Depends(_session)]
