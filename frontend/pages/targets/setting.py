"""Setting a target: a form whose faults stand at their boxes."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.targets import TargetCreate
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.targets.forms import TypedDep, form_context
from frontend.pages.targets.listing import PATH
from frontend.reading.target_forms import Typed, errors_of
from frontend.render import view
from kit.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, Refusal

NEW = PATH + "/moi"
SEE_OTHER = 303

router = APIRouter(include_in_schema=False)


@router.get(NEW)
async def show_form(
    *,
    request: Request,
    client: ClientDep,
    dv: Annotated[str, Query(max_length=60)] = "",
    chi_tieu: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """An empty form, for the area and indicator the visitor comes from."""
    return await _form(request, client, Typed(dv=dv, chi_tieu=chi_tieu))


@router.post(NEW, dependencies=[CsrfChecked])
async def set_target(*, request: Request, client: ClientDep, typed: TypedDep) -> Response:
    """Sets the target, or says what is wrong and keeps what was typed."""
    try:
        made = await client.set_target(typed.told(TargetCreate, area=typed.dv))
    except ConfirmationRequired:
        raise
    except (Invalid, Forbidden, Conflict) as refusal:
        return await _form(request, client, typed, refusal)
    return RedirectResponse(f"{PATH}/{made}?xong=dat", SEE_OTHER)


async def _form(request: Request, client: Client, typed: Typed, refusal: Refusal | None = None) -> Response:
    errors = {} if refusal is None else errors_of(refusal.faults, refusal.detail)
    return view(
        request,
        "targets/form.html",
        status=200 if refusal is None else refusal.status,
        nav="muc-tieu",
        title=f"{'Lỗi: ' if errors else ''}Đặt mục tiêu",
        target=None,
        action=NEW,
        version=0,
        differing=[],
        **await form_context(request, client, typed, errors),
    )
