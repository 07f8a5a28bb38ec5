"""Accounts: found, made, changed, locked and opened again by the administrators within whose reach they lie."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right, Role
from contracts.accounts import (
    Account,
    AccountCreate,
    AccountState,
    AccountSummary,
    AccountUpdate,
    DisableOrder,
    GrantsUpdate,
)
from contracts.activations import Invitation
from contracts.audit import Action
from contracts.directory import PlaceId
from gateway.actions import administration, invitations, roles
from gateway.actions.audit import Deed, actor_of, record
from gateway.queries import administered
from gateway.queries.source import Source, Transaction
from gateway.routes.arrivals import recognition_of
from gateway.routes.confirmation import Confirmed
from gateway.routes.shown import NOT_KEPT, account_shown, id_after
from kit.caller import Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute, in_unit
from kit.errors import documented
from kit.paging import AfterQuery, LimitQuery, page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Page, Text

PREFIX = "/api/gateway/v1/accounts"
SAVING = documented(412, 428)

router = APIRouter(prefix=PREFIX, tags=["gateway"], route_class=TransactionRoute)
inviting = APIRouter(prefix=PREFIX, tags=["gateway"])
"""Inviting is not repeatable by Idempotency-Key: an answer kept for replay would keep the code."""

AdministratorCaller = Annotated[Caller, requires(Right.ACCOUNTS_MANAGE)]
AccountId = Annotated[UUID, Path(title="Mã tài khoản")]


def administrator_of(request: Request, caller: Caller) -> administration.Administrator:
    """The caller as one who looks after accounts."""
    held = caller.places(Right.ACCOUNTS_MANAGE)
    home = request.app.state.settings.home_area
    return administration.Administrator(actor_of(request), UUID(caller.id), held, home)


@router.get("", summary="Danh sách tài khoản")
async def list_accounts(
    *,
    request: Request,
    response: Response,
    caller: AdministratorCaller,
    reader: ReaderDep,
    q: Annotated[Text | None, Query(max_length=100, title="Tên hoặc thư điện tử, không cần dấu")] = None,
    role: Annotated[Role | None, Query(title="Vai trò")] = None,
    state: Annotated[AccountState | None, Query(title="Trạng thái")] = None,
    within: Annotated[PlaceId | None, Query(title="Trong địa bàn hoặc cơ quan")] = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Page[AccountSummary]:
    """Accounts within the caller's reach, in the Vietnamese order of names; reading them is recorded."""
    wanted = administered.Wanted(caller.places(Right.ACCOUNTS_MANAGE), q, role, state, within)
    rows = await administered.list_accounts(reader, wanted, after=id_after(after), limit=limit)
    asked = {"q": q, "role": role, "state": state, "within": within, "found": len(rows[:limit])}
    await _note_reading(request, Deed(Action.ACCOUNTS_LISTED, after=asked))
    response.headers.update(NOT_KEPT)
    return page(request, rows, limit, administered.summary_of, administered.account_cursor)


@router.post("", summary="Tạo tài khoản", status_code=201, dependencies=[Confirmed])
async def create_account(
    *,
    request: Request,
    response: Response,
    wanted: AccountCreate,
    caller: AdministratorCaller,
    session: SessionDep,
) -> Account:
    """Make an account that waits for its owner to choose a password; invite them with another call."""
    by = administrator_of(request, caller)
    account = await administration.create(session, by, wanted)
    response.headers["Location"] = f"{PREFIX}/{account}"
    return await _answer(Transaction(session), account, by, response)


@router.get("/{account}", summary="Một tài khoản")
async def get_account(
    *, request: Request, response: Response, account: AccountId, caller: AdministratorCaller, reader: ReaderDep
) -> Account:
    """One account within the caller's reach; reading it is recorded."""
    found = await _answer(reader, account, administrator_of(request, caller), response)
    await _note_reading(request, Deed(Action.ACCOUNT_READ, f"account:{account}", found.place))
    return found


@router.put("/{account}", summary="Sửa tài khoản", responses=SAVING, dependencies=[Confirmed])
async def change_account(
    *,
    request: Request,
    response: Response,
    account: AccountId,
    wanted: AccountUpdate,
    if_match: IfMatch = None,
    caller: AdministratorCaller,
    session: SessionDep,
) -> Account:
    """Change name, address and place of work of an account that lies wholly within reach."""
    by = administrator_of(request, caller)
    await administration.change(session, by, account, wanted, version_of(if_match))
    return await _answer(Transaction(session), account, by, response)


@router.put("/{account}/grants", summary="Đổi vai trò", responses=SAVING, dependencies=[Confirmed])
async def replace_grants(
    *,
    request: Request,
    response: Response,
    account: AccountId,
    wanted: GrantsUpdate,
    if_match: IfMatch = None,
    caller: AdministratorCaller,
    session: SessionDep,
) -> Account:
    """Replace the roles within reach by those named; roles elsewhere stay."""
    by = administrator_of(request, caller)
    await roles.replace_roles(session, by, account, wanted.grants, version_of(if_match))
    return await _answer(Transaction(session), account, by, response, has_left=True)


@router.post("/{account}/disable", summary="Khoá tài khoản", dependencies=[Confirmed])
async def disable_account(
    *,
    request: Request,
    response: Response,
    account: AccountId,
    wanted: DisableOrder,
    caller: AdministratorCaller,
    session: SessionDep,
) -> Account:
    """Let an account in no longer; its sessions end at once, at other gateways within five seconds."""
    by = administrator_of(request, caller)
    await administration.disable(session, by, account, wanted.reason)
    recognition_of(request).end_account(str(account))
    return await _answer(Transaction(session), account, by, response)


@router.post("/{account}/enable", summary="Mở lại tài khoản", dependencies=[Confirmed])
async def enable_account(
    *, request: Request, response: Response, account: AccountId, caller: AdministratorCaller, session: SessionDep
) -> Account:
    """Let a disabled account in again, with the roles it has."""
    by = administrator_of(request, caller)
    await administration.enable(session, by, account)
    return await _answer(Transaction(session), account, by, response)


@router.post("/{account}/unlock", summary="Bỏ chặn đăng nhập")
async def unlock_account(
    *, request: Request, response: Response, account: AccountId, caller: AdministratorCaller, session: SessionDep
) -> Account:
    """Forget the wrong passwords that keep somebody waiting."""
    by = administrator_of(request, caller)
    await administration.unlock(session, by, account)
    return await _answer(Transaction(session), account, by, response)


@inviting.post("/{account}/invitations", summary="Tạo liên kết mời", status_code=201, dependencies=[Confirmed])
async def invite(
    *, request: Request, response: Response, account: AccountId, caller: AdministratorCaller
) -> Invitation:
    """Make a one-time link, good for 72 hours, with which the owner chooses a password; it is told this once."""
    async with in_unit(request.app.state.database) as session:
        made = await invitations.invite(session, administrator_of(request, caller), account)
    response.headers.update(NOT_KEPT)
    return made


async def _answer(
    source: Source, account: UUID, by: administration.Administrator, response: Response, *, has_left: bool = False
) -> Account:
    found = await account_shown(source, account, by.held, has_left=has_left)
    response.headers.update({**NOT_KEPT, "ETag": etag(found.version)})
    return found


async def _note_reading(request: Request, deed: Deed) -> None:
    async with in_unit(request.app.state.database, quiet=True) as session:
        await record(session, actor_of(request), deed)
