"""Assessments (hồ sơ đánh giá): sheets, their scores, their proof."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right
from contracts.directory import AreaId
from contracts.indicators.assessments import (
    Assessment,
    AssessmentCreate,
    AssessmentProof,
    AssessmentSummary,
    FrameworkCode,
    NodeCode,
    NodeScoreUpdate,
    ScoreBatch,
    ScoreUpdate,
)
from contracts.indicators.boundaries import Boundaries
from contracts.indicators.recognition import Recognition
from contracts.periods import Period, PeriodText
from kit.caller import Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import documented
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Page
from services.indicators.actions import assessments as actions
from services.indicators.queries import assessments as queries
from services.indicators.queries.recognitions import recognition_of
from services.indicators.queries.sheets import assessment_of, summary_of
from services.indicators.queries.source import Transaction

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Chấm điểm"])

ReaderOfSheets = Annotated[Caller, requires(Right.INDICATORS_READ)]
"""Reading is asked of everybody here; which stage somebody may score, and where, is the action's question."""
SheetId = Annotated[UUID, Path(title="Mã hồ sơ")]
_FORMER = (
    "then: hồ sơ của chính đơn vị; now: kèm hồ sơ của các đơn vị cũ đã nhập vào đơn vị, mỗi hồ sơ giữ tên và điểm lúc"
    " đánh giá. Điểm gộp theo địa giới hiện nay: /rankings?boundaries=now"
)


@router.get("/assessments", summary="Danh sách hồ sơ đánh giá")
async def list_assessments(
    *,
    request: Request,
    framework: Annotated[FrameworkCode | None, Query(title="Bộ chỉ số")] = None,
    area: Annotated[AreaId | None, Query(title="Đơn vị")] = None,
    period: Annotated[PeriodText | None, Query(title="Kỳ")] = None,
    boundaries: Annotated[Boundaries, Query(title="Địa giới", description=_FORMER)] = Boundaries.THEN,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
    caller: ReaderOfSheets,
    reader: ReaderDep,
) -> Page[AssessmentSummary]:
    """Sheets within the caller's reach, newest period first, each with totals and groups.

    A sheet stays that of the unit it was made for: former units are listed beside what they became, never merged.
    """
    keys = keys_of(after, [int, str, str])
    wanted = queries.Wanted(
        places=caller.places(Right.INDICATORS_READ),
        framework=framework,
        area=area,
        period=None if period is None else Period.parse(period),
        with_former=boundaries is Boundaries.NOW,
    )
    rows = await queries.list_assessments(reader, wanted, after=queries.place_of(keys), limit=limit)
    return page(request, rows, limit, summary_of, lambda entry: cursor(*queries.place_keys(entry)))


@router.post(
    "/assessments",
    summary="Mở hồ sơ đánh giá",
    status_code=201,
    responses={200: {"model": Assessment, "description": "Hồ sơ đã có từ trước"}},
)
async def open_assessment(
    *, wanted: AssessmentCreate, caller: ReaderOfSheets, session: SessionDep, response: Response
) -> Assessment:
    """Open the sheet of one unit and period, or give the one that is open."""
    assessment, is_new = await actions.open_assessment(session, caller, wanted)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/api/indicators/v1/assessments/{assessment}"
    return await _answer(session, assessment, response)


@router.get("/assessments/{assessment}", summary="Một hồ sơ đánh giá")
async def get_assessment(
    *, assessment: SheetId, caller: ReaderOfSheets, reader: ReaderDep, response: Response
) -> Assessment:
    """A whole sheet: criteria with their scores side by side, groups, totals, status; elsewhere what is published."""
    entry = actions.readable(caller, await queries.get_entry(reader, assessment))
    response.headers["ETag"] = etag(entry.head.version)
    return assessment_of(entry)


@router.get("/assessments/{assessment}/proof", summary="Giải trình điểm của hồ sơ")
async def get_proof(*, assessment: SheetId, caller: ReaderOfSheets, reader: ReaderDep) -> AssessmentProof:
    """Why the totals are what they are, for each stage, down to every criterion, with every change of a score."""
    entry = actions.readable(caller, await queries.get_entry(reader, assessment))
    return await queries.proof_of(reader, entry)


@router.get("/assessments/{assessment}/recognition", summary="Mức công nhận của hồ sơ")
async def get_recognition(*, assessment: SheetId, caller: ReaderOfSheets, reader: ReaderDep) -> Recognition:
    """The level reached by the scores of each stage, and exactly what is missing for the next one."""
    return recognition_of(actions.readable(caller, await queries.get_entry(reader, assessment)))


@router.put("/assessments/{assessment}/scores/{code}", summary="Chấm điểm một tiêu chí", responses=documented(412, 428))
async def save_score(
    *,
    assessment: SheetId,
    code: Annotated[NodeCode, Path(title="Mã tiêu chí")],
    score: ScoreUpdate,
    if_match: IfMatch = None,
    caller: ReaderOfSheets,
    session: SessionDep,
    response: Response,
) -> Assessment:
    """Set or take back one score at one stage."""
    seen = version_of(if_match)
    update = NodeScoreUpdate(code=code, **score.model_dump(exclude_unset=True))
    await actions.save_scores(
        session, caller, assessment, [update], seen=seen, pointer=lambda place, field: f"/{field}"
    )
    return await _answer(session, assessment, response)


@router.put("/assessments/{assessment}/scores", summary="Chấm nhiều tiêu chí một lần", responses=documented(412, 428))
async def save_scores(
    *,
    assessment: SheetId,
    batch: ScoreBatch,
    if_match: IfMatch = None,
    caller: ReaderOfSheets,
    session: SessionDep,
    response: Response,
) -> Assessment:
    """Set or take back many scores together: all, or none."""
    seen = version_of(if_match)
    await actions.save_scores(
        session, caller, assessment, batch.scores, seen=seen, pointer=lambda place, field: f"/scores/{place}/{field}"
    )
    return await _answer(session, assessment, response)


async def _answer(session: SessionDep, assessment: UUID, response: Response) -> Assessment:
    found = await queries.get_assessment(Transaction(session), assessment)
    response.headers["ETag"] = etag(found.version)
    return found
