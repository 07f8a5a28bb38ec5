"""One's own account (Tài khoản của tôi): roles, sessions, password, second factor, identities."""

from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.passwords import PasswordChange
from contracts.single_sign_on import SingleSignOnStart
from frontend.client import Client, ClientDep, card_of
from frontend.csrf import CsrfChecked
from frontend.pages.sign_in_steps import WRONG as WRONG_CODE
from frontend.pages.single_sign_on import lead_away
from frontend.qr import qr_code
from frontend.reading.waits import wait_told
from frontend.render import NOT_KEPT, view
from kit.errors import Conflict, Invalid, NotFound, TooMany

SEE_OTHER = 303
PAGE = "/tai-khoan"
EMPTY = "Hãy nhập mật khẩu hiện tại và mật khẩu mới."
DIFFERENT = "Hai lần nhập mật khẩu mới không giống nhau."
WHAT_ENDS = (
    "Từ đó chỉ cần mật khẩu để đăng nhập. Ứng dụng xác thực và mọi mã khôi phục của tài khoản này mất tác dụng ngay, "
    "kể cả khi sau này bật lại."
)
OLD_CODES_END = "Mọi mã khôi phục cũ mất tác dụng ngay. Mười mã mới chỉ hiện một lần: hãy sẵn sàng in hoặc chép lại."
DONE = {
    "mat-khau": "Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.",
    "phien": "Đã kết thúc phiên làm việc.",
    "tat": "Đã tắt xác thực hai lớp.",
    "lien-ket": "Đã liên kết. Từ nay bạn đăng nhập được bằng danh tính này.",
    "danh-tinh": "Đã gỡ liên kết.",
}

router = APIRouter(include_in_schema=False)


@router.get(PAGE)
async def account_page(*, request: Request, client: ClientDep, xong: str = "") -> Response:
    """Who one is, where one is signed in, and how one proves oneself."""
    return await _page(request, client, done=DONE.get(xong))


@router.post(f"{PAGE}/phien", dependencies=[CsrfChecked])
async def end_session(*, client: ClientDep, phien: Annotated[str, Form(max_length=40)] = "") -> Response:
    """Ends one session, or without a name all others."""
    if phien:
        with suppress(NotFound, Invalid):  # it may have ended by itself
            await client.end_session(phien)
    else:
        await client.end_other_sessions()
    return _back("phien")


@router.get(f"{PAGE}/mat-khau")
async def password_page(*, request: Request, client: ClientDep) -> Response:
    """The form for another password; who has none is told how to get one."""
    if not (await client.get_session()).has_password:
        return _back("")
    return _password_form(request, 200, {})


@router.post(f"{PAGE}/mat-khau", dependencies=[CsrfChecked])
async def change_password(
    *,
    request: Request,
    client: ClientDep,
    current: Annotated[str, Form(max_length=1024)] = "",
    password: Annotated[str, Form(max_length=2000)] = "",
    again: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Changes it; a refusal says what to mend."""
    if password != again:
        return _password_form(request, 422, {"again": DIFFERENT})
    try:
        await client.change_password(PasswordChange(current=current, password=password))
    except ValidationError:
        return _password_form(request, 422, {"current": EMPTY})
    except Invalid as refusal:
        told = {fault.pointer.lstrip("/"): fault.detail for fault in refusal.faults}
        return _password_form(request, 422, told or {"current": refusal.detail})
    except Conflict as refusal:
        return await _page(request, client, 409, fault=refusal.detail)
    except TooMany as refusal:
        return _password_form(request, 429, {"current": wait_told(refusal)})
    return _back("mat-khau")


@router.post(f"{PAGE}/xac-thuc", dependencies=[CsrfChecked])
async def begin_second_factor(*, request: Request, client: ClientDep) -> Response:
    """Shows the QR code of a second factor, in place of one there may be."""
    return await _offer(request, client)


@router.post(f"{PAGE}/xac-thuc/bat", dependencies=[CsrfChecked])
async def take_second_factor(
    *, request: Request, client: ClientDep, code: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    """Takes it into use with a first code, and shows the recovery codes."""
    try:
        return _codes(request, await client.take_second_factor(code))
    except (ValidationError, Invalid):
        return await _offer(request, client, 422, WRONG_CODE)
    except TooMany as refusal:
        return await _offer(request, client, 429, wait_told(refusal))
    except NotFound:
        return _back("")


@router.get(f"{PAGE}/xac-thuc/tat")
async def removal_page(*, request: Request) -> Response:
    """Asks once more."""
    return _question(request, "Tắt xác thực hai lớp", f"{PAGE}/xac-thuc/tat", WHAT_ENDS)


@router.post(f"{PAGE}/xac-thuc/tat", dependencies=[CsrfChecked])
async def remove_second_factor(*, request: Request, client: ClientDep) -> Response:
    """Gives it up."""
    try:
        await client.remove_second_factor()
    except Conflict as refusal:
        return await _page(request, client, 409, fault=refusal.detail)
    except NotFound:
        return _back("")
    return _back("tat")


@router.get(f"{PAGE}/ma-khoi-phuc")
async def renewal_page(*, request: Request) -> Response:
    """Asks once more."""
    return _question(request, "Tạo mã khôi phục mới", f"{PAGE}/ma-khoi-phuc", OLD_CODES_END)


@router.post(f"{PAGE}/ma-khoi-phuc", dependencies=[CsrfChecked])
async def renew_codes(*, request: Request, client: ClientDep) -> Response:
    """Shows ten new recovery codes."""
    try:
        return _codes(request, await client.renew_recovery_codes())
    except NotFound:
        return _back("")


@router.post(f"{PAGE}/danh-tinh/lien-ket", dependencies=[CsrfChecked])
async def link_identity(*, request: Request, client: ClientDep) -> Response:
    """Leads to the provider, to link an identity there to the account."""
    start = SingleSignOnStart(onward=f"{PAGE}?xong=lien-ket", links=True)
    return await lead_away(request, client, start)


@router.post(f"{PAGE}/danh-tinh", dependencies=[CsrfChecked])
async def unlink_identity(
    *, request: Request, client: ClientDep, danh_tinh: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """Takes an identity of single sign-on from the account; it opens nothing any more."""
    try:
        await client.unlink_identity(danh_tinh)
    except Conflict as refusal:
        return await _page(request, client, 409, fault=refusal.detail)
    except (NotFound, Invalid):
        return _back("")
    return _back("danh-tinh")


async def _page(
    request: Request, client: Client, status: int = 200, *, done: str | None = None, fault: str | None = None
) -> Response:
    provider = await card_of(client.get_single_sign_on())
    return view(
        request,
        "own_account/index.html",
        status=status,
        headers=NOT_KEPT,
        title="Tài khoản của tôi",
        session=await client.get_session(),
        sessions=await client.list_own_sessions(),
        factor=await client.get_second_factor(),
        identities=await client.list_own_identities(),
        provider=provider.value.name if provider.value else None,
        done=done,
        fault=fault,
    )


def _password_form(request: Request, status: int, found: dict[str, str]) -> Response:
    title = f"{'Lỗi: ' if found else ''}Đổi mật khẩu"
    told: dict[str, Any] = {"title": title, "found": found, "errors": list(found.items())}
    return view(request, "own_account/password.html", status=status, headers=NOT_KEPT, **told)


async def _offer(request: Request, client: Client, status: int = 200, error: str | None = None) -> Response:
    offer = await client.offer_second_factor()
    return view(
        request,
        "own_account/second_factor.html",
        status=status,
        headers=NOT_KEPT,
        title=f"{'Lỗi: ' if error else ''}Bật xác thực hai lớp",
        error=error,
        secret=offer.secret,
        address=offer.address,
        drawing=qr_code(offer.address),
    )


def _question(request: Request, title: str, action: str, told: str) -> Response:
    return view(request, "own_account/question.html", headers=NOT_KEPT, title=title, action=action, told=told)


def _codes(request: Request, codes: list[str]) -> Response:
    told: dict[str, Any] = {"title": "Mã khôi phục", "codes": codes, "onward": PAGE}
    return view(request, "sign_in/recovery_codes.html", headers=NOT_KEPT, **told)


def _back(done: str) -> Response:
    return RedirectResponse(f"{PAGE}?xong={done}" if done else PAGE, SEE_OTHER)
