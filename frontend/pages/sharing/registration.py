"""Registering a system: a form, then its secret, shown once."""

from fastapi import APIRouter, Request, Response

from contracts.access import Right
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.sharing.forms import TypedDep, form_context, secret_context
from frontend.reading.system_forms import Typed, errors_of
from frontend.render import NOT_KEPT, view
from kit.errors import ConfirmationRequired, Forbidden, Invalid

PATH = "/chia-se/moi"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def show_form(*, request: Request, client: ClientDep) -> Response:
    """An empty form; reading is what most systems come for."""
    return await _form(request, client, Typed(scopes=[Right.INDICATORS_READ.value]))


@router.post(PATH, dependencies=[CsrfChecked])
async def register(*, request: Request, client: ClientDep, typed: TypedDep) -> Response:
    """Registers; the answer itself shows the secret, for nothing keeps it to be shown later."""
    try:
        made = await client.register_system(typed.told())
    except ConfirmationRequired:
        raise
    except (Invalid, Forbidden) as refusal:
        return await _form(request, client, typed, refusal)
    context = await secret_context(request, client, made)
    return view(request, "sharing/secret.html", title="Đã đăng ký hệ thống", is_first=True, headers=NOT_KEPT, **context)


async def _form(request: Request, client: Client, typed: Typed, refusal: Invalid | Forbidden | None = None) -> Response:
    errors = {} if refusal is None else errors_of(refusal.faults, refusal.detail)
    return view(
        request,
        "sharing/new.html",
        status=200 if refusal is None else refusal.status,
        title=f"{'Lỗi: ' if errors else ''}Đăng ký hệ thống kết nối",
        headers=NOT_KEPT,
        **await form_context(request, client, typed, errors),
    )
