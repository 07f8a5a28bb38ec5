"""Signing in (Đăng nhập) and out (Đăng xuất)."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.sessions import SignIn
from frontend.addresses import EXPIRED, SIGN_IN, SIGN_OUT, local_path
from frontend.client import ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.sign_in_steps import to_step, with_cookies
from frontend.pages.single_sign_on import Offered, offered_in
from frontend.reading.waits import wait_told
from frontend.render import view
from kit.errors import Invalid, TooMany, Unauthenticated

SEE_OTHER = 303
WRONG = "Thư điện tử hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt."
EMPTY = "Hãy nhập thư điện tử và mật khẩu."

router = APIRouter(include_in_schema=False)

NextQuery = Annotated[str | None, Query(alias="next", max_length=2000)]


@router.get(SIGN_IN, dependencies=[Offered])
async def sign_in_page(*, request: Request, wanted: NextQuery = None) -> Response:
    """The form; who is signed in already goes on to where they wanted."""
    if request.state.viewer is not None:
        return RedirectResponse(local_path(wanted) or "/", SEE_OTHER)
    return _form(request, local_path(wanted))


@router.post(SIGN_IN, dependencies=[Offered])
async def sign_in(
    *,
    request: Request,
    client: ClientDep,
    email: Annotated[str, Form(max_length=300)] = "",
    password: Annotated[str, Form(max_length=1024)] = "",
    wanted: Annotated[str | None, Form(alias="next", max_length=2000)] = None,
) -> Response:
    """Opens a session and goes on; a refusal shows the form again with what was wrong."""
    onward = local_path(wanted)
    try:
        opened = await client.sign_in(SignIn(email=email, password=password))
    except (ValidationError, Invalid):
        return _form(request, onward, 422, email, EMPTY)
    except Unauthenticated:
        return _form(request, onward, 401, email, WRONG)
    except TooMany as refusal:
        return _form(request, onward, 429, email, wait_told(refusal, request.state.language))
    if opened.missing is not None:
        return to_step(opened.missing, onward, opened.cookies)
    return with_cookies(RedirectResponse(onward or "/", SEE_OTHER), opened.cookies)


@router.post(SIGN_OUT, dependencies=[CsrfChecked])
async def sign_out(*, client: ClientDep) -> Response:
    """Closes the session and shows the form again."""
    try:
        cookies = await client.sign_out()
    except Unauthenticated:
        cookies = []
    answer = with_cookies(RedirectResponse(SIGN_IN, SEE_OTHER), cookies)
    # Computers of a commune are shared: going back must not show the pages of whoever left.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _form(
    request: Request, wanted: str | None, status: int = 200, email: str = "", error: str | None = None
) -> Response:
    return view(
        request,
        "sign_in/form.html",
        status=status,
        title=f"{'Lỗi: ' if error else ''}Đăng nhập",
        wanted=wanted,
        email=email,
        error=error,
        expired=EXPIRED in request.query_params,
        provider=offered_in(request),
    )
