"""API clients (hệ thống kết nối): listed, registered, changed, given new secrets, revoked."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right
from contracts.clients import (
    CLIENT_ID,
    ApiClient,
    ApiClientCreate,
    ApiClientUpdate,
    ClientCredentials,
    SecretRequest,
)
from gateway.actions import clients as actions
from gateway.actions.audit import actor_of
from gateway.queries import clients as queries
from gateway.queries.source import Transaction
from gateway.routes.confirmation import ConfirmedDep
from gateway.routes.shown import NOT_KEPT
from kit import clock
from kit.caller import Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute, in_unit
from kit.errors import documented
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Page

PREFIX = "/api/gateway/v1/clients"

opening = APIRouter(prefix=PREFIX, tags=["Hệ thống kết nối"])
"""What answers with a secret is not repeatable by Idempotency-Key: an answer kept for replay would keep the secret."""

router = APIRouter(prefix=PREFIX, tags=["Hệ thống kết nối"], route_class=TransactionRoute)

ManagerOfClients = Annotated[Caller, requires(Right.CLIENTS_MANAGE)]
ClientIdPath = Annotated[str, Path(pattern=CLIENT_ID, title="Mã hệ thống kết nối")]


def manager_of(request: Request, caller: Caller) -> actions.Manager:
    """The caller as one who manages clients."""
    return actions.Manager(actor_of(request), caller.places(Right.CLIENTS_MANAGE), clock.now())


@router.get("", summary="Danh sách hệ thống kết nối")
async def list_clients(
    *,
    request: Request,
    response: Response,
    revoked: Annotated[bool, Query(title="Xem các hệ thống đã thu hồi")] = False,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
    caller: ManagerOfClients,
    reader: ReaderDep,
) -> Page[ApiClient]:
    """Clients on areas within the caller's reach, by name; those that were revoked apart."""
    response.headers.update(NOT_KEPT)
    wanted = queries.Wanted(caller.places(Right.CLIENTS_MANAGE), revoked)
    rows = await queries.list_clients(reader, wanted, after=keys_of(after, [str, str]), limit=limit)
    now = clock.now()
    return page(
        request, rows, limit, lambda row: queries.client_of(row, now), lambda row: cursor(row.name, row.client_id)
    )


@opening.post("", status_code=201, summary="Đăng ký hệ thống kết nối", responses=documented(403))
async def create_client(
    *,
    request: Request,
    response: Response,
    wanted: ApiClientCreate,
    caller: ManagerOfClients,
    confirmed: ConfirmedDep,
) -> ClientCredentials:
    """Register a client and show its first secret, this once."""
    by = manager_of(request, caller)
    async with in_unit(request.app.state.database) as session:
        made = await actions.create_client(session, wanted, by)
        answer = await _credentials(session, made, by)
    response.headers.update(NOT_KEPT | {"Location": f"{PREFIX}/{made.client_id}"})
    return answer


@router.get("/{client_id}", summary="Một hệ thống kết nối")
async def get_client(
    *, client_id: ClientIdPath, response: Response, caller: ManagerOfClients, reader: ReaderDep
) -> ApiClient:
    """One client with its secrets' dates, whatever became of it."""
    row = await queries.get_client(reader, client_id=client_id, places=caller.places(Right.CLIENTS_MANAGE))
    response.headers.update(NOT_KEPT | {"ETag": etag(row.version)})
    return queries.client_of(row, clock.now())


@router.put("/{client_id}", summary="Sửa hệ thống kết nối", responses=documented(403, 409, 412, 428))
async def change_client(
    *,
    client_id: ClientIdPath,
    wanted: ApiClientUpdate,
    if_match: IfMatch = None,
    request: Request,
    response: Response,
    caller: ManagerOfClients,
    confirmed: ConfirmedDep,
    session: SessionDep,
) -> ApiClient:
    """Change name, contact, scopes, area and expiry; tokens it holds follow within five seconds."""
    by = manager_of(request, caller)
    await actions.change_client(session, client_id, wanted, seen=version_of(if_match), by=by)
    row = await queries.get_client(Transaction(session), client_id=client_id, places=by.places)
    response.headers.update(NOT_KEPT | {"ETag": etag(row.version)})
    return queries.client_of(row, by.now)


@router.delete("/{client_id}", status_code=204, summary="Thu hồi hệ thống kết nối")
async def revoke_client(
    *,
    client_id: ClientIdPath,
    request: Request,
    caller: ManagerOfClients,
    confirmed: ConfirmedDep,
    session: SessionDep,
) -> None:
    """Let a client in no more, for good; its tokens end within five seconds."""
    await actions.revoke_client(session, client_id, manager_of(request, caller))


@opening.post(
    "/{client_id}/secrets", status_code=201, summary="Cấp mật khẩu mới cho hệ thống kết nối", responses=documented(409)
)
async def add_secret(
    *,
    client_id: ClientIdPath,
    wanted: SecretRequest,
    request: Request,
    response: Response,
    caller: ManagerOfClients,
    confirmed: ConfirmedDep,
) -> ClientCredentials:
    """A new secret, shown this once; the one in use goes on for some days, so that nothing stands still meanwhile."""
    by = manager_of(request, caller)
    async with in_unit(request.app.state.database) as session:
        made = await actions.add_secret(session, client_id, overlap_days=wanted.overlap_days, by=by)
        answer = await _credentials(session, made, by)
    response.headers.update(NOT_KEPT)
    return answer


@router.delete("/{client_id}/secrets/{secret}", status_code=204, summary="Kết thúc một mật khẩu")
async def end_secret(
    *,
    client_id: ClientIdPath,
    secret: Annotated[UUID, Path(title="Mã mật khẩu")],
    request: Request,
    caller: ManagerOfClients,
    session: SessionDep,
) -> None:
    """Take no more tokens for this secret; those taken live on for an hour at most."""
    await actions.end_secret(session, client_id, secret, manager_of(request, caller))


async def _credentials(session: SessionDep, made: actions.ClientSecret, by: actions.Manager) -> ClientCredentials:
    row = await queries.get_client(Transaction(session), client_id=made.client_id, places=by.places)
    return ClientCredentials(
        client_id=made.client_id,
        client_secret=made.client_secret,
        secret_id=made.secret_id,
        client=queries.client_of(row, by.now),
    )
