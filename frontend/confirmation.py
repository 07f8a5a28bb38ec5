"""Sensitive changes ask for proof again: what was typed is carried over the question and sent once more.

A page that changes something sensitive lets ConfirmationRequired pass; `refusals` answers it with the question. The
answer to a right proof repeats the request (307) with the same fields. Secrets and files are not carried: a form
that takes some calls `require_confirmation` before it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from frontend.addresses import address, page_behind
from frontend.client import Client, card_of, client_of
from frontend.render import NOT_KEPT, view, wants_part
from frontend.words import gettext
from kit.clock import now
from kit.errors import ConfirmationRequired

PAGE = "/xac-nhan"
PASSWORD, CODE, NEXT, REPEATS = "xac-nhan-mat-khau", "xac-nhan-ma", "next", "lap-lai"
NOT_CARRIED = frozenset({PASSWORD, CODE, NEXT, REPEATS, "csrf", "password", "current", "again", "code", "secret"})
MOST_FIELDS, LONGEST_FIELD = 200, 4000
SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Deed:
    """Something sensitive, by how its address begins; `back` is the page it is begun on."""

    start: str
    name: str
    back: str


DEEDS = (
    Deed("/tai-khoan/xac-thuc/tat", "Tắt xác thực hai lớp", "/tai-khoan"),
    Deed("/tai-khoan/xac-thuc", "Bật hoặc đổi xác thực hai lớp", "/tai-khoan"),
    Deed("/tai-khoan/ma-khoi-phuc", "Tạo mã khôi phục mới", "/tai-khoan"),
    Deed("/tai-khoan/danh-tinh/lien-ket", "Liên kết danh tính đăng nhập một lần", "/tai-khoan"),
    Deed("/tai-khoan/danh-tinh", "Gỡ liên kết danh tính đăng nhập một lần", "/tai-khoan"),
    Deed("/quan-tri/tai-khoan/moi", "Tạo tài khoản", "/quan-tri/tai-khoan"),
    Deed("/quan-tri/tai-khoan", "Thay đổi tài khoản của người khác", "/quan-tri/tai-khoan"),
    Deed("/chia-se/moi", "Đăng ký hệ thống kết nối", "/chia-se"),
    Deed("/chia-se", "Thay đổi hệ thống kết nối", "/chia-se"),
    Deed("/uy-quyen", "Ủy quyền, hoặc kết thúc ủy quyền", "/uy-quyen"),
)
ANYTHING = Deed("", "", "/")

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ways:
    """How a visitor proves themselves: by password and code, of those they have, else at `provider` (its name)."""

    password: bool
    code: bool
    provider: str | None = None

    @property
    def here(self) -> bool:
        """Whether something that is typed proves it."""
        return self.password or self.code


async def ways_of(client: Client) -> Ways:
    """The ways of this visitor."""
    password = (await client.get_session()).has_password
    code = (await client.get_second_factor()).enrolled
    if password or code:
        return Ways(password, code)
    provider = await card_of(client.get_single_sign_on())
    return Ways(password, code, provider.value.name if provider.value else None)


async def require_confirmation(client: Client) -> None:
    """ConfirmationRequired unless the visitor has proved themselves lately: ask before a form with secrets is shown."""
    if (await client.get_session()).confirmed_until <= now():
        raise ConfirmationRequired


async def ask_confirmation(request: Request) -> Response:
    """The question, in place of the page that needs its answer."""
    if request.method in {"GET", "HEAD"}:
        asked = address(PAGE, next=_path(request))
        return RedirectResponse(asked, SEE_OTHER)
    if wants_part(request):
        return Response(status_code=200, headers={"HX-Redirect": address(PAGE, next=page_behind(request) or "/")})
    ways = await ways_of(await client_of(request))
    return question(request, ways, _path(request), await carried(request), status=403, repeats=True)


async def carried(request: Request) -> Fields:
    """What was typed, without secrets."""
    form = await request.form()
    found = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in NOT_CARRIED]
    return [(name, value) for name, value in found[:MOST_FIELDS] if len(value) <= LONGEST_FIELD]


def question(
    request: Request,
    ways: Ways,
    wanted: str,
    fields: Fields,
    *,
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
    repeats: bool = False,
) -> Response:
    """The page that asks for proof; `repeats` when the answer sends `fields` to `wanted` once more."""
    return view(
        request,
        "confirmation/form.html",
        status=status,
        headers=NOT_KEPT,
        title=f"{'Lỗi: ' if errors else ''}{heading_of(ways)}",
        heading_words=heading_of(ways),
        ways=ways,
        wanted=wanted,
        fields=fields,
        errors=[(box, gettext(told)) for box, told in errors],
        found=dict(errors),
        repeats=repeats,
        deed=deed_at(wanted),
    )


def deed_at(wanted: str) -> Deed:
    """What somebody is about to do at an address; the longest beginning that fits speaks."""
    return next((deed for deed in DEEDS if wanted.startswith(deed.start)), ANYTHING)


def heading_of(ways: Ways) -> str:
    """What the page is called."""
    return "Xác nhận lại mật khẩu" if ways.password else "Xác nhận lại"


def _path(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path
