"""One system: what it is and may, its secrets, what can be done about them."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from contracts.clients import LONGEST_OVERLAP_DAYS, OVERLAP_DAYS, ApiClient
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.sharing.forms import TypedDep, form_context
from frontend.pages.sharing.listing import PATH
from frontend.pages.sharing.places import names_of
from frontend.reading.system_forms import Typed, errors_of
from frontend.reading.systems import last_day, scope_names, secret_state, state_of
from frontend.render import NOT_KEPT, view
from kit import clock
from kit.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, Refusal, Stale

SEE_OTHER = 303
ONE = PATH + "/{system}"
DONE = {
    "luu": "Đã lưu. Mã truy cập đang dùng theo thay đổi này trong vòng 5 giây.",
    "ket-thuc": "Đã kết thúc mật khẩu. Mật khẩu này không lấy thêm được mã truy cập;"
    " mã đã lấy còn hiệu lực tối đa một giờ.",
    "thu-hoi": "Đã thu hồi hệ thống. Mã truy cập đang dùng hết hiệu lực trong vòng 5 giây.",
}

router = APIRouter(include_in_schema=False)


def path_of(client_id: str) -> str:
    """The page of a system."""
    return f"{PATH}/{client_id}"


@router.get(ONE)
async def show_system(*, request: Request, client: ClientDep, system: str) -> Response:
    """Everything about one system."""
    found = await client.get_system(system)
    return await show(request, client, found, Typed.of(found))


@router.post(ONE, dependencies=[CsrfChecked])
async def change_system(
    *,
    request: Request,
    client: ClientDep,
    system: str,
    typed: TypedDep,
    version: Annotated[int, Form(alias="phien_ban", ge=0, le=10**9)] = 0,
) -> Response:
    """Saves what was changed; what others changed meanwhile is shown beside what was typed."""
    stored = await client.get_system(system)
    try:
        await client.change_system(system, version, typed.told(stored))
    except ConfirmationRequired:
        raise
    except (Invalid, Forbidden, Stale, Conflict) as refusal:
        return await show(request, client, stored, typed, refusal)
    return RedirectResponse(f"{path_of(system)}?xong=luu", SEE_OTHER, NOT_KEPT)


async def show(
    request: Request,
    client: Client,
    system: ApiClient,
    typed: Typed,
    refusal: Refusal | None = None,
    days: str = str(OVERLAP_DAYS),
) -> Response:
    """The page, after a refusal with what was typed; the version is that of what is shown as stored."""
    errors = {} if refusal is None else errors_of(refusal.faults, refusal.detail)
    names = await names_of(client, {system.area})
    return view(
        request,
        "sharing/one.html",
        status=200 if refusal is None else refusal.status,
        title=f"{'Lỗi: ' if errors else ''}Hệ thống kết nối: {system.name}",
        system=system,
        state=state_of(system, clock.now()),
        area=names[system.area],
        scope_words=scope_names(system.scopes),
        last_day=last_day(system.expires_at),
        secrets=[(secret, secret_state(secret)) for secret in system.secrets],
        is_stale=isinstance(refusal, Stale),
        done=DONE.get(request.query_params.get("xong", "")) if refusal is None else None,
        days=days,
        longest=LONGEST_OVERLAP_DAYS,
        headers=NOT_KEPT,
        **await form_context(request, client, typed, errors),
    )
