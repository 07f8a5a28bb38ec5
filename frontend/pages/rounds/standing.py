"""The round of a sheet (/cham-diem/{id}/vong): where it stands, what comes next, what was asked, every step taken."""

from fastapi import APIRouter, Request, Response

from contracts.indicators.rounds import SheetVerb
from frontend.client import ClientDep
from frontend.pages.rounds.sheet import open_round
from frontend.reading.rounds.words import DONE, SLUGS
from frontend.render import view

TITLE = "Vòng đánh giá:"
DONE_BY_SLUG = {SLUGS[verb]: said for verb, said in DONE.items()}

router = APIRouter(include_in_schema=False)


@router.get("/cham-diem/{assessment}/vong")
async def show_round(*, request: Request, client: ClientDep, assessment: str) -> Response:
    """The sheet as it stands; just moved, what was done."""
    opened = await open_round(client, assessment)
    done = request.query_params.get("xong", "")
    last = next(iter(opened.round.steps), None)
    was_done = last is not None and SLUGS[SheetVerb(last.verb)] == done
    return view(
        request,
        "rounds/round.html",
        nav="cham-diem",
        title=f"{TITLE} {opened.sheet.area_name}",
        opened=opened,
        done=DONE_BY_SLUG.get(done) if was_done else None,
    )
