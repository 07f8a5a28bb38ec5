"""Publishing results (/cham-diem/cong-bo): chosen sheets of a framework and period, all or none, by a decision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.datastructures import FormData, QueryParams

from contracts.access import Right
from contracts.indicators.assessments import AssessmentSummary, SheetState
from contracts.indicators.definitions import FrameworkSummary
from contracts.indicators.rounds import PublicationInstrument, SheetPublicationCreate
from frontend.addresses import address
from frontend.client import AssessmentFilter, Client, ClientDep, card_of
from frontend.csrf import CsrfChecked
from frontend.formats import capital, period
from frontend.pages.rounds.said import NO_DAY, Errors
from frontend.pages.rounds.sheet import REFUSALS
from frontend.reading.days import day_of
from frontend.reading.rounds.words import STATES, round_href
from frontend.reading.score_words import POINTS
from frontend.render import view
from frontend.visitors import caller_in
from kit.caller import Caller
from kit.errors import Conflict, Refusal

PATH = "/cham-diem/cong-bo"
TITLE = "Công bố kết quả đánh giá"
SEE_OTHER, LONGEST, MOST = 303, 200, 4000
NO_NUMBER = "Hãy ghi số quyết định, ví dụ 684/QĐ-UBND."
NO_SHEET = "Hãy chọn ít nhất một hồ sơ đã chốt điểm."
BETWEEN = "|"
NEAREST = (
    SheetState.FINALISED,
    SheetState.APPRAISING,
    SheetState.EXPLAINING,
    SheetState.SUBMITTED,
    SheetState.SELF,
    SheetState.PUBLISHED,
)
"""States by how soon a sheet in them is published."""
NO_SHEETS = "chưa có hồ sơ"
FIELDS = {"/instrument/number": "so", "/instrument/issued_on": "ngay"}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sheets are meant: framework, period, place (`dv`) and units; the decision as typed."""

    framework: str = ""
    period: str = ""
    within: str = ""
    areas: tuple[str, ...] = ()
    number: str = ""
    day: str = ""
    others: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@router.get(PATH)
async def show_question(*, request: Request, client: ClientDep) -> Response:
    """What would be published, what is not ready, and the decision's number and day."""
    return await _show(request, client, _asked(request.query_params), every=True)


@router.post(PATH, dependencies=[CsrfChecked])
async def publish(*, request: Request, client: ClientDep) -> Response:
    """Publishes the ticked sheets, all or none; a refusal names each sheet and keeps what was typed."""
    asked = _asked(await request.form())
    try:
        errors, wanted = _wanted(asked)
        if wanted is None:
            return await _show(request, client, asked, errors=errors, status=422)
        made = await client.publish_sheets(wanted)
    except REFUSALS as refusal:
        return await _show(request, client, asked, errors=await _told(client, asked, refusal), status=refusal.status)
    done = address("/cham-diem", bo=asked.framework, ky=asked.period, tt=SheetState.PUBLISHED.value, cb=made.sheets)
    return RedirectResponse(done, SEE_OTHER)


def _wanted(asked: Asked) -> tuple[Errors, SheetPublicationCreate | None]:
    errors: Errors = []
    issued = day_of(asked.day)
    if not asked.areas:
        errors.append((None, NO_SHEET))
    if not asked.number:
        errors.append(("so", NO_NUMBER))
    if issued is None:
        errors.append(("ngay", NO_DAY))
    if errors or issued is None:
        return errors, None
    try:
        instrument = PublicationInstrument(number=asked.number, issued_on=issued)
        wanted = SheetPublicationCreate(
            framework=asked.framework,
            period=asked.period,
            within=asked.within,
            areas=list(asked.areas),
            instrument=instrument,
        )
    except ValidationError as error:
        at = {"number": "so", "issued_on": "ngay"}
        return [(at.get(str(one["loc"][0])), "Chưa đúng: " + str(one["input"])[:60]) for one in error.errors()], None
    return [], wanted


async def _told(client: Client, asked: Asked, refusal: Refusal) -> Errors:
    """Each sheet that hinders, with the way to its line."""
    if not isinstance(refusal, Conflict) or not refusal.faults:
        return [(FIELDS.get(fault.pointer), fault.detail) for fault in refusal.faults] or [
            (None, refusal.detail or refusal.title)
        ]
    return [(f"dong-{fault.pointer.rpartition('/')[2]}", fault.detail) for fault in refusal.faults]


def _asked(form: QueryParams | FormData) -> Asked:
    told = {name: str(text)[:LONGEST].strip() for name, text in form.items()}
    picked = [tuple(str(one).split(BETWEEN)) for one in form.getlist("ho_so")[:MOST]]
    groups: dict[tuple[str, str], list[str]] = {}
    for one in picked:
        if len(one) == 3:
            groups.setdefault((one[0], one[1]), []).append(one[2])
    areas = tuple(str(one)[:40] for one in form.getlist("chon")[:MOST])
    framework, term = told.get("bo", ""), told.get("ky", "")
    if len(groups) == 1:
        (framework, term), found = next(iter(groups.items()))
        areas = tuple(found)
    others = tuple((bo, ky, tuple(found)) for (bo, ky), found in groups.items()) if len(groups) > 1 else ()
    return Asked(framework, term, told.get("dv", ""), areas, told.get("so", ""), told.get("ngay", ""), others)


async def _show(
    request: Request,
    client: Client,
    asked: Asked,
    *,
    errors: Errors | None = None,
    status: int = 200,
    every: bool = False,
) -> Response:
    frameworks = [one for one in await client.list_frameworks() if one.scale_unit == POINTS]
    found = await client.list_assessments(AssessmentFilter())
    sheets, framework, term = _chosen(found, frameworks, asked)
    places = await _places(client, caller_in(request))
    periods = dict.fromkeys(sheet.period for sheet in found if sheet.framework == framework)
    return view(
        request,
        "rounds/publish.html",
        status=status,
        nav="cham-diem",
        title=f"{'Lỗi: ' if errors else ''}{TITLE}",
        asked=asked,
        framework=framework,
        term=term,
        within=asked.within or (places[0][0] if places else ""),
        frameworks=_options(frameworks, {sheet.framework for sheet in found}),
        periods=[(one, capital(period(one))) for one in periods],
        places=places,
        any_sheets=bool(found),
        others=[(f"{bo}, {period(ky)}", len(units), _href(bo, ky, units)) for bo, ky, units in asked.others],
        errors=errors or [],
        at=dict(errors or []),
        **_sorted(sheets, None if every and not asked.areas else asked.areas),
    )


def _options(frameworks: Sequence[FrameworkSummary], used: Collection[str]) -> list[tuple[str, str]]:
    """Frameworks to choose from: those without a sheet come last and say so."""
    told = sorted(frameworks, key=lambda one: one.code not in used)
    return [(one.code, one.name if one.code in used else f"{one.name} ({NO_SHEETS})") for one in told]


def _sorted(sheets: Sequence[AssessmentSummary], ticked: Collection[str] | None) -> dict[str, Any]:
    """Sheets that can be published, ticked or not (None: all are), those that cannot yet, how many are already."""
    return {
        "ready": [
            (sheet, ticked is None or sheet.area in ticked, round_href(sheet.id))
            for sheet in sheets
            if sheet.state == SheetState.FINALISED
        ],
        "unready": [
            (sheet, STATES[sheet.state], round_href(sheet.id))
            for sheet in sheets
            if sheet.state not in (SheetState.FINALISED, SheetState.PUBLISHED)
        ],
        "published": sum(sheet.state == SheetState.PUBLISHED for sheet in sheets),
    }


async def _places(client: Client, caller: Caller) -> list[tuple[str, str]]:
    """Where the visitor publishes, by name."""
    places = caller.places(Right.ASSESSMENTS_FINALISE)
    cards = [await card_of(client.get_area(place)) for place in places]
    return [(place, card.value.name if card.value else place) for place, card in zip(places, cards, strict=True)]


def _href(framework: str, term: str, units: Sequence[str]) -> str:
    return address(PATH, bo=framework, ky=term) + "".join(f"&chon={one}" for one in units)


def _chosen(
    found: Sequence[AssessmentSummary], frameworks: Sequence[FrameworkSummary], asked: Asked
) -> tuple[list[AssessmentSummary], str, str]:
    """The sheets of the framework and period asked for; unasked, those nearest to publication."""
    known = {one.code for one in frameworks}
    usable = [sheet for sheet in found if sheet.framework in known]
    first = min(usable, key=lambda sheet: NEAREST.index(sheet.state), default=None)
    framework = asked.framework or (first.framework if first else "")
    periods = [sheet.period for sheet in usable if sheet.framework == framework]
    usual = first.period if first and first.framework == framework else next(iter(periods), "")
    term = asked.period if asked.period in periods else usual
    return [sheet for sheet in usable if sheet.framework == framework and sheet.period == term], framework, term
