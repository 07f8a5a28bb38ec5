"""One's own account: proving oneself again, the password, the second factor."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from contracts.audit import Action
from contracts.passwords import PasswordChange
from contracts.second_factors import FactorOffer, RecoveryCodes, SecondFactor
from contracts.sessions import CodeEntry, Confirmation, Session
from gateway.actions import own_account as actions
from gateway.actions.attempts import admit_code, uncount
from gateway.actions.audit import Deed, actor_of, record
from gateway.actions.second_factors import WrongCode, enrol, remove, renew_codes
from gateway.actions.sessions import rotate
from gateway.queries.sessions import offer_secret
from gateway.routes.arrivals import FactorsDep, give_session, token_of
from gateway.routes.confirmation import ConfirmedDep, OwnSessionDep, prove_owner, prove_password
from gateway.routes.sessions import PREFIX as SESSIONS
from gateway.routes.sessions import begun
from gateway.routes.shown import NOT_KEPT
from kit import clock
from kit.caller import SignedInDep
from kit.database import Database, ReaderDep, SessionDep, TransactionRoute, in_unit
from kit.errors import Conflict, NotFound

PREFIX = "/api/gateway/v1"
OWN = f"{PREFIX}/account"
NO_PASSWORD = "Tài khoản này không có mật khẩu. Khi cần, hãy xin quản trị một liên kết đặt mật khẩu."  # noqa: S105

proving = APIRouter(tags=["gateway"])
"""Attempts are committed before they are looked at, so these routes make their own units of work."""
router = APIRouter(prefix=OWN, tags=["gateway"], route_class=TransactionRoute)


@proving.post(f"{SESSIONS}/current/confirmation", summary="Xác nhận lại trong phiên làm việc")
async def confirm(
    request: Request,
    response: Response,
    reader: ReaderDep,
    factors: FactorsDep,
    found: OwnSessionDep,
    caller: SignedInDep,
    given: Confirmation,
) -> Session:
    """Prove with password and code, of those the account has, that it is still you; for ten minutes sensitive changes
    are taken then. The session gets another token. Who has neither signs in at the provider once more
    (`/single-sign-on/visits` with `confirms`).
    """
    await prove_owner(request, reader, factors, found, account=UUID(caller.id), given=given)
    async with in_unit(request.app.state.database, quiet=True) as unit:
        opened = await rotate(unit, token=token_of(request), now=clock.now(), confirmed=True)
        await record(unit, actor_of(request), Deed(Action.SESSION_CONFIRMED, f"session:{found.id}"))
    return await begun(request, response, reader, opened, replaced="")


@proving.put(f"{OWN}/password", status_code=204, summary="Đổi mật khẩu của tôi")
async def change_password(
    request: Request,
    response: Response,
    reader: ReaderDep,
    found: OwnSessionDep,
    caller: SignedInDep,
    change: PasswordChange,
) -> None:
    """Change one's password; every other session of the account ends, this one gets another token. An account without
    a password (409) gets one by an administrator's link, as at the beginning.
    """
    if not found.has_password:
        raise Conflict(NO_PASSWORD)
    account = UUID(caller.id)
    person = await prove_password(request, reader, account=account, password=change.current, pointer="/current")
    actions.refuse_same(change.current, change.password)
    actions.refuse_weak(change.password, person)
    async with in_unit(request.app.state.database) as unit:
        await actions.change_password(unit, actor_of(request), account=account, password=change.password, kept=found.id)
        opened = await rotate(unit, token=token_of(request), now=clock.now(), confirmed=True)
    give_session(request, response, opened.token)


@router.get("/second-factor", summary="Xác thực hai lớp của tôi")
async def read_second_factor(
    response: Response, reader: ReaderDep, factors: FactorsDep, caller: SignedInDep
) -> SecondFactor:
    """Whether one has a second factor, must have one, and how many recovery codes are left."""
    response.headers.update(NOT_KEPT)
    return await actions.read_factor(reader, factors, account=UUID(caller.id))


@proving.post(f"{OWN}/second-factor", summary="Lấy khoá cho ứng dụng xác thực")
async def offer_second_factor(
    request: Request, response: Response, factors: FactorsDep, caller: SignedInDep, found: ConfirmedDep
) -> FactorOffer:
    """A secret for an authenticator app; nothing changes before a code of it was sent (PUT). The same is given again
    until then.
    """
    response.headers.update(NOT_KEPT)
    async with in_unit(request.app.state.database, quiet=True) as unit:
        return await actions.offer_factor(unit, factors, found=found)


@proving.put(f"{OWN}/second-factor", summary="Bật hoặc đổi xác thực hai lớp")
async def take_second_factor(
    request: Request,
    response: Response,
    factors: FactorsDep,
    caller: SignedInDep,
    found: ConfirmedDep,
    entry: CodeEntry,
) -> RecoveryCodes:
    """Take the offered secret into use, in place of an older one, with a code of it; gives new recovery codes. Every
    other session of the account ends: it was opened with less.
    """
    if found.offered_secret is None:
        raise NotFound("Chưa có khoá nào được cấp trong phiên này. Hãy lấy khoá trước.")
    database: Database = request.app.state.database
    account = UUID(caller.id)
    async with in_unit(database, quiet=True) as unit:
        counted = await admit_code(unit, account=account, now=clock.now())
    async with in_unit(database) as unit:
        offered, actor = bytes(found.offered_secret), actor_of(request)
        taken = {"offered": offered, "code": entry.code, "now": clock.now(), "kept": found.id}
        codes = await enrol(unit, actor, factors, account=account, **taken)
        if codes is not None:
            await uncount(unit, counted)
            await offer_secret(unit, id=found.id, sealed=None)
            opened = await rotate(unit, token=token_of(request), now=clock.now())
    if codes is None:
        raise WrongCode
    give_session(request, response, opened.token)
    return RecoveryCodes(codes=codes)


@router.delete("/second-factor", status_code=204, summary="Tắt xác thực hai lớp của tôi")
async def remove_second_factor(
    request: Request,
    response: Response,
    session: SessionDep,
    reader: ReaderDep,
    factors: FactorsDep,
    caller: SignedInDep,
    found: ConfirmedDep,
) -> None:
    """Give up one's second factor; refused (409) to who must have one."""
    await actions.refuse_demanded(reader, factors, account=UUID(caller.id))
    await remove(session, actor_of(request), account=UUID(caller.id))
    opened = await rotate(session, token=token_of(request), now=clock.now())
    give_session(request, response, opened.token)


@proving.post(f"{OWN}/recovery-codes", summary="Đổi mã khôi phục")
async def renew_recovery_codes(
    request: Request, response: Response, reader: ReaderDep, caller: SignedInDep, found: ConfirmedDep
) -> RecoveryCodes:
    """Ten new recovery codes, shown this one time; those before count no more."""
    response.headers.update(NOT_KEPT)
    async with in_unit(request.app.state.database, quiet=True) as unit:
        return RecoveryCodes(codes=await renew_codes(unit, reader, actor_of(request), account=UUID(caller.id)))
