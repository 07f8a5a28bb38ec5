"""The appraiser's list (/cham-diem): every sheet within reach, those that wait first."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from contracts.indicators.assessments import AssessmentSummary
from frontend.client import AssessmentFilter, ClientDep
from frontend.flash import told
from frontend.pages.scoring import grid
from frontend.pages.scoring.desk import POINTS, AddressAsked, Asked, desk_in_address
from frontend.reading.summaries import desk_href
from frontend.render import view
from frontend.visitors import caller_in
from kit.errors import Unauthenticated
from kit.text import fold

WAITS, STARTED, APPRAISED, PUBLISHED, EMPTY = (
    "Chờ thẩm định", "Đang thẩm định", "Đã thẩm định", "Đã công bố", "Chưa tự đánh giá",
)  # fmt: skip
ORDER = {WAITS: 0, STARTED: 1, APPRAISED: 2, EMPTY: 3, PUBLISHED: 4}
KINDS = {WAITS: "wait", STARTED: "watch", APPRAISED: "good", PUBLISHED: "good", EMPTY: "none"}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class WaitingSheet:
    """One line of the list."""

    sheet: AssessmentSummary
    state: str
    href: str

    @property
    def kind(self) -> str:
        """The shape and colour of its state."""
        return KINDS[self.state]


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
        waiting=sum(line.state in (WAITS, STARTED) for line in lines),
        states=[("", "Mọi trạng thái"), *((state, state) for state in ORDER)],
    )


def _line(sheet: AssessmentSummary) -> WaitingSheet:
    return WaitingSheet(sheet, _state(sheet), desk_href(sheet))


def _state(sheet: AssessmentSummary) -> str:
    totals = sheet.totals
    if totals.scored_final == totals.leaves:
        return PUBLISHED
    if totals.scored_appraised == totals.leaves:
        return APPRAISED
    if totals.scored_appraised:
        return STARTED
    return WAITS if totals.scored_self else EMPTY


def _matching(lines: list[WaitingSheet], asked: Asked) -> list[WaitingSheet]:
    wanted = fold(asked.q)
    return [
        line
        for line in lines
        if asked.tt in ("", line.state) and wanted in fold(f"{line.sheet.area_name} {line.sheet.framework}")
    ]
