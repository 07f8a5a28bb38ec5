"""Panels of appraisers over HTTP: arranged, a member's own part, the head's table."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right
from contracts.directory import AreaId
from contracts.indicators.assessments import FrameworkCode
from contracts.indicators.panels import (
    AgreementBatch,
    Panel,
    PanelCreate,
    PanelPart,
    PanelSummary,
    PanelUpdate,
    PartUpdate,
    RulingCreate,
    SheetPanel,
)
from contracts.periods import Period, PeriodText
from kit.caller import Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import documented
from kit.paging import AfterQuery, LimitQuery, cursor, id_after, light_page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Line, Page
from services.indicators.actions.assessments import refuse_readers
from services.indicators.actions.panels import arranging, heading, scoring
from services.indicators.queries.panels import answers, seats
from services.indicators.queries.panels.sittings import get_sitting
from services.indicators.queries.source import Source, Transaction

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Tổ thẩm định"])

ReaderOfPanels = Annotated[Caller, requires(Right.INDICATORS_READ)]
Arranger = Annotated[Caller, requires(Right.ASSESSMENTS_ARRANGE)]
Appraiser = Annotated[Caller, requires(Right.ASSESSMENTS_APPRAISE)]
PanelId = Annotated[UUID, Path(title="Mã tổ thẩm định")]
SheetId = Annotated[UUID, Path(title="Mã hồ sơ")]
SAVING = documented(409, 412, 428)


@router.get("/panels", summary="Danh sách tổ thẩm định", response_model=Page[PanelSummary])
async def list_panels(
    *,
    request: Request,
    caller: ReaderOfPanels,
    reader: ReaderDep,
    framework: Annotated[FrameworkCode | None, Query(title="Bộ chỉ số")] = None,
    period: Annotated[PeriodText | None, Query(title="Kỳ")] = None,
    area: Annotated[AreaId | None, Query(title="Địa bàn của tổ")] = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """Panels within the caller's reach, and those that judge units within it; the newest first."""
    told = None if period is None else Period.parse(period)
    wanted = seats.Wanted(caller.places(Right.INDICATORS_READ), framework, told, area)
    rows = await seats.list_panels(reader, wanted, after=id_after(after), limit=limit)
    return light_page(request, rows, limit, seats.listed, lambda row: cursor(str(row.id)))


@router.post("/panels", summary="Lập tổ thẩm định", status_code=201, responses=documented(409))
async def arrange_panel(*, wanted: PanelCreate, caller: Arranger, session: SessionDep, response: Response) -> Panel:
    """Name who judges the sheets of a framework and period within an area, or of one class of its units."""
    made = await arranging.arrange_panel(session, caller, wanted)
    response.headers["Location"] = f"/api/indicators/v1/panels/{made}"
    return await _panel(Transaction(session), caller, made, response)


@router.get("/panels/{panel}", summary="Một tổ thẩm định")
async def get_panel(*, panel: PanelId, caller: ReaderOfPanels, reader: ReaderDep, response: Response) -> Panel:
    """One panel with its members: who is judged may know by whom."""
    return await _panel(reader, caller, panel, response)


@router.put("/panels/{panel}", summary="Sửa tổ thẩm định", responses=documented(412, 428))
async def change_panel(
    *,
    panel: PanelId,
    wanted: PanelUpdate,
    if_match: IfMatch = None,
    caller: Arranger,
    session: SessionDep,
    response: Response,
) -> Panel:
    """Give a panel other members, another allotment or threshold; scores of those who stay are kept."""
    await arranging.change_panel(session, caller, panel, wanted, seen=version_of(if_match))
    return await _panel(Transaction(session), caller, panel, response)


@router.delete("/panels/{panel}", summary="Giải thể tổ thẩm định", status_code=204, responses=documented(412, 428))
async def dissolve_panel(
    *,
    panel: PanelId,
    reason: Annotated[Line, Query(title="Lý do")],
    if_match: IfMatch = None,
    caller: Arranger,
    session: SessionDep,
) -> None:
    """End a panel: its sheets are judged as if there were none; what was agreed stays."""
    await arranging.dissolve_panel(session, caller, panel, reason, seen=version_of(if_match))


@router.get("/assessments/{assessment}/panel", summary="Hồ sơ trước tổ thẩm định")
async def get_sheet_panel(
    *, assessment: SheetId, caller: ReaderOfPanels, reader: ReaderDep, response: Response
) -> SheetPanel:
    """Progress of members, what is agreed, and, for who may see them, all scores side by side, disagreement first."""
    return await _table(reader, caller, assessment, response)


@router.put("/assessments/{assessment}/panel/agreements", summary="Chốt điểm của tổ thẩm định", responses=SAVING)
async def agree_scores(
    *,
    assessment: SheetId,
    batch: AgreementBatch,
    if_match: IfMatch = None,
    caller: Appraiser,
    session: SessionDep,
    response: Response,
) -> SheetPanel:
    """The head's decision, criterion by criterion, or at once wherever members do not disagree."""
    await heading.agree_scores(session, caller, assessment, batch, seen=version_of(if_match))
    return await _table(Transaction(session), caller, assessment, response)


@router.post(
    "/assessments/{assessment}/panel/rulings", summary="Quyết định về phần chấm", responses=documented(409, 412)
)
async def rule_part(
    *, assessment: SheetId, ruling: RulingCreate, caller: Appraiser, session: SessionDep, response: Response
) -> SheetPanel:
    """Open a member's part again, leave a member out of the sheet, or take them in again; with a reason."""
    await heading.rule_part(session, caller, assessment, ruling)
    return await _table(Transaction(session), caller, assessment, response)


@router.get("/assessments/{assessment}/panel/part", summary="Phần chấm của tôi")
async def get_part(*, assessment: SheetId, caller: Appraiser, reader: ReaderDep, response: Response) -> PanelPart:
    """The criteria allotted to the caller with the caller's own scores, and nobody else's."""
    return await _part(reader, caller, assessment, response)


@router.put("/assessments/{assessment}/panel/part", summary="Lưu phần chấm của tôi", responses=SAVING)
async def save_part(
    *,
    assessment: SheetId,
    update: PartUpdate,
    if_match: IfMatch = None,
    caller: Appraiser,
    session: SessionDep,
    response: Response,
) -> PanelPart:
    """Save own scores and notes, all or none; `done` shows others' scores and ends the part."""
    await scoring.save_part(session, caller, assessment, update, seen=version_of(if_match))
    return await _part(Transaction(session), caller, assessment, response)


async def _panel(source: Source, caller: Caller, panel: UUID, response: Response) -> Panel:
    found = await seats.get_panel(source, panel, caller.places(Right.INDICATORS_READ))
    response.headers["ETag"] = etag(found.version)
    return seats.panel_of(found)


async def _table(source: Source, caller: Caller, assessment: UUID, response: Response) -> SheetPanel:
    sitting = await get_sitting(source, assessment)
    head = sitting.entry.head
    refuse_readers(caller, head.reach)
    response.headers["ETag"] = etag(head.version)
    return await answers.sheet_panel(source, sitting, caller)


async def _part(source: Source, caller: Caller, assessment: UUID, response: Response) -> PanelPart:
    sitting = await scoring.part_sitting(source, caller, assessment)
    found = await answers.own_part(source, sitting, caller.id)
    response.headers["ETag"] = etag(found.version)
    return found
