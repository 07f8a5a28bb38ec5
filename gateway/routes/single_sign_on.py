"""Single sign-on: begun at the provider, finished here, and the identities of one's own account."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from contracts.audit import Action, Outcome
from contracts.sessions import Method
from contracts.single_sign_on import (
    Identity,
    SingleSignOn,
    SingleSignOnAddress,
    SingleSignOnAnswer,
    SingleSignOnSession,
    SingleSignOnStart,
)
from gateway.actions import sessions, single_sign_on
from gateway.actions.audit import Deed, actor_of, record
from gateway.actions.second_factors import Factors
from gateway.actions.sessions import Arrival
from gateway.actions.sign_ins import OpenedSignIn, admit_account
from gateway.provider.exchange import Provider
from gateway.queries.identities import list_identities
from gateway.queries.second_factors import find_factor
from gateway.queries.sessions import get_session
from gateway.routes.arrivals import (
    ArrivalDep,
    FactorsDep,
    give_session,
    give_sign_in,
    recognition_of,
    token_of,
)
from gateway.routes.confirmation import Confirmed, confirmed, own_session
from gateway.routes.shown import NOT_KEPT
from gateway.rules.signing_in.claims import Person, stands_for_second_factor
from gateway.rules.signing_in.provider_visits import LIFE
from kit import clock
from kit.caller import AnyoneDep, Caller, SignedInDep
from kit.database import Database, Reader, ReaderDep, SessionDep, TransactionRoute, in_unit
from kit.errors import NotFound, Refusal, Unauthenticated

ROOT = "/api/gateway/v1"

router = APIRouter(prefix=f"{ROOT}/single-sign-on", tags=["gateway"])
"""Nothing here is repeatable by Idempotency-Key: an answer kept for replay would keep secrets of a browser."""

identities = APIRouter(prefix=f"{ROOT}/identities", tags=["gateway"], route_class=TransactionRoute)


async def provider_of(request: Request) -> Provider:
    """The provider of this installation; NotFound when it has none."""
    found: Provider | None = request.app.state.provider
    if found is None:
        raise NotFound("Hệ thống này không dùng đăng nhập một lần.")
    return found


ProviderDep = Annotated[Provider, Depends(provider_of)]


def cookie_of(request: Request) -> str:
    """The name of the cookie that binds a visit to the browser that began it."""
    return "__Host-lantoa_sso" if request.app.state.settings.production else "lantoa_sso"


@router.get("", summary="Đăng nhập một lần (SSO)")
async def read_single_sign_on(request: Request, caller: AnyoneDep) -> SingleSignOn:
    """By whose name the sign-in page offers single sign-on, if at all."""
    provider: Provider | None = request.app.state.provider
    return SingleSignOn(name=provider.name if provider else None)


@router.post("/visits", status_code=201, summary="Bắt đầu đăng nhập một lần")
async def begin_visit(
    *,
    request: Request,
    response: Response,
    provider: ProviderDep,
    reader: ReaderDep,
    caller: AnyoneDep,
    start: SingleSignOnStart,
) -> SingleSignOnAddress:
    """Give the browser a secret, and the address where its owner proves who they are; ten minutes, once.

    To link an identity is a sensitive change: it lets somebody in.
    """
    account = await _account_of(request, reader, caller, start) if start.links or start.confirms else None
    wanted = single_sign_on.Visit(account, start.confirms, start.onward)
    async with in_unit(_database(request), quiet=True) as unit:
        begun = await single_sign_on.begin(unit, provider, wanted, clock.now())
    _set_visit(request, response, begun.browser, int(LIFE.total_seconds()))
    return SingleSignOnAddress(address=begun.address)


@router.post("/sessions", status_code=201, summary="Hoàn tất đăng nhập một lần")
async def finish_visit(
    request: Request,
    response: Response,
    provider: ProviderDep,
    reader: ReaderDep,
    caller: AnyoneDep,
    factors: FactorsDep,
    arrival: ArrivalDep,
    answer: SingleSignOnAnswer,
) -> SingleSignOnSession:
    """Exchange the provider's answer for a session, for an identity of whoever went there to link one, or for ten
    minutes in which sensitive changes are taken. Where a second factor is asked for, `missing` names the step, and a
    cookie of its own carries the sign-in to it.

    The visit has ended for good before the provider is asked: the same answer opens nothing twice.
    """
    browser = request.cookies.get(cookie_of(request), "")
    async with _told_when_refused(request):
        async with in_unit(_database(request), quiet=True) as unit:
            visit = await single_sign_on.come_back(unit, state=answer.state, browser=browser, now=clock.now())
        person = await single_sign_on.prove(provider, answer, browser)
        if visit.account is None:
            opened = await _sign_in(request, reader, provider, factors, person, arrival)
        else:
            account = _still_here(caller, visit.account)
            how = _confirm if visit.confirms else _link
            opened = await how(request, reader, provider, person, account)
    if isinstance(opened, OpenedSignIn):
        give_sign_in(request, response, opened.token)
        _set_visit(request, response, "", 0)
        return SingleSignOnSession(session=None, missing=opened.pending.missing, onward=visit.onward)
    if opened.token != arrival.session:
        give_session(request, response, opened.token)
    _set_visit(request, response, "", 0)
    session = await get_session(reader, token_hash=sessions.hash_of(opened.token), now=clock.now())
    return SingleSignOnSession(session=session, onward=visit.onward)


@identities.get("", summary="Danh tính đăng nhập một lần của tôi")
async def list_own_identities(
    request: Request, response: Response, reader: ReaderDep, caller: SignedInDep
) -> list[Identity]:
    """The identities that open one's own account."""
    response.headers.update(NOT_KEPT)
    provider: Provider | None = request.app.state.provider
    names = {provider.issuer: provider.name} if provider else {}
    return [
        Identity(id=row.id, provider=names.get(row.issuer, row.issuer), linked_at=row.linked_at, used_at=row.used_at)
        for row in await list_identities(reader, account=UUID(caller.id))
    ]


@identities.delete("/{identity}", status_code=204, summary="Gỡ liên kết một danh tính", dependencies=[Confirmed])
async def unlink_identity(request: Request, session: SessionDep, caller: SignedInDep, identity: UUID) -> None:
    """Take an identity from one's own account; it opens nothing any more. Sessions go on. Refused (409) when the
    account has no password and this is its last identity.
    """
    await single_sign_on.unlink(session, actor_of(request), identity=identity, account=UUID(caller.id))


async def _sign_in(
    request: Request, reader: Reader, provider: Provider, factors: Factors, person: Person, arrival: Arrival
) -> sessions.OpenedSession | OpenedSignIn:
    """Let the owner of an identity in, as far as nothing more is asked of them."""
    now = clock.now()
    async with in_unit(_database(request), quiet=True) as unit:
        owner = await single_sign_on.owner_of(unit, actor_of(request), provider, person, now)
        twice = stands_for_second_factor(person, provider.settings.second_factors)
        opened = await admit_account(
            unit, reader, factors, account=owner.id, method=Method.SSO, arrival=arrival, now=now, twice=twice
        )
    if isinstance(opened, sessions.OpenedSession):
        recognition_of(request).end(arrival.session)
    return opened


async def _account_of(request: Request, reader: Reader, caller: Caller, start: SingleSignOnStart) -> UUID:
    """Whose account it is about; to link to it, its owner has proved themselves lately."""
    if caller.kind != "account":
        raise Unauthenticated("Hãy đăng nhập trước khi liên kết.")
    if start.links:
        await confirmed(await own_session(request, reader, caller))
    return UUID(caller.id)


def _still_here(caller: Caller, account: UUID) -> UUID:
    """The account, provided that who went to the provider is still signed in here."""
    if caller.id != str(account):
        raise single_sign_on.NotSignedIn(
            "Phiên làm việc đã đổi trong lúc ở trang đăng nhập một lần. Hãy làm lại từ trang tài khoản."
        )
    return account


async def _link(
    request: Request, reader: Reader, provider: Provider, person: Person, account: UUID
) -> sessions.OpenedSession:
    """Link the identity; the session goes on as it is."""
    async with in_unit(_database(request), quiet=True) as unit:
        await single_sign_on.link(unit, actor_of(request), provider, person, account)
    return sessions.OpenedSession(token_of(request))


async def _confirm(
    request: Request, reader: Reader, provider: Provider, person: Person, account: UUID
) -> sessions.OpenedSession:
    """Confirm the session; where there is a second factor, only its code does, unless the provider asked for more."""
    twice = stands_for_second_factor(person, provider.settings.second_factors)
    if not twice and await find_factor(reader, account=account) is not None:
        raise single_sign_on.NotSignedIn("Tài khoản đã bật xác thực hai lớp. Hãy xác nhận bằng mã xác thực.")
    async with in_unit(_database(request), quiet=True) as unit:
        await single_sign_on.check_owner(unit, provider, person, account, clock.now())
        opened = await sessions.rotate(unit, token=token_of(request), now=clock.now(), confirmed=True)
        told = {"method": Method.SSO}
        await record(unit, actor_of(request), Deed(Action.SESSION_CONFIRMED, f"account:{account}", after=told))
    return opened


@asynccontextmanager
async def _told_when_refused(request: Request) -> AsyncIterator[None]:
    """A refusal is recorded by itself: what it refuses was rolled back."""
    try:
        yield
    except Refusal as refusal:
        told = Deed(Action.SESSION_REFUSED, reason=refusal.detail, after={"method": "sso"}, outcome=Outcome.REFUSED)
        async with in_unit(_database(request), quiet=True) as unit:
            await record(unit, actor_of(request), told)
        raise


def _set_visit(request: Request, response: Response, secret: str, seconds: int) -> None:
    """Give the browser the secret of its visit, or take it back. Only our own pages make the browser send it."""
    response.headers.update(NOT_KEPT)
    response.set_cookie(
        cookie_of(request),
        secret,
        max_age=seconds,
        path="/",
        secure=request.app.state.settings.production,
        httponly=True,
        samesite="strict",
    )


def _database(request: Request) -> Database:
    found: Database = request.app.state.database
    return found
