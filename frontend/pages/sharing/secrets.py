"""A new secret beside the one in use, and the end of one."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from frontend.client import ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.sharing.forms import secret_context
from frontend.pages.sharing.one import ONE, SEE_OTHER, path_of, show
from frontend.reading.system_forms import Typed, request_of
from frontend.render import NOT_KEPT, view
from kit.errors import Conflict, Invalid, NotFound

SECRET = ONE + "/mat-khau/{secret}"

router = APIRouter(include_in_schema=False)


@router.post(f"{ONE}/mat-khau", dependencies=[CsrfChecked])
async def add_secret(
    *,
    request: Request,
    client: ClientDep,
    system: str,
    days: Annotated[str, Form(alias="so_ngay", max_length=20)] = "",
) -> Response:
    """Shows a new secret, once; the one in use goes on for the days that were typed."""
    try:
        made = await client.add_secret(system, request_of(days))
    except (Invalid, Conflict) as refusal:
        found = await client.get_system(system)
        return await show(request, client, found, Typed.of(found), refusal, days=days)
    context = await secret_context(request, client, made)
    return view(request, "sharing/secret.html", title="Mật khẩu mới", is_first=False, headers=NOT_KEPT, **context)


@router.get(SECRET)
async def ask_to_end(*, request: Request, client: ClientDep, system: str, secret: str) -> Response:
    """Asks once more before a secret ends."""
    found = await client.get_system(system)
    chosen = next((one for one in found.secrets if one.id == secret and one.live), None)
    if chosen is None:
        raise NotFound("Mật khẩu này không còn dùng được nữa.")
    others = sum(one.live for one in found.secrets) - 1
    return view(
        request,
        "sharing/end_secret.html",
        title="Kết thúc mật khẩu",
        system=found,
        secret=chosen,
        others=others,
        headers=NOT_KEPT,
    )


@router.post(SECRET, dependencies=[CsrfChecked])
async def end_secret(*, client: ClientDep, system: str, secret: str) -> Response:
    """Ends it and shows the system."""
    await client.end_secret(system, secret)
    return RedirectResponse(f"{path_of(system)}?xong=ket-thuc", SEE_OTHER, NOT_KEPT)
