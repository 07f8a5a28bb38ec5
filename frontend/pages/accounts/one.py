"""One account: who it is, its roles, whether it may sign in, and the link its owner chooses a password with."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from contracts.accounts import Account, AccountState
from frontend.addresses import is_local
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.accounts.changes import CHANGES, Sent, sent_of
from frontend.pages.accounts.listing import PATH
from frontend.pages.place_choice import PlaceBox, written
from frontend.reading.account_forms import ROLE_OPTIONS, errors_at, loan_tag, state_tag
from frontend.render import NOT_KEPT, view
from kit.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, Refusal, Stale

SEE_OTHER = 303
ONE = PATH + "/{account}"
BOXES = {"email": "email", "name": "ten", "place": "noi", "role": "vai_tro", "until": "den_ngay"}
DONE = {
    "sua": "Đã lưu.",
    "them": "Đã giao vai trò. Người này dùng được trong vòng 5 giây.",
    "bo": "Đã thôi giao vai trò. Thay đổi có hiệu lực trong vòng 5 giây.",
    "khoa": "Đã khoá tài khoản. Mọi phiên làm việc của người này đã kết thúc.",
    "mo": "Đã mở lại tài khoản.",
    "bo-chan": "Đã bỏ chặn. Người này đăng nhập lại được ngay.",
    "dat-lai": "Đã đặt lại xác thực hai lớp. Mọi phiên làm việc của người này đã kết thúc.",
    "tao": "Đã tạo tài khoản. Còn một bước: tạo liên kết mời và gửi cho chủ tài khoản.",
    "het-uy-quyen": "Đã chấm dứt ủy quyền.",
}

router = APIRouter(include_in_schema=False)


@router.get(ONE)
async def show_account(*, request: Request, client: ClientDep, account: str) -> Response:
    """Everything about one account that lies within reach."""
    found = await client.get_account(account)
    return _show(request, found, Sent.of(found), done=request.query_params.get("xong", ""))


@router.post(ONE, dependencies=[CsrfChecked])
async def change(
    *, request: Request, client: ClientDep, account: str, sent: Annotated[Sent, Depends(sent_of)]
) -> Response:
    """Does what the button that was pressed says; a refusal shows the page with all that was typed."""
    if sent.task == "moi":
        return await _invite(request, client, account, sent)
    carry_out = CHANGES.get(sent.task)
    try:
        if carry_out is None:
            raise Invalid("Trang này không có việc ấy. Hãy tải lại trang.")
        await carry_out(client, account, sent)
    except ConfirmationRequired:
        raise
    except (Invalid, Conflict, Forbidden, Stale) as refusal:
        return await _refused(request, client, account, sent, refusal)
    return RedirectResponse(f"{PATH}/{account}?xong={sent.task}", SEE_OTHER, NOT_KEPT)


async def _invite(request: Request, client: Client, account: str, sent: Sent) -> Response:
    """The link, shown by the answer itself: nothing keeps it to be shown later."""
    try:
        made = await client.invite(account)
    except ConfirmationRequired:
        raise
    except (Conflict, Forbidden) as refusal:
        return await _refused(request, client, account, sent, refusal)
    found = await client.get_account(account)
    site: str = request.app.state.public_url or str(request.base_url)
    words = "Liên kết đặt lại mật khẩu" if found.state == AccountState.ACTIVE else "Liên kết mời"
    return view(
        request,
        "accounts/invitation.html",
        title=words,
        heading_words=words,
        account=found,
        link=f"{site.rstrip('/')}{made.link}",
        is_local=is_local(site),
        expires_at=made.expires_at,
        headers=NOT_KEPT,
    )


async def _refused(request: Request, client: Client, account: str, sent: Sent, refusal: Refusal) -> Response:
    found = await client.get_account(account)
    errors = errors_at(refusal.faults, refusal.detail, BOXES)
    if sent.task == "them":
        errors = {
            "vai_tro_moi" if box == "vai_tro" else "noi_moi" if box == "noi" else box: told
            for box, told in errors.items()
        }
    return _show(request, found, sent.beside(found), errors, refusal.status)


def _show(
    request: Request,
    account: Account,
    sent: Sent,
    errors: dict[str, str] | None = None,
    status: int = 200,
    done: str = "",
) -> Response:
    return view(
        request,
        "accounts/one.html",
        status=status,
        title=f"{'Lỗi: ' if errors else ''}Tài khoản: {account.name}",
        account=account,
        state=state_tag(account.state),
        loans=[(loan, *loan_tag(loan.state)) for loan in account.delegations],
        sent=sent,
        errors=errors or {},
        place=sent.place or (PlaceBox(written(account.place_name, account.place)) if account.place else PlaceBox()),
        role_place=sent.role_place or PlaceBox(),
        roles=ROLE_OPTIONS,
        done=DONE.get(done),
        headers=NOT_KEPT,
    )
