"""One matter: its sources side by side, the choice between them, and every choice before."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from contracts.access import Right
from contracts.indicators.sources import Matter, MatterState, ObservationChoice
from frontend.client import Client, ClientDep
from frontend.csrf import CsrfChecked
from frontend.pages.sources.listing import API, PATH
from frontend.pages.sources.recording import recording_href
from frontend.reading.sources import (
    STATES,
    difference_text,
    figure_href,
    place_text,
    published_text,
    remark_of,
    said_text,
    sides_of,
)
from frontend.render import view
from kit.errors import Conflict, Forbidden, Invalid, Stale

SEE_OTHER = 303
NO_SIDE = "Hãy chọn một nguồn."
NO_REASON = "Hãy ghi lý do chọn."
LONGEST = 300
TOO_LONG = f"Lý do dài tối đa {LONGEST} ký tự."
Box = Annotated[str, Form(max_length=4000)]

router = APIRouter(include_in_schema=False)


@router.get(f"{PATH}/{{matter}}")
async def show_matter(
    *, request: Request, client: ClientDep, matter: str, xong: Annotated[str, Query(max_length=10)] = ""
) -> Response:
    """What each source says, with its words."""
    return await _show(request, client, await client.get_matter(matter), {}, {}, done=bool(xong))


@router.post(f"{PATH}/{{matter}}", dependencies=[CsrfChecked])
async def choose(
    *,
    request: Request,
    client: ClientDep,
    matter: str,
    chon: Box = "",
    ly_do: Box = "",
    phien_ban: Annotated[int, Form(ge=0, le=2**31)] = 0,
) -> Response:
    """Chooses a source; a refusal shows the page with what was typed."""
    typed = {"chon": chon, "ly_do": ly_do}
    found = await client.get_matter(matter)
    errors = _wrong(found, typed)
    if errors:
        return await _show(request, client, found, typed, errors, status=422)
    try:
        choice = ObservationChoice(reason=ly_do, matter=found.id)
        await client.choose_observation(chon, choice, phien_ban)
    except ValidationError:
        return await _show(request, client, found, typed, {"ly_do": NO_REASON}, status=422)
    except (Invalid, Conflict, Stale, Forbidden) as refusal:
        return await _refused(request, client, matter, typed, refusal)
    return RedirectResponse(f"{PATH}/{matter}?xong=1", SEE_OTHER)


async def _refused(
    request: Request,
    client: Client,
    matter: str,
    typed: dict[str, str],
    refusal: Invalid | Conflict | Stale | Forbidden,
) -> Response:
    """The matter as it is now, with what was typed and why it was not taken."""
    told = " ".join(fault.detail for fault in refusal.faults) or refusal.detail
    return await _show(request, client, await client.get_matter(matter), typed, {"": told}, status=refusal.status)


def _wrong(matter: Matter, typed: dict[str, str]) -> dict[str, str]:
    errors = {}
    if typed["chon"] not in {str(side.id) for side in matter.sides}:
        errors["chon"] = NO_SIDE
    if not typed["ly_do"].strip():
        errors["ly_do"] = NO_REASON
    elif len(typed["ly_do"].strip()) > LONGEST:
        errors["ly_do"] = TOO_LONG
    return errors


async def _show(
    request: Request,
    client: Client,
    matter: Matter,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
    done: bool = False,
) -> Response:
    viewer = request.state.viewer
    said = {str(side.id): f"{said_text(side)} ({side.source})" for side in matter.sides}
    return view(
        request,
        "sources/one.html",
        status=status,
        title=f"{'Lỗi: ' if errors else ''}Đối chiếu nguồn: {matter.title}",
        nav="chi-tieu",
        matter=matter,
        place=place_text(matter),
        state=STATES[MatterState(matter.state)],
        sides=[(side, remark_of(side.observation)) for side in sides_of(matter)],
        published=published_text(matter, matter.published) if matter.published else None,
        difference=difference_text(matter),
        figure_href=figure_href(matter),
        record_href=await recording_href(request, client, matter.indicator, matter.area, matter.period),
        choices=[(choice, said.get(str(choice.observation), "")) for choice in matter.resolutions],
        may_choose=viewer is not None and viewer.may(Right.SOURCES_RESOLVE),
        typed={"chon": str(matter.chosen or ""), "ly_do": ""} | typed,
        errors=errors,
        done=done,
        json_href=f"{API}/matters/{matter.id}",
    )
