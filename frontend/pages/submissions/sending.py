"""Checking and sending (/nop/{id}): every cell as it will be sent, what the checks found, and the one button."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.checks import Severity
from contracts.indicators.submissions import CellBatch, CellUpdate, Submission, Verb
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.flash import VALUES, forget, told
from frontend.pages.submissions.sheet import REFUSALS, Opened, open_sheet, told_of
from frontend.reading.submissions.entry import Entry
from frontend.render import view
from frontend.versions import version_in
from kit.errors import Invalid, Refusal

SEE_OTHER = 303
ONE = "/nop/{submission}"
SENT, WITHDRAWN, EXPLAINED, DROPPED = "gui", "rut-lai", "giai-trinh", "bo-luot-sua"
TAKEN_BACK = {WITHDRAWN: Verb.WITHDRAW, DROPPED: Verb.DROP}
EXPLANATION = "gt."
LONGEST = 4000
DONE = {
    WITHDRAWN: "Đã rút lại hồ sơ. Đơn vị sửa số rồi gửi lại được.",
    EXPLAINED: "Đã lưu giải trình.",
    DROPPED: "Đã bỏ lượt sửa. Số đã công bố giữ nguyên.",
}

router = APIRouter(include_in_schema=False)


@router.get(ONE)
async def show_sheet(*, request: Request, client: ClientDep, submission: str) -> Response:
    """The submission as it stands; just sent, what was sent and what happens next."""
    opened = await open_sheet(client, submission)
    done = request.query_params.get("xong", "")
    if done == SENT and opened.sheet.sent_at is not None and not opened.may(Verb.SUBMIT):
        return _confirmation(request, opened)
    saved = told(request)
    if saved is None:
        return _show(request, opened, done=DONE.get(done))
    return forget(_show(request, opened, done=saved.sentence(VALUES), saved=True))


@router.post(ONE, dependencies=[CsrfChecked])
async def move(*, request: Request, client: ClientDep, submission: str) -> Response:
    """Does what the button that was pressed says; a refusal shows the page with all that was typed."""
    form = await request.form()
    typed = {
        name.removeprefix(EXPLANATION): str(text)[:LONGEST]
        for name, text in form.items()
        if name.startswith(EXPLANATION)
    }
    task, version = str(form.get("viec", "")), version_in(form.get("ver"))
    sheet = await client.get_submission(submission)
    try:
        await _carry_out(client, sheet, task, version, typed)
    except REFUSALS as refusal:
        return _show(request, await open_sheet(client, submission), typed=typed, refusal=refusal)
    return RedirectResponse(f"/nop/{sheet.id}?xong={task}", SEE_OTHER)


async def _carry_out(client: Client, sheet: Submission, task: str, version: int, typed: dict[str, str]) -> None:
    if task in TAKEN_BACK:
        await client.move_submission(sheet.id, version, TAKEN_BACK[task])
        return
    if task not in (SENT, EXPLAINED):
        raise Invalid("Trang này không có việc ấy. Hãy tải lại trang.")
    changed = [
        CellUpdate(indicator=cell.indicator, explanation=typed[cell.indicator].strip() or None)
        for cell in sheet.cells
        if cell.editable and typed.get(cell.indicator, cell.explanation or "").strip() != (cell.explanation or "")
    ]
    if changed:
        version = (await client.save_cells(sheet.id, version, CellBatch(cells=changed))).version
    if task == SENT:
        await client.move_submission(sheet.id, version, Verb.SUBMIT)


def _show(
    request: Request,
    opened: Opened,
    *,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
    done: str | None = None,
    saved: bool = False,
) -> Response:
    said = typed or {}
    entry = Entry(opened.sheet.form, opened.sheet.area, opened.sheet.period)
    explained = {cell.indicator: said.get(cell.indicator, cell.explanation or "") for cell in opened.sheet.cells}
    return view(
        request,
        "submissions/sheet.html",
        status=refusal.status if refusal else 200,
        nav="viec",
        title=f"{'Lỗi: ' if refusal else ''}Soát và nộp: {opened.sheet.area_name}",
        opened=opened,
        sheet=opened.sheet,
        entry=entry,
        draft=f"{request.state.viewer.account_id}:{entry.key}" if saved else None,
        explained=explained,
        errors=_errors(opened, refusal),
        refused=told_of(refusal) if refusal else None,
        done=done,
    )


def _errors(opened: Opened, refusal: Refusal | None) -> list[tuple[str | None, str]]:
    """What stands in the box above: errors of the checks by their lines, or what was said."""
    if refusal is None:
        return []
    found = [one for one in opened.checks.results if one.severity == Severity.ERROR]
    if isinstance(refusal, Invalid) and found:
        names = {cell.indicator: cell.name for cell in opened.sheet.cells}
        return [(f"dong-{one.indicator}", f"{names.get(one.indicator, one.indicator)}: {one.message}") for one in found]
    told = [fault.detail for fault in refusal.faults if fault.detail and not fault.pointer.startswith("/state")]
    return [(None, text) for text in told] or [(None, told_of(refusal))]


def _confirmation(request: Request, opened: Opened) -> Response:
    return view(request, "submissions/sent.html", nav="viec", title="Đã gửi hồ sơ", opened=opened, sheet=opened.sheet)
