"""How every tower is raised: one FastAPI app with the same errors, health, documents and lifespan."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from kit.caller import Recogniser
from kit.database import OUTAGES, Database
from kit.database.changes import IDENTITY
from kit.errors import (
    BY_STATUS,
    PROBLEM,
    Invalid,
    Malformed,
    MethodNotAllowed,
    NotFound,
    Refusal,
    Unavailable,
    Unexpected,
)
from kit.logs import log
from kit.openapi import describe, routes_of
from kit.tokens import SigningKey
from kit.validation import faults

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
REQUEST_ID = "x-request-id"
MIGRATION = "select version_num from alembic_version"


def create_service(
    name: str,
    title: str,
    routers: Sequence[APIRouter],
    *,
    signing_key: SigningKey,
    database: Database | None = None,
    head: str | None = None,
    lifespans: Sequence[Lifespan] = (),
) -> FastAPI:
    """The app of one service.

    `head` is the newest migration the code knows: the service refuses to start on any other schema. `lifespans` run
    after the database is open, for feeds and other background work.
    """

    app = FastAPI(
        title=title,
        version="1",
        lifespan=_lifespan(name, database, head, lifespans),
        docs_url=None,
        redoc_url=None,
        openapi_url=f"/api/{name}/openapi.json",
        root_path_in_servers=False,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.recogniser = Recogniser.of(signing_key)
    app.state.database = database
    for router in routers:
        app.include_router(router)
    describe(app)
    _answer_errors(app)
    _answer_health(app, database)
    return app


def _lifespan(name: str, database: Database | None, head: str | None, lifespans: Sequence[Lifespan]) -> Lifespan:
    """Opens the database, refuses an old schema, then enters the background work in order."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if database is not None:
                await database.open()
                stack.push_async_callback(database.close)
                await _refuse_old_schema(database, name, head)
            for enter in lifespans:
                await stack.enter_async_context(enter(app))
            yield

    return lifespan


async def _refuse_old_schema(database: Database, name: str, head: str | None) -> None:
    if head is None:
        return
    row = await database.reader.maybe(MIGRATION)
    if row is None or row.version_num != head:
        found = None if row is None else row.version_num
        raise RuntimeError(f"Schema {name} is at {found}, the code needs {head}: run `python manage.py migrate`.")


def refuse(request: Request, refusal: Refusal) -> Response:
    """The problem+json answer of a named error."""
    problem = refusal.problem(request.headers.get(REQUEST_ID, ""))
    return Response(problem.model_dump_json(), refusal.status, dict(refusal.headers), PROBLEM)


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return refuse(request, error)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    findings = error.errors()
    if any(finding["type"] == "json_invalid" for finding in findings):
        return refuse(request, Malformed("Nội dung không phải JSON hợp lệ.", faults(findings)))
    return refuse(request, Invalid("Có dữ liệu chưa đúng, xem từng vị trí.", faults(findings)))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = BY_STATUS.get(error.status_code, Unexpected)
    if kind is MethodNotAllowed:
        return refuse(request, MethodNotAllowed("Xem tiêu đề Allow.", headers={"Allow": _allowed(request)}))
    detail = {NotFound: "Không có địa chỉ này.", Malformed: "Nội dung gửi lên không đọc được."}.get(kind, "")
    return refuse(request, kind(detail, headers=dict(error.headers or {})))


async def _on_outage(request: Request, error: Exception) -> Response:
    log.error("database unavailable", error=repr(error), request_id=request.headers.get(REQUEST_ID))
    return refuse(request, Unavailable("Cơ sở dữ liệu tạm thời không trả lời. Hãy thử lại sau ít phút."))


async def _on_crash(request: Request, error: Exception) -> Response:
    log.error("unexpected error", exc_info=error, path=request.url.path, request_id=request.headers.get(REQUEST_ID))
    return refuse(request, Unexpected("Đã ghi nhận sự cố. Hãy gửi mã sự cố cho quản trị viên."))


def _allowed(request: Request) -> str:
    """Every method of this path: Starlette names only the first route's, though two routes may share a path.

    A path spelled out (`/submissions/publications`) is not the one with a place in it (`/submissions/{id}`).
    """
    found = [
        route
        for route in routes_of(request.app)
        if isinstance(route, Route | APIRoute) and route.matches(request.scope)[0] is not Match.NONE
    ]
    fewest = min((len(route.param_convertors) for route in found), default=0)
    meant = [route.methods or set() for route in found if len(route.param_convertors) == fewest]
    return ", ".join(sorted(set().union(*meant)))


def _answer_errors(app: FastAPI) -> None:
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    for outage in OUTAGES:
        app.add_exception_handler(outage, _on_outage)
    app.add_exception_handler(Exception, _on_crash)


def _answer_health(app: FastAPI, database: Database | None) -> None:
    """`/healthz` says the process answers, `/readyz` that it can do its work, and in which database."""

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> JSONResponse:
        if database is None:
            return JSONResponse({"status": "ready"})
        row = await database.reader.one(IDENTITY, {}, "")
        return JSONResponse({"status": "ready", "database": row.identity})


__all__ = ["Lifespan", "create_service", "refuse"]
