"""Sessions of people: opened with a password, read, ended."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from contracts.sessions import Method, OpenSessions, PendingSignIn, Session, SignIn
from gateway.actions import sessions as actions
from gateway.actions.attempts import admit_password, uncount
from gateway.actions.audit import actor_of
from gateway.actions.sign_ins import OpenedSignIn, WrongCredentials, admit_account, check_password, note_refusal
from gateway.queries.sessions import get_session, list_own
from gateway.routes.arrivals import (
    ArrivalDep,
    FactorsDep,
    give_session,
    give_sign_in,
    recognition_of,
    take_session,
    token_of,
)
from gateway.routes.confirmation import OwnSessionDep
from gateway.routes.shown import NOT_KEPT
from gateway.rules.signing_in.sessions import IDLE, LONGEST
from kit import clock
from kit.caller import SignedInDep
from kit.database import Database, ReaderDep, SessionDep, TransactionRoute, in_unit
from kit.logs import log

PREFIX = "/api/gateway/v1/sessions"
PENDING: dict[int | str, Any] = {
    202: {"model": PendingSignIn, "description": "Mật khẩu đúng, còn thiếu một bước; chưa có phiên làm việc"}
}

opening = APIRouter(prefix=PREFIX, tags=["gateway"])
"""Opening is not repeatable by Idempotency-Key: an answer kept for replay would keep the session's secrets."""

router = APIRouter(prefix=PREFIX, tags=["gateway"], route_class=TransactionRoute)


@opening.post("", status_code=201, summary="Đăng nhập", response_model=Session, responses=PENDING)
async def sign_in(
    request: Request,
    response: Response,
    reader: ReaderDep,
    factors: FactorsDep,
    arrival: ArrivalDep,
    credentials: SignIn,
) -> Session | Response:
    """Open a session and set its cookie; an earlier session of the same browser ends. Where a second factor is asked
    for, 202 names the step that is missing, and a cookie of its own carries the sign-in to it.

    The attempt is committed before the password is checked, so a refused one counts as well.
    """
    database: Database = request.app.state.database
    async with in_unit(database, quiet=True) as unit:
        counted = await admit_password(unit, email=credentials.email, address=arrival.address, now=clock.now())
    try:
        person = await check_password(reader, email=credentials.email, password=credentials.password)
        async with in_unit(database, quiet=True) as unit:
            await uncount(unit, counted)
            opened = await admit_account(
                unit,
                reader,
                factors,
                account=person.id,
                method=Method.PASSWORD,
                arrival=arrival,
                now=clock.now(),
                password_hash=person.password_hash,
            )
    except WrongCredentials:
        log.warning("sign-in refused", address=arrival.address, request_id=arrival.request_id)
        async with in_unit(database, quiet=True) as unit:
            await note_refusal(unit, reader, email=credentials.email, arrival=arrival)
        raise
    return await admitted(request, response, reader, opened, replaced=arrival.session)


async def admitted(
    request: Request,
    response: Response,
    reader: ReaderDep,
    opened: actions.OpenedSession | OpenedSignIn,
    *,
    replaced: str,
) -> Session | Response:
    """The answer to a first proof that was right: the session, or 202 with what is missing."""
    if isinstance(opened, OpenedSignIn):
        waiting = JSONResponse(opened.pending.model_dump(mode="json"), 202)
        give_sign_in(request, waiting, opened.token)
        return waiting
    return await begun(request, response, reader, opened, replaced=replaced)


async def begun(
    request: Request, response: Response, reader: ReaderDep, opened: actions.OpenedSession, *, replaced: str
) -> Session:
    """The answer that carries a session that was opened, or got another token."""
    recognition_of(request).end(replaced)
    give_session(request, response, opened.token)
    return await get_session(reader, token_hash=actions.hash_of(opened.token), now=clock.now())


@router.get("", summary="Các phiên làm việc của tôi")
async def list_sessions(
    request: Request, response: Response, reader: ReaderDep, caller: SignedInDep, found: OwnSessionDep
) -> OpenSessions:
    """Where one is signed in: device, address, since when, and which of them asks."""
    response.headers.update(NOT_KEPT)
    now = clock.now()
    token_hash = actions.hash_of(token_of(request))
    items = await list_own(
        reader, account=UUID(caller.id), token_hash=token_hash, used_since=now - IDLE, opened_since=now - LONGEST
    )
    return OpenSessions(items=items)


@router.delete("", status_code=204, summary="Kết thúc mọi phiên khác")
async def end_other_sessions(request: Request, session: SessionDep, caller: SignedInDep, found: OwnSessionDep) -> None:
    """End all of one's sessions but the one that asks."""
    await actions.end_all(session, actor_of(request), account=UUID(caller.id), but=found.id)


@router.get("/current", summary="Phiên làm việc hiện tại")
async def read_current_session(request: Request, response: Response, reader: ReaderDep, caller: SignedInDep) -> Session:
    """Who is signed in, with which roles and rights, and the token that changes must carry."""
    response.headers.update(NOT_KEPT)
    return await get_session(reader, token_hash=actions.hash_of(token_of(request)), now=clock.now())


@router.delete("/current", status_code=204, summary="Đăng xuất")
async def sign_out(request: Request, response: Response, session: SessionDep, caller: SignedInDep) -> None:
    """End the session here and in every service."""
    token = token_of(request)
    await actions.sign_out(session, actor_of(request), token=token)
    recognition_of(request).end(token)
    take_session(request, response)


@router.delete("/{session_id}", status_code=204, summary="Kết thúc một phiên của tôi")
async def end_session(
    request: Request, session: SessionDep, caller: SignedInDep, session_id: Annotated[UUID, Path()]
) -> None:
    """End one of one's own sessions, here within seconds and in every service."""
    await actions.end_own(session, actor_of(request), account=UUID(caller.id), id=session_id)
