"""Correcting what was published (/nop/{id}/sua): chosen numbers, each with its reason, open a new round."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.submissions import CorrectionCreate, Verb
from frontend.client import ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.submissions.reasons import Reasons, missing_reasons, reasons_of
from frontend.pages.submissions.sheet import REFUSALS, Opened, open_sheet, told_of
from frontend.reading.submissions.cells import entry_href
from frontend.render import view
from kit.errors import Invalid, Refusal
from kit.shapes import Fault

SEE_OTHER = 303
ONE = "/nop/{submission}/sua"
NOTHING = "Hãy chọn ít nhất một số cần sửa và ghi lý do."

router = APIRouter(include_in_schema=False)


@router.get(ONE)
async def show_form(*, request: Request, client: ClientDep, submission: str) -> Response:
    """The published numbers, none chosen."""
    return _show(request, await open_sheet(client, submission), Reasons())


@router.post(ONE, dependencies=[CsrfChecked])
async def correct(*, request: Request, client: ClientDep, submission: str) -> Response:
    """Opens the round and leads to the first chosen cell; a refusal shows all that was chosen and typed."""
    said = reasons_of(await request.form())
    opened = await open_sheet(client, submission)
    try:
        faults = missing_reasons(said, opened.sheet)
        if faults or not said.chosen:
            raise Invalid(NOTHING, faults or [Fault(pointer="", detail=NOTHING)])
        wanted = CorrectionCreate(cells=said.cells(opened.sheet))
        await client.move_submission(opened.sheet.id, said.version, Verb.CORRECT, wanted)
    except REFUSALS as refusal:
        return _show(request, await open_sheet(client, submission), said, refusal)
    return RedirectResponse(entry_href(opened.sheet, wanted.cells[0].indicator), SEE_OTHER)


def _show(request: Request, opened: Opened, said: Reasons, refusal: Refusal | None = None) -> Response:
    errors = said.errors(refusal, told_of(refusal)) if refusal else []
    return view(
        request,
        "submissions/correct.html",
        status=refusal.status if refusal else 200,
        nav="viec",
        title=f"{'Lỗi: ' if errors else ''}Sửa số đã công bố: {opened.sheet.area_name}",
        opened=opened,
        sheet=opened.sheet,
        said=said,
        errors=errors,
        found=dict(errors),
    )
