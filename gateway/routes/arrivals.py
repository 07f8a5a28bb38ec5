"""Who stands at the door, and the cookies they leave with."""

from typing import Annotated

from fastapi import Depends, Request, Response

from gateway.actions.second_factors import Factors
from gateway.actions.sessions import Arrival
from gateway.door.recognition import Recognition
from gateway.routes.shown import NOT_KEPT
from kit.service import REQUEST_ID

LONGEST_AGENT = 400


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


async def arrival_of(request: Request) -> Arrival:
    """Somebody who signs in, or takes another step of it."""
    return Arrival(
        address=address_of(request),
        agent=request.headers.get("user-agent", "")[:LONGEST_AGENT],
        request_id=request.headers.get(REQUEST_ID, ""),
        session=token_of(request),
        sign_in=request.cookies.get(recognition_of(request).cookies.sign_in, ""),
    )


async def factors_of(request: Request) -> Factors:
    """How second factors are kept here."""
    found: Factors = request.app.state.factors
    return found


ArrivalDep = Annotated[Arrival, Depends(arrival_of)]
FactorsDep = Annotated[Factors, Depends(factors_of)]


def give_session(request: Request, response: Response, token: str) -> None:
    """Give the browser its session, and take what was left of signing in."""
    cookies = recognition_of(request).cookies
    response.headers.update(NOT_KEPT)
    response.set_cookie(cookies.session, token, **cookies.attributes)
    if cookies.sign_in in request.cookies:
        response.delete_cookie(cookies.sign_in, **cookies.attributes)


def give_sign_in(request: Request, response: Response, token: str) -> None:
    """Give the browser a sign-in under way."""
    cookies = recognition_of(request).cookies
    response.headers.update(NOT_KEPT)
    response.set_cookie(cookies.sign_in, token, **cookies.attributes)


def take_session(request: Request, response: Response) -> None:
    """Take the session from the browser."""
    cookies = recognition_of(request).cookies
    response.headers.update(NOT_KEPT)
    response.delete_cookie(cookies.session, **cookies.attributes)
