"""Sessions of people: opened with a password, read, closed."""

from fastapi import APIRouter, Request, Response

from contracts.sessions import Session, SignIn
from gateway.actions import sessions as actions
from gateway.door.recognition import Recognition
from gateway.queries.sessions import get_session
from kit import clock
from kit.caller import SignedInDep
from kit.database import Database, ReaderDep, SessionDep, TransactionRoute, in_unit
from kit.logs import log
from kit.service import REQUEST_ID

PREFIX = "/api/gateway/v1/sessions"
NOT_KEPT = {"Cache-Control": "no-store"}

opening = APIRouter(prefix=PREFIX, tags=["gateway"])
"""Opening is not repeatable by Idempotency-Key: an answer kept for replay would keep the session's secrets."""

router = APIRouter(prefix=PREFIX, tags=["gateway"], route_class=TransactionRoute)


def recognition_of(request: Request) -> Recognition:
    """What the gateway remembers of callers."""
    found: Recognition = request.app.state.recognition
    return found


def token_of(request: Request) -> str:
    """The session token of a request; empty without one."""
    return recognition_of(request).session_token(request.headers.get("cookie", "")) or ""


def address_of(request: Request) -> str:
    """The address attempts are counted by."""
    return request.client.host if request.client else "unknown"


@opening.post("", status_code=201, summary="Đăng nhập")
async def sign_in(request: Request, response: Response, reader: ReaderDep, credentials: SignIn) -> Session:
    """Open a session and set its cookie; an earlier session of the same browser ends.

    The attempt is committed before the password is checked, so a refused one counts as well.
    """
    database: Database = request.app.state.database
    address, before = address_of(request), token_of(request)
    async with in_unit(database, quiet=True) as unit:
        await actions.admit_attempt(unit, email=credentials.email, address=address, now=clock.now())
    try:
        account = await actions.check_password(reader, email=credentials.email, password=credentials.password)
    except actions.WrongCredentials:
        log.warning("sign-in refused", address=address, request_id=request.headers.get(REQUEST_ID))
        raise
    async with in_unit(database, quiet=True) as unit:
        opened = await actions.sign_in(
            unit, account=account, email=credentials.email, address=address, replaced=before, now=clock.now()
        )
    log.info("signed in", account=str(account), address=address, request_id=request.headers.get(REQUEST_ID))
    recognition_of(request).end(before)
    set_cookie(request, response, opened.token)
    return await get_session(reader, token_hash=actions.hash_of(opened.token))


@router.get("/current", summary="Phiên làm việc hiện tại")
async def read_current_session(request: Request, response: Response, reader: ReaderDep, caller: SignedInDep) -> Session:
    """Who is signed in, with which roles and rights, and the token that changes must carry."""
    response.headers.update(NOT_KEPT)
    return await get_session(reader, token_hash=actions.hash_of(token_of(request)))


@router.delete("/current", status_code=204, summary="Đăng xuất")
async def sign_out(request: Request, response: Response, session: SessionDep, caller: SignedInDep) -> None:
    """End the session here and in every service."""
    token = token_of(request)
    await actions.sign_out(session, token=token)
    recognition_of(request).end(token)
    clear_cookie(request, response)


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Give the browser its session: unreadable for scripts, not sent along by other sites' forms."""
    response.headers.update(NOT_KEPT)
    response.set_cookie(
        recognition_of(request).cookie,
        token,
        path="/",
        secure=request.app.state.settings.production,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(request: Request, response: Response) -> None:
    """Take the session from the browser."""
    response.headers.update(NOT_KEPT)
    response.delete_cookie(
        recognition_of(request).cookie,
        path="/",
        secure=request.app.state.settings.production,
        httponly=True,
        samesite="lax",
    )
