"""Confirming that it is still you (Xác nhận lại), and going on with what was begun."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.sessions import Confirmation
from contracts.single_sign_on import LONGEST_ONWARD, SingleSignOnStart
from frontend.addresses import address, local_path
from frontend.client import Client, ClientDep
from frontend.confirmation import (
    CODE,
    NEXT,
    PAGE,
    PASSWORD,
    REPEATS,
    SEE_OTHER,
    Ways,
    carried,
    question,
    require_confirmation,
    ways_of,
)
from frontend.csrf import CsrfChecked
from frontend.pages.sign_in_steps import WRONG as WRONG_CODE
from frontend.pages.single_sign_on import lead_away
from frontend.reading.waits import wait_told
from frontend.render import NOT_KEPT, view
from kit.errors import ConfirmationRequired, Invalid, TooMany

REPEATED = 307
EMPTY, WRONG = "Hãy nhập mật khẩu.", "Mật khẩu chưa đúng."
NOT_YET = "Chưa thấy bạn đăng nhập lại. Hãy bấm nút đăng nhập lại trước."
TOLD = {"/password": (PASSWORD, WRONG), "/code": (CODE, WRONG_CODE)}
AGAIN, DONE = "xac-nhan-lai", "xong"

router = APIRouter(include_in_schema=False)


@router.get(PAGE)
async def confirmation_page(
    *,
    request: Request,
    client: ClientDep,
    wanted: Annotated[str | None, Query(alias="next", max_length=2000)] = None,
    done: Annotated[bool, Query(alias=DONE)] = False,
) -> Response:
    """The question, before a page that needs its answer; or, `done` in a window of its own, the way back."""
    if done:
        return view(request, "confirmation/done.html", title="Xác nhận lại", headers=NOT_KEPT)
    return question(request, await ways_of(client), local_path(wanted) or "/", [])


@router.post(PAGE, dependencies=[CsrfChecked])
async def confirm(
    *,
    request: Request,
    client: ClientDep,
    password: Annotated[str, Form(alias=PASSWORD, max_length=1024)] = "",
    code: Annotated[str, Form(alias=CODE, max_length=100)] = "",
    wanted: Annotated[str | None, Form(alias=NEXT, max_length=2000)] = None,
    repeats: Annotated[bool, Form(alias=REPEATS)] = False,
) -> Response:
    """Goes on: to the page, or with the very request that was held up."""
    onward, ways = local_path(wanted) or "/", await ways_of(client)
    status, errors = await _proved(client, ways, password, code, request.state.language)
    if not errors:
        return RedirectResponse(onward, REPEATED if repeats else SEE_OTHER)
    return question(request, ways, onward, await carried(request), status=status, errors=errors, repeats=repeats)


@router.post(f"{PAGE}/sso", dependencies=[CsrfChecked])
async def confirm_elsewhere(
    *,
    request: Request,
    client: ClientDep,
    wanted: Annotated[str | None, Form(alias=NEXT, max_length=LONGEST_ONWARD)] = None,
    repeats: Annotated[bool, Form(alias=REPEATS)] = False,
) -> Response:
    """Leads to the provider; what was typed waits in the window the question stands in."""
    onward = address(PAGE, **{DONE: "1"}) if repeats else local_path(wanted)
    return await lead_away(request, client, SingleSignOnStart(onward=onward, confirms=True))


async def _proved(
    client: Client, ways: Ways, password: str, code: str, language: str
) -> tuple[int, list[tuple[str, str]]]:
    """Status and errors; none when the visitor has proved themselves."""
    try:
        if ways.here:
            await client.confirm(Confirmation(password=password if ways.password else None, code=code or None))
        else:
            await require_confirmation(client)
    except ConfirmationRequired:
        return 422, [(AGAIN, NOT_YET)]
    except ValidationError:
        return 422, [(PASSWORD, EMPTY)]
    except Invalid as refusal:
        told = [TOLD.get(fault.pointer, (PASSWORD, WRONG)) for fault in refusal.faults]
        return 422, told or [(PASSWORD, WRONG)]
    except TooMany as refusal:
        return 429, [(PASSWORD if ways.password else CODE, wait_told(refusal, language))]
    return 200, []
