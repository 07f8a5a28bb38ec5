"""The appraiser's list (/cham-diem): every sheet within reach, those that wait first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from contracts.access import Right
from contracts.indicators.assessments import AssessmentSummary, SheetState
from frontend.client import AssessmentFilter, ClientDep
from frontend.flash import told
from frontend.pages.scoring import grid
from frontend.pages.scoring.desk import AddressAsked, Asked, desk_in_address
from frontend.reading.rounds.words import STATES
from frontend.reading.score_words import POINTS
from frontend.reading.submissions.words import Tag
from frontend.reading.summaries import desk_href
from frontend.render import view
from frontend.visitors import caller_in
from kit.errors import Unauthenticated
from kit.text import fold

EMPTY, SCORED, STARTED, JUDGED = "chua-cham", "da-cham", "dang-cham", "cham-xong"
FREE: Mapping[str, Tag] = {
    SCORED: ("Chờ thẩm định", "wait"),
    STARTED: ("Đang thẩm định, chưa nộp", "watch"),
    JUDGED: ("Đã thẩm định", "good"),
    EMPTY: ("Chưa tự đánh giá", "none"),
}
"""Sheets the unit scores itself, or that were copied from paper: what their scores tell, as nobody submitted them."""
WORDS: Mapping[str, Tag] = {
    SheetState.SUBMITTED: STATES[SheetState.SUBMITTED],
    SheetState.EXPLAINING: STATES[SheetState.EXPLAINING],
    SheetState.APPRAISING: STATES[SheetState.APPRAISING],
    SheetState.FINALISED: STATES[SheetState.FINALISED],
    **FREE,
    SheetState.PUBLISHED: STATES[SheetState.PUBLISHED],
}
"""In the order of the list: what waits for somebody stands first."""
ORDER = {state: place for place, state in enumerate(WORDS)}
WAITING = frozenset({SheetState.SUBMITTED, SheetState.EXPLAINING, SheetState.APPRAISING, SCORED, STARTED})

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class WaitingSheet:
    """One line of the list."""

    sheet: AssessmentSummary
    state: str
    href: str

    @property
    def tag(self) -> Tag:
        """Its state in words, with shape and colour."""
        return WORDS[self.state]

    @property
    def key(self) -> str | None:
        """What names it in a form, once it is finalised."""
        sheet = self.sheet
        return f"{sheet.framework}|{sheet.period}|{sheet.area}" if sheet.state == SheetState.FINALISED else None


@router.get("/cham-diem")
async def show_scoring(*, request: Request, client: ClientDep, asked: AddressAsked) -> Response:
    """One sheet when the address names a unit, else the list."""
    if caller_in(request).anonymous:
        raise Unauthenticated
    if asked.dv:
        desk = await desk_in_address(request=request, client=client, asked=asked)
        return await grid.show(request, client, desk, grid.read(client, desk), told(request))
    found = await client.list_assessments(AssessmentFilter(asked.bo or None, None, asked.ky or None))
    scored = {framework.code for framework in await client.list_frameworks() if framework.scale_unit == POINTS}
    lines = [_line(sheet) for sheet in found if sheet.framework in scored]
    return view(
        request,
        "scoring/list.html",
        block="part",
        nav="cham-diem",
        title="Chấm điểm",
        asked=asked,
        lines=sorted(_matching(lines, asked), key=lambda line: ORDER[line.state]),
        all=len(lines),
        waiting=sum(line.state in WAITING for line in lines),
        states=[("", "Mọi trạng thái"), *_states(lines)],
        publishes=caller_in(request).holds(Right.ASSESSMENTS_FINALISE),
        published=count if (count := request.query_params.get("cb", "")).isdecimal() and len(count) < 6 else None,
    )


def _states(lines: list[WaitingSheet]) -> list[tuple[str, str]]:
    """The states there are, with how many sheets are in each."""
    counts = Counter(line.state for line in lines)
    return [(state, f"{word} ({counts[state]})") for state, (word, _) in WORDS.items() if counts[state]]


def _line(sheet: AssessmentSummary) -> WaitingSheet:
    return WaitingSheet(sheet, _state(sheet), desk_href(sheet))


def _state(sheet: AssessmentSummary) -> str:
    totals = sheet.totals
    if sheet.state != SheetState.SELF:
        return sheet.state
    if max(totals.scored_final, totals.scored_appraised) == totals.leaves:
        return JUDGED
    if totals.scored_appraised:
        return STARTED
    return SCORED if totals.scored_self else EMPTY


def _matching(lines: list[WaitingSheet], asked: Asked) -> list[WaitingSheet]:
    wanted = fold(asked.q)
    return [
        line
        for line in lines
        if asked.tt in ("", line.state) and wanted in fold(f"{line.sheet.area_name} {line.sheet.framework}")
    ]
