"""Delegations (ủy quyền): roles lent to colleagues, seen and ended by both sides."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from contracts.delegations import Delegation, DelegationCreate
from gateway.actions import delegations as actions
from gateway.actions.audit import actor_of
from gateway.queries import delegations as queries
from gateway.queries.source import Source, Transaction
from gateway.routes.confirmation import Confirmed
from gateway.routes.shown import NOT_KEPT, id_after
from kit.caller import SignedInDep
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import NotFound
from kit.paging import AfterQuery, LimitQuery, page
from kit.shapes import Page

PREFIX = "/api/gateway/v1/delegations"

router = APIRouter(prefix=PREFIX, tags=["gateway"], route_class=TransactionRoute)

DelegationId = Annotated[UUID, Path(title="Mã ủy quyền")]


@router.get("", summary="Ủy quyền của tôi")
async def list_delegations(
    *,
    request: Request,
    response: Response,
    caller: SignedInDep,
    reader: ReaderDep,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Page[Delegation]:
    """What the caller lent and borrowed, the newest first."""
    rows = await queries.list_delegations(reader, UUID(caller.id), after=id_after(after), limit=limit)
    response.headers.update(NOT_KEPT)
    return page(request, rows, limit, queries.delegation_of, queries.delegation_cursor)


@router.post("", summary="Ủy quyền cho đồng nghiệp", status_code=201, dependencies=[Confirmed])
async def lend(
    *, request: Request, response: Response, wanted: DelegationCreate, caller: SignedInDep, session: SessionDep
) -> Delegation:
    """Lend a role the caller was given, on its place or one below, for 90 days at most; it cannot be lent on."""
    made = await actions.lend(session, actor_of(request), UUID(caller.id), wanted)
    response.headers["Location"] = f"{PREFIX}/{made}"
    return await _answer(Transaction(session), made, response)


@router.post("/{delegation}/end", summary="Chấm dứt ủy quyền")
async def end(
    *, request: Request, response: Response, delegation: DelegationId, caller: SignedInDep, session: SessionDep
) -> Delegation:
    """End it at once: by whoever lends or borrows, or by an administrator of its place."""
    await actions.end(session, actor_of(request), caller, delegation)
    return await _answer(Transaction(session), delegation, response)


async def _answer(source: Source, delegation: UUID, response: Response) -> Delegation:
    row = await queries.find_delegation(source, delegation)
    if row is None:
        raise NotFound(actions.MISSING)
    response.headers.update(NOT_KEPT)
    return queries.delegation_of(row)
