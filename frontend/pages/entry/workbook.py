"""Entry from a workbook (/nhap/tep): the template on its way down, the filled file on its way up."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from contracts.indicators.imports import ImportKind
from frontend.client import ClientDep, WorkbookScope
from frontend.csrf import CsrfChecked
from frontend.flash import Saved, tell
from frontend.formats import period
from frontend.pages.entry.choice import AddressChoice, Choice, FormChoice
from frontend.render import view, wants_part
from kit.errors import Invalid, Malformed, Refusal, TooLarge, UnsupportedMedia
from kit.shapes import Fault

SEE_OTHER = 303
FIELD = "tep"
NO_FILE = "Hãy chọn một tệp .xlsx rồi bấm tải lên."
WHOLE_FILE = "/file"
WHOLE_REFUSED = "Tệp chưa nhập được"
SHOWN = 100

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class FileRefused:
    """Why a workbook was not taken: a line per cell, or what is wrong with all of it."""

    title: str
    errors: Sequence[tuple[None, str]]
    status: int


@router.get("/nhap/tep")
async def show_upload(*, request: Request, choice: AddressChoice) -> Response:
    """Where a filled template is sent from."""
    return _shown(request, choice)


async def _closed_form(*, request: Request) -> AsyncIterator[None]:
    """Lets go of the files of a form when it has been answered, also when it was refused."""
    form = await request.form()
    try:
        yield
    finally:
        await form.close()


@router.post("/nhap/tep", dependencies=[Depends(_closed_form), CsrfChecked])
async def upload(*, request: Request, client: ClientDep, choice: FormChoice) -> Response:
    """Hands the file on; all of it is saved, or each bad cell is named.

    What was saved is read on the grid, opened anew: one that stood there before would take it for others' changes.
    """
    sent = (await request.form()).get(FIELD)
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _shown(request, choice, refusal=_refused(Invalid(NO_FILE)))
    try:
        receipt = await client.import_workbook(_kind(choice), _scope(choice), sent.filename, await sent.read())
    except (Invalid, Malformed, TooLarge, UnsupportedMedia) as refusal:
        return _shown(request, choice, refusal=_refused(refusal))
    grid = choice.href("/nhap")
    if wants_part(request):  # Without a fragment: a script that goes to the address it stands on then reads it anew.
        return tell(Response(headers={"HX-Redirect": grid}), Saved.from_workbook(receipt))
    return tell(RedirectResponse(f"{grid}#da-luu", SEE_OTHER), Saved.from_workbook(receipt))


@router.get("/nhap/mau")
async def download_template(*, client: ClientDep, choice: AddressChoice) -> Response:
    """The template of what is chosen."""
    found = await client.get_template(_kind(choice), _scope(choice))
    headers = {"Content-Disposition": found.disposition, "Cache-Control": "private, no-cache"}
    return Response(found.body, media_type=found.media_type, headers=headers)


def _kind(choice: Choice) -> ImportKind:
    return ImportKind.ASSESSMENT if choice.framework else ImportKind.VALUES


def _scope(choice: Choice) -> WorkbookScope:
    return WorkbookScope(choice.framework.code if choice.framework else None, choice.unit.id, choice.period)


def _shown(request: Request, choice: Choice, *, refusal: FileRefused | None = None) -> Response:
    heading = f"Nhập từ tệp Excel {period(choice.period)}"
    return view(
        request,
        "entry/workbook.html",
        block="part",
        status=refusal.status if refusal else 200,
        nav="nhap",
        title=f"{'Lỗi: ' if refusal else ''}{heading}, {choice.unit.name}",
        work_title=heading,
        lede=f"{choice.unit.name} · {choice.framework.name if choice.framework else dict(choice.forms)[choice.form]}",
        choice=choice,
        refusal=refusal,
    )


def _refused(refusal: Refusal) -> FileRefused:
    cells = [fault for fault in refusal.faults if fault.pointer != WHOLE_FILE]
    if cells:
        title, lines = f"Có {len(cells)} ô cần sửa trong tệp", [_at(fault) for fault in refusal.faults[:SHOWN]]
    else:
        title, lines = WHOLE_REFUSED, [refusal.detail or refusal.title, *(fault.detail for fault in refusal.faults)]
    return FileRefused(title, [(None, line) for line in dict.fromkeys(lines)], refusal.status)


def _at(fault: Fault) -> str:
    """`/Phiếu điểm/D14` as people say it."""
    sheet, _, cell = fault.pointer.removeprefix("/").rpartition("/")
    if fault.pointer == WHOLE_FILE or not sheet:
        return fault.detail
    return f"Trang “{sheet.replace('~1', '/').replace('~0', '~')}”, ô {cell}: {fault.detail}"
