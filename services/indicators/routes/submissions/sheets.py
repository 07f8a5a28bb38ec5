"""Submissions one by one: lists, opening, reading, entering cells."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from contracts.access import Right
from contracts.indicators.checks import CheckReport
from contracts.indicators.forms import FormCode
from contracts.indicators.submissions import (
    CellBatch,
    Submission,
    SubmissionCreate,
    SubmissionRound,
    SubmissionState,
    SubmissionSummary,
)
from kit.caller import Caller, requires
from kit.clock import today
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import documented
from kit.light import answer
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, light_page
from kit.preconditions import IfMatch, etag, version_of
from kit.shapes import Page
from services.indicators.actions.submissions.entering import save_cells
from services.indicators.actions.submissions.opening import open_submission
from services.indicators.queries.checks.questions import questions_of
from services.indicators.queries.source import Source, Transaction
from services.indicators.queries.submissions import heads, steps, whole
from services.indicators.routes.parameters import AreaQuery, PeriodQuery, WithinQuery, period_of
from services.indicators.rules.checks import check, report_of, unapplied_checks

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Hồ sơ số liệu kỳ"])

ReaderOfSubmissions = Annotated[Caller, requires(Right.INDICATORS_READ)]
Sender = Annotated[Caller, requires(Right.VALUES_WRITE)]
"""Entering and sending takes the right on the unit itself: that is the action's question."""
SubmissionId = Annotated[UUID, Path(title="Mã hồ sơ")]


@router.get("/submissions", summary="Danh sách hồ sơ số liệu kỳ", response_model=Page[SubmissionSummary])
async def list_submissions(
    *,
    request: Request,
    form: Annotated[FormCode | None, Query(title="Biểu mẫu")] = None,
    area: AreaQuery = None,
    within: WithinQuery = None,
    period: PeriodQuery = None,
    state: Annotated[SubmissionState | None, Query(title="Trạng thái")] = None,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
    caller: ReaderOfSubmissions,
    reader: ReaderDep,
) -> Response:
    """Submissions within the caller's reach, newest period first, then units in Vietnamese order."""
    place = heads.place_of(keys_of(after, [int, str, str]))
    wanted = heads.Wanted(caller.places(Right.INDICATORS_READ), form, area, within, period_of(period), state)
    rows = await heads.list_heads(reader, wanted, after=place, limit=limit)
    day = today()
    return light_page(
        request, rows, limit, lambda head: whole.summary_of(head, day), lambda head: cursor(*heads.place_keys(head))
    )


@router.post(
    "/submissions",
    summary="Mở hồ sơ số liệu kỳ",
    status_code=201,
    response_model=Submission,
    responses={200: {"model": Submission, "description": "Hồ sơ đã có từ trước"}},
)
async def create_submission(*, wanted: SubmissionCreate, caller: Sender, session: SessionDep) -> Response:
    """Open the submission of one form, unit and period, or give the one that is open."""
    submission, is_new = await open_submission(session, caller, wanted, today())
    found = await answered(Transaction(session), caller, submission)
    found.status_code = 201 if is_new else 200
    found.headers["Location"] = f"/api/indicators/v1/submissions/{submission}"
    return found


@router.get("/submissions/{submission}", summary="Một hồ sơ số liệu kỳ", response_model=Submission)
async def get_submission(*, submission: SubmissionId, caller: ReaderOfSubmissions, reader: ReaderDep) -> Response:
    """A whole submission: cells with limits and what was published before, its state, its days, allowed verbs."""
    return await answered(reader, caller, submission)


@router.get("/submissions/{submission}/rounds", summary="Các lần gửi của hồ sơ")
async def get_rounds(
    *, submission: SubmissionId, caller: ReaderOfSubmissions, reader: ReaderDep
) -> list[SubmissionRound]:
    """Every sending, oldest first: who, when, what, what had changed since the one before, and what was decided."""
    await heads.get_head(reader, submission)
    return await steps.list_rounds(reader, submission)


@router.get("/submissions/{submission}/checks", summary="Kiểm tra số liệu của hồ sơ")
async def get_checks(*, submission: SubmissionId, caller: ReaderOfSubmissions, reader: ReaderDep) -> CheckReport:
    """What the rules find in the cells as they stand. Errors, and what is not explained though it must, block sending.

    Errors first, then warnings, then notes; each with its rule, the numbers compared and the cells to look at.
    """
    question = (await questions_of(reader, [await whole.load_whole(reader, submission)]))[submission]
    return report_of(check(question), question, unapplied_checks(question))


@router.put(
    "/submissions/{submission}/cells",
    summary="Nhập các ô",
    response_model=Submission,
    responses=documented(409, 412, 428),
)
async def put_cells(
    *, submission: SubmissionId, batch: CellBatch, if_match: IfMatch = None, caller: Sender, session: SessionDep
) -> Response:
    """Save cells together: all, or none. Whatever number is typed is kept; the checks say what is wrong with it."""
    await save_cells(session, caller, submission, batch.cells, seen=version_of(if_match))
    return await answered(Transaction(session), caller, submission)


async def answered(source: Source, caller: Caller, submission: UUID) -> Response:
    """The submission whole, with its version as ETag."""
    found = await whole.load_whole(source, submission)
    response = answer(await whole.submission_of(source, found, caller, today()))
    response.headers["ETag"] = etag(found.head.version)
    return response
