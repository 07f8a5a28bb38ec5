"""The panels a visitor may know of (/cham-diem/hoi-dong), and one of them."""

from fastapi import APIRouter, Request, Response

from frontend.client import AssessmentFilter, ClientDep, card_of
from frontend.render import view

PATH = "/cham-diem/hoi-dong"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def show_panels(*, request: Request, client: ClientDep) -> Response:
    """Every panel within reach, and those that judge units within it."""
    panels = await client.list_panels()
    return view(request, "panels/list.html", nav="cham-diem", title="Tổ thẩm định", panels=panels)


@router.get(PATH + "/{panel}")
async def show_panel(*, request: Request, client: ClientDep, panel: str) -> Response:
    """Who sits on it, what is whose, and the sheets it is about."""
    found = await client.get_panel(panel)
    sheets = await card_of(client.list_assessments(AssessmentFilter(found.framework, None, found.period)))
    return view(
        request,
        "panels/one.html",
        nav="cham-diem",
        title=f"Tổ thẩm định – {found.area_name}",
        panel=found,
        sheets=sheets.value or [],
    )
