"""Activation (Kích hoạt): the owner of an account chooses its password, the first administrator also who they are."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.activations import Activation, ActivationCreate
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.reading.account_forms import errors_at
from frontend.render import NOT_KEPT, view
from kit.errors import Conflict, Invalid, NotFound
from kit.validation import faults

SEE_OTHER = 303
PATH = "/kich-hoat"
BOXES = {"password": "mat_khau", "email": "email", "name": "ten", "code": "ma"}
EMPTY = "Hãy nhập mã hoặc mở liên kết bạn nhận được."
DIFFERENT = "Hai lần nhập mật khẩu chưa giống nhau."
NO_PASSWORD = "Hãy nhập mật khẩu."  # noqa: S105
LONGEST = 300
Box = Annotated[str, Form(max_length=2000)]

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def show_form(
    *,
    request: Request,
    client: ClientDep,
    ma: Annotated[str, Query(max_length=LONGEST)] = "",
    xong: Annotated[bool, Query()] = False,
) -> Response:
    """The form of a link, or the question for a code; looking uses nothing up. After it is done: the way to sign in."""
    if xong:
        return view(request, "activation/done.html", title="Đã đặt mật khẩu", headers=NOT_KEPT)
    if not ma.strip():
        return _ask_code(request, "", None)
    return await _form_of(request, client, ma)


@router.post(PATH, dependencies=[CsrfChecked])
async def activate(
    *,
    request: Request,
    client: ClientDep,
    ma: Box = "",
    mat_khau: Box = "",
    nhac_lai: Box = "",
    email: Box = "",
    ten: Box = "",
) -> Response:
    """Sets the password and leads to sign-in; a refusal shows the form with what was typed, but no password."""
    if not ma.strip():
        return _ask_code(request, "", EMPTY)
    typed = {"email": email, "ten": ten}
    try:
        opened = await client.read_activation(ma[:LONGEST])
    except (NotFound, Invalid) as refusal:
        return _ask_code(request, ma, refusal.detail)
    errors = _errors_of(mat_khau, nhac_lai)
    if errors:
        return _form(request, opened, ma, typed, errors, 422)
    try:
        wanted = ActivationCreate(code=ma, password=mat_khau, email=email, name=ten)
        await client.activate(wanted)
    except ValidationError as error:
        return _form(request, opened, ma, typed, errors_at(faults(error.errors()), "", BOXES), 422)
    except NotFound as refusal:
        return _ask_code(request, ma, refusal.detail)
    except (Invalid, Conflict) as refusal:
        errors = errors_at(refusal.faults, refusal.detail, BOXES)
        return _form(request, opened, ma, typed, errors, refusal.status)
    return RedirectResponse(f"{PATH}?xong=1", SEE_OTHER, NOT_KEPT)


def _errors_of(password: str, again: str) -> dict[str, str]:
    if not password:
        return {"mat_khau": NO_PASSWORD}
    return {} if password == again else {"nhac_lai": DIFFERENT}


async def _form_of(request: Request, client: Client, code: str) -> Response:
    try:
        opened = await client.read_activation(code)
    except (NotFound, Invalid) as refusal:
        return _ask_code(request, code, refusal.detail)
    return _form(request, opened, code, {"email": "", "ten": ""}, {}, 200)


def _ask_code(request: Request, code: str, error: str | None) -> Response:
    """The question for a code, with why the one before opens nothing."""
    return view(
        request,
        "activation/code.html",
        status=404 if error else 200,
        title=f"{'Lỗi: ' if error else ''}Kích hoạt tài khoản",
        code=code,
        error=error,
        headers=NOT_KEPT,
    )


def _form(
    request: Request, opened: Activation, code: str, typed: dict[str, str], errors: dict[str, str], status: int
) -> Response:
    words = "Đặt lại mật khẩu" if opened.has_password else "Kích hoạt tài khoản"
    return view(
        request,
        "activation/form.html",
        status=status,
        title=f"{'Lỗi: ' if errors else ''}{words}",
        heading_words=words,
        opened=opened,
        code=code,
        typed=typed,
        errors=errors,
        headers=NOT_KEPT,
    )
