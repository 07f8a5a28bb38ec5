"""Confirming that it is still you (Xác nhận lại mật khẩu), and going on with what was begun."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.sessions import Confirmation
from frontend.addresses import local_path
from frontend.client import Client, ClientDep
from frontend.confirmation import CODE, NEXT, PAGE, PASSWORD, REPEATS, SEE_OTHER, carried, question
from frontend.csrf import CsrfChecked
from frontend.pages.sign_in_steps import BUSY
from frontend.pages.sign_in_steps import WRONG as WRONG_CODE
from kit.errors import Invalid, TooMany

REPEATED = 307
EMPTY, WRONG = "Hãy nhập mật khẩu.", "Mật khẩu chưa đúng."
TOLD = {"/password": (PASSWORD, WRONG), "/code": (CODE, WRONG_CODE)}

router = APIRouter(include_in_schema=False)


@router.get(PAGE)
async def confirmation_page(
    *, request: Request, client: ClientDep, wanted: Annotated[str | None, Query(alias="next", max_length=2000)] = None
) -> Response:
    """The question, before a page that needs its answer."""
    enrolled = await _is_enrolled(client)
    return question(request, local_path(wanted) or "/", [], asks_code=enrolled)


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
    onward = local_path(wanted) or "/"
    try:
        await client.confirm(Confirmation(password=password, code=code or None))
    except ValidationError:
        status, errors = 422, [(PASSWORD, EMPTY)]
    except Invalid as refusal:
        told = [TOLD.get(fault.pointer, (PASSWORD, WRONG)) for fault in refusal.faults]
        status, errors = 422, told or [(PASSWORD, WRONG)]
    except TooMany:
        status, errors = 429, [(PASSWORD, BUSY)]
    else:
        return RedirectResponse(onward, REPEATED if repeats else SEE_OTHER)
    fields, enrolled = await carried(request), await _is_enrolled(client)
    return question(request, onward, fields, status=status, errors=errors, repeats=repeats, asks_code=enrolled)


async def _is_enrolled(client: Client) -> bool:
    return (await client.get_second_factor()).enrolled
