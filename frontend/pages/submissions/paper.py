"""A submission as a paper to sign (/nop/{id}/ban-in)."""

import asyncio

from fastapi import APIRouter, Request, Response

from frontend.client import ClientDep, card_of
from frontend.pages.submissions.sending import ONE
from frontend.pages.submissions.sheet import open_sheet
from frontend.reading.submissions.paper import MOTTO, NATION, paper_of
from frontend.render import view

router = APIRouter(include_in_schema=False)


@router.get(f"{ONE}/ban-in")
async def show_paper(*, request: Request, client: ClientDep, submission: str) -> Response:
    """The form of its unit and period on A4: as it is saved, with room for names and signatures."""
    opened = await open_sheet(client, submission)
    sheet = opened.sheet
    area, form = await asyncio.gather(client.get_area(sheet.area), card_of(client.get_form(sheet.form)))
    return view(
        request,
        "submissions/paper.html",
        nav="viec",
        upright=True,
        title=f"Bản in: {sheet.form_name}, {sheet.area_name}",
        sheet=sheet,
        issuer=form.value.issuer if form.value else None,
        paper=paper_of(sheet, area, opened.sections),
        nation=NATION,
        motto=MOTTO,
    )
