"""A sheet before its panel: progress for all, scores side by side for those who may, decisions for the head."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.panels import AgreementBatch, AgreementUpdate, RulingCreate, RulingVerb
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.reading.panels import is_typed, number_of
from frontend.render import view
from frontend.versions import version_in
from kit.errors import Conflict, Invalid, NotFound, Refusal, Stale
from kit.numbers import NotANumber
from kit.shapes import Fault

SEE_OTHER = 303
PATH = "/cham-diem/{assessment}/hoi-dong"
DONE = {
    "cham": "Đã báo chấm xong. Điểm của các thành viên khác hiện ở bảng bên dưới.",
    "chot": "Đã chốt điểm.",
    "thanh-vien": "Đã ghi nhận.",
}
NO_ROW = "Hãy bấm Chốt ở dòng của tiêu chí muốn chốt."
LONGEST = 4000

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def show_table(*, request: Request, client: ClientDep, assessment: str) -> Response:
    """Who is how far, what is agreed, and where members disagree."""
    try:
        return await _show(request, client, assessment)
    except NotFound:
        sheet = await client.get_assessment(assessment)
        return view(
            request,
            "panels/none.html",
            nav="cham-diem",
            title=f"Tổ thẩm định – {sheet.area_name}",
            sheet=sheet,
        )


@router.post(PATH + "/chot", dependencies=[CsrfChecked])
async def agree_scores(*, request: Request, client: ClientDep, assessment: str) -> Response:
    """Agrees one criterion, or all on which nobody disagrees; what was typed of others, or is refused, stays."""
    form = await request.form()
    code = str(form.get("ma", ""))[:60]
    try:
        everything = form.get("tat_ca") == "1"
        if not code and not everything:
            raise Invalid(NO_ROW)
        batch = AgreementBatch(undisputed=True) if everything else AgreementBatch(agreements=[_agreement(form, code)])
        await client.agree_scores(assessment, version_in(form.get("ver")), batch)
    except (Invalid, Conflict, Stale) as refusal:
        return await _show(request, client, assessment, form, refusal, code)
    left = {name: text for name, text in form.items() if name not in (f"{code}.diem", f"{code}.ly_do")}
    if is_typed(await client.get_sheet_panel(assessment), left):
        return await _show(request, client, assessment, left, done=DONE["chot"])
    return RedirectResponse(f"/cham-diem/{assessment}/hoi-dong?xong=chot#tieu-chi", SEE_OTHER)


@router.post(PATH + "/thanh-vien", dependencies=[CsrfChecked])
async def rule_part(*, request: Request, client: ClientDep, assessment: str) -> Response:
    """Opens a member's part again, leaves a member out, takes them in again."""
    form = await request.form()
    verb, reason = str(form.get("viec", "")), str(form.get("ly_do", "")).strip()[:LONGEST]
    try:
        if not reason or verb not in list(RulingVerb):
            raise Invalid("Hãy chọn việc và ghi lý do.", [Fault(pointer="/reason", detail="Hãy ghi lý do.")])
        account = str(form.get("ai", "")).strip()[:100] or "-"
        await client.rule_part(assessment, RulingCreate(account=account, verb=RulingVerb(verb), reason=reason))
    except (Invalid, Conflict, Stale) as refusal:
        return await _show(request, client, assessment, form, refusal)
    return RedirectResponse(f"/cham-diem/{assessment}/hoi-dong?xong=thanh-vien", SEE_OTHER)


def _agreement(form: Mapping[str, Any], code: str) -> AgreementUpdate:
    """The decision on one criterion as typed; the median where no points were."""
    told: dict[str, Any] = {"code": code, "reason": str(form.get(f"{code}.ly_do", "")).strip()[:LONGEST]}
    try:
        points = number_of(str(form.get(f"{code}.diem", "")).strip())
    except NotANumber as error:
        raise Invalid(str(error), [Fault(pointer="/agreements/0/points", detail=str(error))]) from error
    return AgreementUpdate(**told) if points is None else AgreementUpdate(**told, points=points)


async def _show(
    request: Request,
    client: Client,
    assessment: str,
    typed: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
    code: str = "",
    done: str | None = None,
) -> Response:
    table = await client.get_sheet_panel(assessment)
    faults = refusal.faults if refusal else []
    at = {"points": "diem", "reason": "ly_do", "code": "diem"}
    errors = {f"{code}.{at[name]}": one.detail for one in faults if code and (name := one.pointer.split("/")[-1]) in at}
    return view(
        request,
        "panels/table.html",
        status=200 if refusal is None else refusal.status,
        nav="cham-diem",
        title=f"{'Lỗi: ' if refusal else ''}Tổ thẩm định – {table.area_name}",
        table=table,
        typed=typed or {},
        errors=errors,
        refused=refusal.detail if refusal else None,
        summary=[(f"{name}".replace(".", "-"), f"{code}: {detail}") for name, detail in errors.items()],
        done=None if refusal else done or DONE.get(request.query_params.get("xong", "")),
        me=request.state.viewer.account_id if request.state.viewer else "",
    )
