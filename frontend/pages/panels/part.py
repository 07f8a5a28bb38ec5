"""A member's own part of a sheet: scored blind, saved over the version read, then done."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.panels import PartUpdate
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.reading.panels import errors_of, lines_of, scores_of
from frontend.render import view
from frontend.versions import version_in
from kit.errors import Conflict, Invalid, Refusal, Stale

SEE_OTHER = 303
PATH = "/cham-diem/{assessment}/hoi-dong/phan-cham"
UNREAD = "Chưa lưu điểm nào, xem từng ô."

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def show_part(*, request: Request, client: ClientDep, assessment: str) -> Response:
    """The criteria allotted to the visitor, with their own scores."""
    return await _show(request, client, assessment, None, {})


@router.post(PATH, dependencies=[CsrfChecked])
async def save_part(*, request: Request, client: ClientDep, assessment: str) -> Response:
    """Saves what was typed, all or none; what is wrong stands at its box and nothing typed is lost."""
    form = await request.form()
    lines = lines_of(await client.get_part(assessment), form, {})
    scores, errors = scores_of(lines)
    if errors:
        return await _show(request, client, assessment, form, errors, Invalid(UNREAD))
    done = form.get("xong") == "1"
    try:
        await client.save_part(assessment, version_in(form.get("ver")), PartUpdate(scores=scores, done=done))
    except (Invalid, Conflict, Stale) as refusal:
        return await _show(request, client, assessment, form, errors_of(refusal.faults, scores, lines), refusal)
    where = f"/cham-diem/{assessment}/hoi-dong"
    return RedirectResponse(f"{where}?xong=cham" if done else f"{where}/phan-cham?luu=1", SEE_OTHER)


async def _show(
    request: Request,
    client: Client,
    assessment: str,
    typed: Mapping[str, Any] | None,
    errors: Mapping[str, str],
    refusal: Refusal | None = None,
) -> Response:
    part = await client.get_part(assessment)
    lines = lines_of(part, typed, errors)
    boxes = [box for line in lines for box in (*line.boxes, line.note) if box.error]
    return view(
        request,
        "panels/part.html",
        status=200 if refusal is None else refusal.status,
        nav="cham-diem",
        title=f"{'Lỗi: ' if refusal else ''}Phần chấm của tôi – {part.area_name}",
        part=part,
        lines=lines,
        saved="luu" in request.query_params and refusal is None,
        refused=refusal.detail if refusal else None,
        errors=[(box.key, f"{box.name.rpartition('.')[0]}: {box.error}") for box in boxes],
    )
