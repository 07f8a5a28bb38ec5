"""Entry from a workbook (/nhap/tep): the template on its way down, the filled file on its way up."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.imports import ImportKind
from frontend.client import ClientDep, WorkbookScope
from frontend.csrf import CsrfChecked
from frontend.downloads import handed_on
from frontend.flash import Saved, tell
from frontend.formats import period
from frontend.pages.entry.choice import AddressChoice, Choice, FormChoice
from frontend.pages.entry.sending import FileRefused, refused, sent_in
from frontend.render import view, wants_part
from kit.errors import Conflict, Invalid, Malformed, TooLarge, UnsupportedMedia

SEE_OTHER = 303
NO_FILE = "Hãy chọn một tệp .xlsx hoặc .csv rồi bấm tải lên, hoặc dán khối ô vào khung bên dưới."
REFUSALS = (Conflict, Invalid, Malformed, TooLarge, UnsupportedMedia)

router = APIRouter(include_in_schema=False)


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
    """Hands the file or the pasted block on; all of it is saved, or each bad cell is named.

    What was saved is read on the grid, opened anew: one that stood there before would take it for others' changes.
    """
    sent = await sent_in(await request.form())
    if sent is None:
        return _shown(request, choice, refusal=refused(Invalid(NO_FILE)))
    try:
        receipt = await client.import_workbook(_kind(choice), _scope(choice), sent.name, sent.content)
    except REFUSALS as refusal:
        return _shown(request, choice, refusal=refused(refusal, sent))
    grid = choice.href("/nhap")
    if wants_part(request):  # Without a fragment: a script that goes to the address it stands on then reads it anew.
        return tell(Response(headers={"HX-Redirect": grid}), Saved.from_workbook(receipt))
    return tell(RedirectResponse(f"{grid}#da-luu", SEE_OTHER), Saved.from_workbook(receipt))


@router.post("/nhap/tep/ghi-chu", dependencies=[Depends(_closed_form), CsrfChecked])
async def download_annotated(*, request: Request, client: ClientDep, choice: FormChoice) -> Response:
    """The refused file, chosen once more, or the block back as a workbook with a comment on each bad cell."""
    sent = await sent_in(await request.form())
    if sent is None:
        return _shown(request, choice, refusal=refused(Invalid(NO_FILE)))
    try:
        found = await client.annotate_workbook(_kind(choice), _scope(choice), sent.name, sent.content)
    except REFUSALS as refusal:
        return _shown(request, choice, refusal=refused(refusal, sent))
    return handed_on(found)


@router.get("/nhap/mau")
async def download_template(*, client: ClientDep, choice: AddressChoice) -> Response:
    """The template of what is chosen."""
    found = await client.get_template(_kind(choice), _scope(choice))
    return handed_on(found)


def _kind(choice: Choice) -> ImportKind:
    return ImportKind.ASSESSMENT if choice.framework else ImportKind.VALUES


def _scope(choice: Choice) -> WorkbookScope:
    framework = choice.framework.code if choice.framework else None
    return WorkbookScope(choice.unit.id, choice.period, framework, choice.form if choice.owed else None)


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
