"""Changing and withdrawing a target: never over what its reader has not seen."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.targets import TargetDetail, TargetUpdate
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.targets.forms import TypedDep, form_context
from frontend.pages.targets.one import ONE
from frontend.pages.targets.setting import SEE_OTHER
from frontend.reading.target_forms import Typed, differences, errors_of
from frontend.render import view
from kit.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, Refusal, Stale
from kit.shapes import Fault

EDIT, WITHDRAW = ONE + "/sua", ONE + "/rut"
REFUSALS = (Invalid, Forbidden, Conflict, Stale)
NO_REASON = "Hãy ghi lý do."

router = APIRouter(include_in_schema=False)
Version = Annotated[int, Form(alias="phien_ban", ge=0, le=10**9)]


@router.get(EDIT)
async def show_form(*, request: Request, client: ClientDep, target: str) -> Response:
    """The target in its boxes."""
    found = await client.get_target(target)
    return await _form(request, client, found, Typed.of(found))


@router.post(EDIT, dependencies=[CsrfChecked])
async def change_target(
    *, request: Request, client: ClientDep, target: str, typed: TypedDep, version: Version = 0
) -> Response:
    """Saves the next version; what others changed meanwhile is shown beside what was typed."""
    stored = await client.get_target(target)
    try:
        if not typed.ly_do:
            raise Invalid("", [_reason()])
        await client.change_target(target, version, typed.told(TargetUpdate, reason=typed.ly_do))
    except ConfirmationRequired:
        raise
    except REFUSALS as refusal:
        return await _form(request, client, stored, typed, refusal)
    return RedirectResponse(f"/muc-tieu/{target}?xong=sua", SEE_OTHER)


async def _form(
    request: Request, client: Client, stored: TargetDetail, typed: Typed, refusal: Refusal | None = None
) -> Response:
    errors = {} if refusal is None else errors_of(refusal.faults, refusal.detail)
    differing = differences(Typed.of(stored), typed) if isinstance(refusal, Stale) else []
    return view(
        request,
        "targets/form.html",
        status=200 if refusal is None else refusal.status,
        nav="muc-tieu",
        title=f"{'Lỗi: ' if errors else ''}Sửa mục tiêu",
        target=stored,
        action=f"/muc-tieu/{stored.id}/sua",
        version=stored.version,
        differing=differing,
        **await form_context(request, client, typed, errors),
    )


@router.get(WITHDRAW)
async def show_question(*, request: Request, client: ClientDep, target: str) -> Response:
    """Asks why."""
    return _question(request, await client.get_target(target))


@router.post(WITHDRAW, dependencies=[CsrfChecked])
async def withdraw_target(
    *,
    request: Request,
    client: ClientDep,
    target: str,
    version: Version = 0,
    reason: Annotated[str, Form(alias="ly_do", max_length=300)] = "",
) -> Response:
    """Withdraws the target with the reason given."""
    stored = await client.get_target(target)
    try:
        if not reason.strip():
            raise Invalid("", [_reason()])
        await client.withdraw_target(target, version, reason.strip())
    except ConfirmationRequired:
        raise
    except REFUSALS as refusal:
        return _question(request, stored, reason, refusal)
    return RedirectResponse(f"/muc-tieu/{target}?xong=rut", SEE_OTHER)


def _question(request: Request, stored: TargetDetail, reason: str = "", refusal: Refusal | None = None) -> Response:
    errors = {} if refusal is None else errors_of(refusal.faults, refusal.detail)
    return view(
        request,
        "targets/withdraw.html",
        status=200 if refusal is None else refusal.status,
        nav="muc-tieu",
        title=f"{'Lỗi: ' if errors else ''}Rút mục tiêu",
        target=stored,
        reason=reason,
        errors=errors,
    )


def _reason() -> Fault:
    return Fault(pointer="/reason", detail=NO_REASON)
