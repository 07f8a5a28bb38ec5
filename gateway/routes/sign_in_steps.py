"""The second step of signing in: a code of the second factor, or enrolling one."""

from typing import Any

from fastapi import APIRouter, Request, Response

from contracts.audit import Action, Outcome
from contracts.second_factors import Enrolled, FactorOffer
from contracts.sessions import CodeEntry, Method, Missing, PendingSignIn, Session
from gateway.actions.attempts import admit_code, uncount
from gateway.actions.audit import Deed, record
from gateway.actions.second_factors import Factors, WrongCode, enrol, prove
from gateway.actions.sessions import Arrival, OpenedSession, open_session
from gateway.actions.sign_ins import count_try, find_pending, over
from gateway.queries.accounts import find_person
from gateway.queries.governing import lock_account
from gateway.routes.arrivals import ArrivalDep, FactorsDep
from gateway.routes.sessions import begun
from gateway.routes.shown import NOT_KEPT
from kit import clock
from kit.caller import AnyoneDep
from kit.database import Database, Reader, ReaderDep, in_unit

PREFIX = "/api/gateway/v1/sign-ins"

router = APIRouter(prefix=PREFIX, tags=["gateway"])


@router.get("/pending", summary="Bước đăng nhập còn thiếu")
async def read_pending(response: Response, reader: ReaderDep, caller: AnyoneDep, arrival: ArrivalDep) -> PendingSignIn:
    """What the sign-in under way in this browser lacks; 401 when there is none, or it is over."""
    response.headers.update(NOT_KEPT)
    found = await find_pending(reader, token=arrival.sign_in, now=clock.now())
    return PendingSignIn(missing=Missing(found.missing), expires_at=found.expires_at)


@router.post("/second-factor", status_code=201, summary="Đăng nhập: nhập mã xác thực")
async def give_code(
    request: Request,
    response: Response,
    reader: ReaderDep,
    caller: AnyoneDep,
    factors: FactorsDep,
    arrival: ArrivalDep,
    entry: CodeEntry,
) -> Session:
    """Open the session with a code from the app, or with a recovery code; each holds once."""
    pending = await find_pending(reader, token=arrival.sign_in, missing=Missing.SECOND_FACTOR, now=clock.now())
    opened, _ = await _take(request, reader, factors, arrival, pending, entry.code)
    return await begun(request, response, reader, opened, replaced=arrival.session)


@router.get("/enrolment", summary="Đăng nhập: khoá cho ứng dụng xác thực")
async def read_enrolment(
    response: Response, reader: ReaderDep, caller: AnyoneDep, factors: FactorsDep, arrival: ArrivalDep
) -> FactorOffer:
    """The secret this sign-in offers to an authenticator app; it is the same until the sign-in is over."""
    response.headers.update(NOT_KEPT)
    pending = await find_pending(reader, token=arrival.sign_in, missing=Missing.ENROLMENT, now=clock.now())
    return factors.offer(pending.offered_secret, pending.account_id, pending.email)


@router.post("/enrolment", status_code=201, summary="Đăng nhập: bật xác thực hai lớp")
async def finish_enrolment(
    request: Request,
    response: Response,
    reader: ReaderDep,
    caller: AnyoneDep,
    factors: FactorsDep,
    arrival: ArrivalDep,
    entry: CodeEntry,
) -> Enrolled:
    """Take the offered second factor into use with a first code of it; opens the session, shows the recovery codes."""
    pending = await find_pending(reader, token=arrival.sign_in, missing=Missing.ENROLMENT, now=clock.now())
    opened, codes = await _take(request, reader, factors, arrival, pending, entry.code)
    return Enrolled(session=await begun(request, response, reader, opened, replaced=arrival.session), codes=codes)


async def _take(
    request: Request, reader: Reader, factors: Factors, arrival: Arrival, pending: Any, code: str
) -> tuple[OpenedSession, list[str]]:
    """The session that a code opens, and new recovery codes where it enrolled a factor.

    The try is committed before the code is looked at; what ended the sign-in meanwhile, such as the same factor taken
    in another browser, is seen. WrongCode, TooMany, or Unauthenticated after too many.
    """
    database: Database = request.app.state.database
    account, now = pending.account_id, clock.now()
    actor = arrival.actor(account, pending.name)
    async with in_unit(database, quiet=True) as unit:
        counted = await admit_code(unit, account=account, now=now)
        goes_on = await count_try(unit, token=arrival.sign_in)
    if not goes_on:
        raise over()
    async with in_unit(database, quiet=True) as unit:
        await lock_account(unit, account)
        missing = Missing(pending.missing)
        pending = await find_pending(reader, token=arrival.sign_in, missing=missing, now=now)
        if missing is Missing.ENROLMENT:
            offered = pending.offered_secret
            codes = await enrol(unit, actor, factors, account=account, offered=offered, code=code, now=now)
        else:
            right = await prove(unit, reader, actor, factors, account=account, code=code, now=now)
            codes = [] if right else None
        if codes is not None:
            await uncount(unit, counted)
            person, method = await find_person(reader, account=account), Method(pending.method)
            opened = await open_session(unit, reader, person=person, method=method, arrival=arrival, now=now)
            return opened, codes
        await record(unit, actor, Deed(Action.SESSION_REFUSED, f"account:{account}", outcome=Outcome.REFUSED))
    raise WrongCode
