"""Reviewing one submission (/duyet/{id}): returned with reasons, accepted, published."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.submissions import SubmissionReturn, Verb
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.submissions.reasons import Reasons, missing_reasons, reasons_of
from frontend.pages.submissions.sheet import REFUSALS, Opened, open_sheet, told_of
from frontend.render import view
from kit.errors import Invalid, Refusal
from kit.shapes import Fault

SEE_OTHER = 303
ONE = "/duyet/{submission}"
RETURNED, ACCEPTED, PUBLISHED = "tra-lai", "duyet", "cong-bo"
VERBS = {ACCEPTED: Verb.ACCEPT, PUBLISHED: Verb.PUBLISH}
DONE = {
    RETURNED: "Đã trả lại hồ sơ. Đơn vị thấy từng lý do ở trang Việc của tôi.",
    ACCEPTED: "Đã duyệt hồ sơ. Hồ sơ chờ công bố.",
    PUBLISHED: "Đã công bố số liệu. Tổng của tỉnh đã tính lại theo số mới.",
}
NO_REASON = "Trả lại phải có lý do: ghi lý do chung, hoặc lý do của ít nhất một chỉ tiêu."

router = APIRouter(include_in_schema=False)


@router.get(ONE)
async def show_sheet(*, request: Request, client: ClientDep, submission: str) -> Response:
    """Cells beside what was published before, findings, explanations, evidence, and what can be decided."""
    opened = await open_sheet(client, submission)
    return _show(request, opened, Reasons(), done=DONE.get(request.query_params.get("xong", "")))


@router.post(ONE, dependencies=[CsrfChecked])
async def decide(*, request: Request, client: ClientDep, submission: str) -> Response:
    """Does what the button that was pressed says; a refusal shows the present state and all that was typed."""
    form = await request.form()
    said, task = reasons_of(form), str(form.get("viec", ""))
    opened = await open_sheet(client, submission)
    try:
        await _carry_out(client, opened, task, said)
    except REFUSALS as refusal:
        return _show(request, await open_sheet(client, submission), said, refusal)
    return RedirectResponse(f"/duyet/{opened.sheet.id}?xong={task}", SEE_OTHER)


async def _carry_out(client: Client, opened: Opened, task: str, said: Reasons) -> None:
    sheet = opened.sheet
    if task in VERBS:
        await client.move_submission(sheet.id, said.version, VERBS[task])
        return
    if task != RETURNED:
        raise Invalid("Trang này không có việc ấy. Hãy tải lại trang.")
    faults = missing_reasons(said, sheet)
    if not faults and not said.chosen and not said.general.strip():
        faults = [Fault(pointer="ly_do", detail=NO_REASON)]
    if faults:
        raise Invalid("Chưa trả lại được.", faults)
    wanted = SubmissionReturn(reason=said.general.strip() or None, cells=said.cells(sheet))
    await client.move_submission(sheet.id, said.version, Verb.RETURN, wanted)


def _show(
    request: Request, opened: Opened, said: Reasons, refusal: Refusal | None = None, done: str | None = None
) -> Response:
    errors = said.errors(refusal, told_of(refusal)) if refusal else []
    return view(
        request,
        "submissions/review.html",
        status=refusal.status if refusal else 200,
        nav="duyet",
        title=f"{'Lỗi: ' if errors else ''}Duyệt số liệu: {opened.sheet.area_name}",
        opened=opened,
        sheet=opened.sheet,
        said=said,
        errors=errors,
        found=dict(errors),
        done=done,
    )
