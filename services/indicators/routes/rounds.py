"""The round of sheets over HTTP: steps, explanations, publication, and the list of recognised units."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from contracts.access import Right
from contracts.directory import AreaId
from contracts.indicators.assessments import FrameworkCode
from contracts.indicators.boundaries import Boundaries
from contracts.indicators.recognition import RecognisedUnit, RecognitionCounts
from contracts.indicators.rounds import AnswerUpdate, Round, SheetPublication, SheetPublicationCreate, StepCreate
from contracts.indicators.sheet_tasks import SheetTask
from contracts.periods import PeriodText
from kit.caller import AnyoneDep, Caller, SignedInDep, requires
from kit.clock import today
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import documented
from kit.light import answer
from kit.paging import AfterQuery, LimitQuery, light_page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Line, Page, Text
from services.indicators.actions.assessments import refuse_readers
from services.indicators.actions.rounds.explaining import answer_question
from services.indicators.actions.rounds.publishing import publish_sheets
from services.indicators.actions.rounds.stepping import may_explain, may_step, take_step
from services.indicators.queries.assessments import get_entry
from services.indicators.queries.frameworks import scored_frameworks
from services.indicators.queries.rounds import certificates, waiting
from services.indicators.queries.rounds.reading import round_of
from services.indicators.queries.source import Source, Transaction
from services.indicators.routes.parameters import period_of
from services.indicators.rules.rounds.workflow import MOVES

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Vòng đánh giá"])

ReaderOfSheets = Annotated[Caller, requires(Right.INDICATORS_READ)]
"""Reading is asked of everybody here; who may take which step, and where, is the action's question."""
_FORMER = (
    "Đơn vị được công nhận là đơn vị lúc đó, không gộp. then: đơn vị thuộc địa bàn vào lúc đó;"
    " now: kèm các đơn vị cũ nay thuộc địa bàn"
)
SheetId = Annotated[UUID, Path(title="Mã hồ sơ")]


@router.get("/assessments/{assessment}/round", summary="Vòng đánh giá của hồ sơ")
async def get_round(*, assessment: SheetId, caller: ReaderOfSheets, reader: ReaderDep, response: Response) -> Round:
    """How far the sheet is, what the caller may do next and what hinders it, questions, steps; within reach alone."""
    return await _answer(reader, caller, assessment, response)


@router.post(
    "/assessments/{assessment}/steps", summary="Chuyển bước hồ sơ đánh giá", responses=documented(409, 412, 428)
)
async def create_step(
    *,
    assessment: SheetId,
    wanted: StepCreate,
    if_match: IfMatch = None,
    caller: ReaderOfSheets,
    session: SessionDep,
    response: Response,
) -> Round:
    """Submit, take back, begin, send back, ask, explain, resume, finalise or reopen one sheet."""
    await take_step(session, caller, assessment, wanted, seen=version_of(if_match), today=today())
    return await _answer(Transaction(session), caller, assessment, response)


@router.put(
    "/assessments/{assessment}/answers/{question}",
    summary="Giải trình một câu hỏi",
    responses=documented(409, 412, 428),
)
async def save_answer(
    *,
    assessment: SheetId,
    question: Annotated[UUID, Path(title="Mã câu hỏi")],
    update: AnswerUpdate,
    if_match: IfMatch = None,
    caller: ReaderOfSheets,
    session: SessionDep,
    response: Response,
) -> Round:
    """The unit's words to a question that is open, over the round as it was read; evidence goes to the criterion."""
    await answer_question(session, caller, assessment, question, update, seen=version_of(if_match))
    return await _answer(Transaction(session), caller, assessment, response)


@router.post(
    "/assessments/publications",
    summary="Công bố kết quả đánh giá",
    status_code=201,
    responses=documented(409),
)
async def create_publication(
    *,
    wanted: SheetPublicationCreate,
    caller: Annotated[Caller, requires(Right.ASSESSMENTS_FINALISE)],
    session: SessionDep,
) -> SheetPublication:
    """Publish all finalised sheets of a framework and period within an area by one decision, together."""
    return await publish_sheets(session, caller, wanted, today=today())


async def _asked(
    *,
    framework: Annotated[FrameworkCode | None, Query(title="Bộ tiêu chí")] = None,
    period: Annotated[PeriodText | None, Query(title="Kỳ")] = None,
    within: Annotated[AreaId | None, Query(title="Địa bàn")] = None,
    instrument: Annotated[Line | None, Query(title="Số quyết định")] = None,
    q: Annotated[Text | None, Query(max_length=100, title="Tên đơn vị, không cần dấu")] = None,
    reached: Annotated[bool | None, Query(title="Đã đạt một mức", description="false: chưa đạt mức nào")] = None,
    boundaries: Annotated[Boundaries, Query(title="Địa giới", description=_FORMER)] = Boundaries.THEN,
) -> certificates.Asked:
    return certificates.Asked(
        framework,
        period_of(period),
        within,
        instrument=instrument,
        q=q,
        reached=reached,
        with_former=boundaries is Boundaries.NOW,
    )


AskedDep = Annotated[certificates.Asked, Depends(_asked)]
"""What narrows the list of recognised units."""


@router.get("/assessments/mine", summary="Hồ sơ đánh giá đang chờ tôi", response_model=Page[SheetTask])
async def list_waiting_sheets(
    *, request: Request, limit: LimitQuery = 100, after: AfterQuery = None, caller: SignedInDep, reader: ReaderDep
) -> Response:
    """Sheets that wait for the caller, first due first: to submit, explain, appraise, finalise, publish."""
    known = await scored_frameworks(reader)
    held = waiting.Held(caller.places(Right.ASSESSMENTS_APPRAISE), caller.places(Right.ASSESSMENTS_FINALISE))
    rows = await waiting.list_waiting(reader, known, held, after=after, limit=limit)
    return light_page(
        request, rows, limit, lambda row: waiting.task_of(row, known[row.framework_id].framework), waiting.row_cursor
    )


@router.get("/recognitions", summary="Đơn vị được công nhận", response_model=Page[RecognisedUnit])
async def list_recognitions(
    *,
    request: Request,
    caller: AnyoneDep,
    reader: ReaderDep,
    asked: AskedDep,
    level: Annotated[Text | None, Query(max_length=60, title="Khóa của mức; rỗng: chưa đạt mức nào")] = None,
    limit: LimitQuery = 100,
    after: AfterQuery = None,
) -> Response:
    """Units as their published results recognise them, newest period and highest level first.

    Who is recognised stays the unit it was: nothing is carried to what it became.
    """
    asked = replace(asked, level=level)
    rows = await certificates.list_rows(reader, asked, after=after, limit=limit)
    return light_page(request, rows, limit, certificates.unit_of, certificates.row_cursor)


@router.get("/recognition-counts", summary="Số đơn vị được công nhận", response_model=RecognitionCounts)
async def count_recognitions(*, caller: AnyoneDep, reader: ReaderDep, asked: AskedDep) -> Response:
    """Recognised units counted by framework, period, decision and level, by the same filters as the list."""
    return answer(await certificates.count_units(reader, asked))


async def _answer(source: Source, caller: Caller, assessment: UUID, response: Response) -> Round:
    entry = await get_entry(source, assessment)
    refuse_readers(caller, entry.head.reach)
    verbs = [verb for verb in MOVES if may_step(caller, verb, entry.head.area, entry.head.reach)]
    reads_drafts = may_explain(caller, entry.head.area, entry.head.reach)
    found = await round_of(source, entry, verbs, reads_drafts=reads_drafts)
    response.headers["ETag"] = etag(found.version)
    return found
