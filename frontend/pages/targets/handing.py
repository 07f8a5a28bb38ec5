"""Handing a target down to the units directly below its area."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.indicators.cascades import CascadeCreate, CascadeWay
from contracts.indicators.targets import TargetDetail
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.targets.changing import REFUSALS
from frontend.pages.targets.one import ONE
from frontend.pages.targets.setting import SEE_OTHER
from frontend.reading.target_forms import errors_of
from frontend.render import view
from kit.errors import ConfirmationRequired, Invalid, Refusal
from kit.numbers import NotANumber, read_number
from kit.shapes import Fault
from kit.validation import faults

HAND = ONE + "/giao"
WAYS = [
    (CascadeWay.EQUAL.value, "Mỗi đơn vị một mức như nhau"),
    (CascadeWay.DENOMINATORS.value, "Chia theo mẫu số của số liệu mới nhất"),
    (CascadeWay.SHARES.value, "Chia theo tỷ trọng ghi ở dưới"),
    (CascadeWay.VALUES.value, "Mức ghi ở dưới cho từng đơn vị"),
]
Box = Annotated[str, Form(max_length=40_000)]

router = APIRouter(include_in_schema=False)


@router.get(HAND)
async def show_form(*, request: Request, client: ClientDep, target: str) -> Response:
    """How it may be handed down, and to whom."""
    return await _form(request, client, await client.get_target(target), {})


@router.post(HAND, dependencies=[CsrfChecked])
async def hand_down(
    *,
    request: Request,
    client: ClientDep,
    target: str,
    cach: Box = "",
    theo: Box = "",
    tung_don_vi: Box = "",
    ly_do: Box = "",
) -> Response:
    """Hands it down, or says what cannot be divided and keeps what was typed."""
    typed = {"cach": cach, "theo": theo, "tung_don_vi": tung_don_vi, "ly_do": ly_do}
    found = await client.get_target(target)
    try:
        await client.cascade_target(target, _wanted(cach, theo, tung_don_vi, ly_do))
    except ConfirmationRequired:
        raise
    except REFUSALS as refusal:
        return await _form(request, client, found, typed, refusal)
    return RedirectResponse(f"/muc-tieu/{target}?xong=giao#giao", SEE_OTHER)


def _wanted(way: str, by: str, lines: str, reason: str) -> CascadeCreate:
    units = [_unit(line) for line in lines.splitlines() if line.strip()]
    try:
        return CascadeCreate.model_validate(
            {"way": way, "by": by.strip() or None, "units": units, "reason": reason.strip() or None}
        )
    except ValidationError as error:
        raise Invalid("", faults(error.errors())) from error


def _unit(line: str) -> dict[str, object]:
    area, _, number = line.partition(":")
    try:
        return {"area": area.split()[0] if area.split() else "", "value": read_number(number)}
    except NotANumber as error:
        detail = f"Dòng “{line.strip()[:80]}” chưa đúng dạng; mỗi dòng một đơn vị, ví dụ X04630-2025: 120."
        raise Invalid("", [Fault(pointer="/units", detail=detail)]) from error


async def _form(
    request: Request, client: Client, target: TargetDetail, typed: dict[str, str], refusal: Refusal | None = None
) -> Response:
    errors = {} if refusal is None else errors_of(refusal.faults, refusal.detail)
    known = await client.list_indicators()
    indicators = [(one.code, f"{one.code} {one.denominator_label}") for one in known if one.denominator_label]
    cascade = await client.get_cascade(target.id)
    return view(
        request,
        "targets/hand.html",
        status=200 if refusal is None else refusal.status,
        nav="muc-tieu",
        title=f"{'Lỗi: ' if errors else ''}Giao mục tiêu cho cấp dưới",
        target=target,
        typed={"cach": "equal", "theo": "", "tung_don_vi": "", "ly_do": ""} | typed,
        errors=errors,
        ways=WAYS,
        indicators=[("", "Chính chỉ tiêu này"), *indicators],
        cascade=cascade,
    )
