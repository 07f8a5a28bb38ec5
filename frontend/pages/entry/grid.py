"""The grid of data entry (/nhap): opening a form, typing into it, saving it."""

from types import ModuleType

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.assessments import AssessmentCreate
from frontend.client import ClientDep
from frontend.csrf import CsrfChecked
from frontend.flash import Saved, tell, told
from frontend.pages.entry import form, sheet, values
from frontend.pages.entry.choice import AddressChoice, Choice, FormChoice
from frontend.pages.entry.page import shown
from frontend.reading.cells import Typed
from frontend.render import wants_part
from kit.errors import NotFound

SEE_OTHER = 303
ONWARD = "nop"

router = APIRouter(include_in_schema=False)


@router.get("/nhap")
async def show_grid(*, request: Request, client: ClientDep, choice: AddressChoice) -> Response:
    """The grid as it stands."""
    return shown(request, choice, await _kind(choice).read(client, choice), told(request))


@router.post("/nhap", dependencies=[CsrfChecked])
async def save_grid(*, request: Request, client: ClientDep, choice: FormChoice) -> Response:
    """Saves what was changed and comes back to the grid; what is wrong, or was changed meanwhile, is shown in it.

    Whoever is about to send goes on to what will be sent: never without what was just typed.
    """
    form = await request.form()
    page = await _kind(choice).save(client, choice, Typed.of(form))
    if page.status != 200:
        return shown(request, choice, page, None)
    saved = Saved.just(page.saved)
    if page.onward and form.get("den") == ONWARD:
        return tell(_gone_to(request, page.onward), saved)
    if wants_part(request):
        return shown(request, choice, page, saved)
    return tell(RedirectResponse(f"{choice.href('/nhap')}#da-luu", SEE_OTHER), saved)


def _gone_to(request: Request, there: str) -> Response:
    if wants_part(request):
        return Response(headers={"HX-Redirect": there})
    return RedirectResponse(there, SEE_OTHER)


@router.post("/nhap/mo", dependencies=[CsrfChecked])
async def open_sheet(*, client: ClientDep, choice: FormChoice) -> Response:
    """Opens the sheet or form of the unit and period, or goes to the one that is open already."""
    if choice.owed is not None:
        await form.open_form(client, choice)
        return RedirectResponse(choice.href("/nhap"), SEE_OTHER)
    if choice.framework is None:
        raise NotFound("Số liệu chỉ tiêu không cần mở phiếu.")
    await client.create_assessment(
        AssessmentCreate(framework=choice.framework.code, area=choice.unit.id, period=choice.period)
    )
    return RedirectResponse(choice.href("/nhap"), SEE_OTHER)


def _kind(choice: Choice) -> ModuleType:
    """What reads and saves the grid that is chosen."""
    if choice.owed is not None:
        return form
    return sheet if choice.framework else values
