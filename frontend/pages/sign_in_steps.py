"""The second step of signing in: a code (Mã xác thực), or taking a second factor into use (Bật xác thực hai lớp)."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.sessions import Missing
from frontend.addresses import SIGN_IN, address, local_path
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.qr import qr_code
from frontend.reading.waits import wait_told
from frontend.render import NOT_KEPT, view
from kit.errors import Invalid, TooMany, Unauthenticated

SEE_OTHER = 303
CODE_PAGE, ENROLMENT_PAGE = f"{SIGN_IN}/ma-xac-thuc", f"{SIGN_IN}/bat-xac-thuc"
STEPS = {Missing.SECOND_FACTOR: CODE_PAGE, Missing.ENROLMENT: ENROLMENT_PAGE}
WRONG = "Mã chưa đúng, hoặc đã dùng rồi. Hãy nhập mã đang hiện trong ứng dụng; kiểm tra giờ của điện thoại."

router = APIRouter(include_in_schema=False)

NextQuery = Annotated[str | None, Query(alias="next", max_length=2000)]
NextForm = Annotated[str | None, Form(alias="next", max_length=2000)]
CodeForm = Annotated[str, Form(max_length=100)]


def to_step(missing: Missing, onward: str | None, cookies: list[str]) -> Response:
    """The way to the page of a step; `cookies` carry the sign-in there."""
    return with_cookies(RedirectResponse(address(STEPS[Missing(missing)], next=onward), SEE_OTHER), cookies)


def with_cookies(answer: Response, cookies: list[str]) -> Response:
    """The answer with cookies of the gateway."""
    for cookie in cookies:
        answer.headers.append("set-cookie", cookie)
    return answer


@router.get(CODE_PAGE)
async def code_page(*, request: Request, client: ClientDep, wanted: NextQuery = None) -> Response:
    """The box for the code; without a sign-in under way the way back to its beginning."""
    try:
        pending = await client.get_pending()
    except Unauthenticated:
        return _beginning(wanted)
    if pending.missing != Missing.SECOND_FACTOR:
        return to_step(pending.missing, local_path(wanted), [])
    return _code_form(request, local_path(wanted))


@router.post(CODE_PAGE, dependencies=[CsrfChecked])
async def give_code(*, request: Request, client: ClientDep, code: CodeForm = "", wanted: NextForm = None) -> Response:
    """Opens the session and goes on; a wrong code is told at its box."""
    onward = local_path(wanted)
    try:
        opened = await client.give_code(code)
    except (ValidationError, Invalid):
        return _code_form(request, onward, 422, WRONG)
    except TooMany as refusal:
        return _code_form(request, onward, 429, wait_told(refusal, request.state.language))
    except Unauthenticated:
        return _beginning(wanted)
    return with_cookies(RedirectResponse(onward or "/", SEE_OTHER), opened.cookies)


@router.get(ENROLMENT_PAGE)
async def enrolment_page(*, request: Request, client: ClientDep, wanted: NextQuery = None) -> Response:
    """The QR code and the box for a first code."""
    try:
        return await _enrolment_form(request, client, local_path(wanted))
    except Unauthenticated:
        return _beginning(wanted)


@router.post(ENROLMENT_PAGE, dependencies=[CsrfChecked])
async def enrol(*, request: Request, client: ClientDep, code: CodeForm = "", wanted: NextForm = None) -> Response:
    """Opens the session and shows the recovery codes, this one time."""
    onward = local_path(wanted)
    try:
        codes, cookies = await client.enrol(code)
    except Unauthenticated:
        return _beginning(wanted)
    except (ValidationError, Invalid, TooMany) as refusal:
        told = (429, wait_told(refusal, request.state.language)) if isinstance(refusal, TooMany) else (422, WRONG)
        return await _enrolment_form(request, client, onward, *told)
    page = view(
        request,
        "sign_in/recovery_codes.html",
        headers=NOT_KEPT,
        title="Mã khôi phục",
        codes=codes,
        onward=onward or "/",
    )
    return with_cookies(page, cookies)


def _beginning(wanted: str | None) -> Response:
    return RedirectResponse(address(SIGN_IN, next=local_path(wanted)), SEE_OTHER)


def _code_form(request: Request, wanted: str | None, status: int = 200, error: str | None = None) -> Response:
    title = f"{'Lỗi: ' if error else ''}Nhập mã xác thực"
    told = {"title": title, "wanted": wanted, "error": error, "action": CODE_PAGE}
    return view(request, "sign_in/code.html", status=status, headers=NOT_KEPT, **told)


async def _enrolment_form(
    request: Request, client: Client, wanted: str | None, status: int = 200, error: str | None = None
) -> Response:
    offer = await client.get_enrolment()
    return view(
        request,
        "sign_in/enrolment.html",
        status=status,
        headers=NOT_KEPT,
        title=f"{'Lỗi: ' if error else ''}Bật xác thực hai lớp",
        wanted=wanted,
        error=error,
        action=ENROLMENT_PAGE,
        secret=offer.secret,
        address=offer.address,
        drawing=qr_code(offer.address),
    )
