"""The steps of one submission, each on the version its maker saw."""

from typing import Annotated

from fastapi import APIRouter, Response

from contracts.access import Right
from contracts.indicators.submissions import CorrectionCreate, Submission, SubmissionReturn
from kit.caller import Caller, requires
from kit.clock import today
from kit.database import SessionDep, TransactionRoute
from kit.errors import documented
from kit.preconditions import IfMatch, version_of
from services.indicators.actions.submissions import moving
from services.indicators.queries.source import Transaction
from services.indicators.routes.submissions.sheets import ReaderOfSubmissions, Sender, SubmissionId, answered

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Hồ sơ số liệu kỳ"])

Reviewer = Annotated[Caller, requires(Right.SUBMISSIONS_REVIEW)]
Publisher = Annotated[Caller, requires(Right.SUBMISSIONS_PUBLISH)]
REFUSALS = documented(409, 412, 428)


@router.post("/submissions/{submission}/submit", summary="Gửi hồ sơ", response_model=Submission, responses=REFUSALS)
async def submit_submission(
    *, submission: SubmissionId, if_match: IfMatch = None, caller: Sender, session: SessionDep
) -> Response:
    """Send it for review; refused before the period may be sent, and while checks find errors or lack explanations."""
    await moving.submit(session, caller, submission, seen=version_of(if_match), today=today())
    return await answered(Transaction(session), caller, submission)


@router.post(
    "/submissions/{submission}/withdraw", summary="Rút lại hồ sơ", response_model=Submission, responses=REFUSALS
)
async def withdraw_submission(
    *, submission: SubmissionId, if_match: IfMatch = None, caller: Sender, session: SessionDep
) -> Response:
    """Take back what nobody has decided on yet."""
    await moving.withdraw(session, caller, submission, seen=version_of(if_match))
    return await answered(Transaction(session), caller, submission)


@router.post("/submissions/{submission}/return", summary="Trả lại hồ sơ", response_model=Submission, responses=REFUSALS)
async def return_submission(
    *,
    submission: SubmissionId,
    said: SubmissionReturn,
    if_match: IfMatch = None,
    caller: Reviewer,
    session: SessionDep,
) -> Response:
    """Give it back to its unit with at least one reason, of single numbers or of the whole."""
    await moving.return_submission(session, caller, submission, said, seen=version_of(if_match))
    return await answered(Transaction(session), caller, submission)


@router.post("/submissions/{submission}/accept", summary="Duyệt hồ sơ", response_model=Submission, responses=REFUSALS)
async def accept_submission(
    *, submission: SubmissionId, if_match: IfMatch = None, caller: Reviewer, session: SessionDep
) -> Response:
    """Accept what was sent."""
    await moving.accept(session, caller, submission, seen=version_of(if_match))
    return await answered(Transaction(session), caller, submission)


@router.post(
    "/submissions/{submission}/publish", summary="Công bố hồ sơ", response_model=Submission, responses=REFUSALS
)
async def publish_submission(
    *, submission: SubmissionId, if_match: IfMatch = None, caller: Publisher, session: SessionDep
) -> Response:
    """Make its numbers published values; sums above it follow on the next request."""
    await moving.publish(session, caller, submission, seen=version_of(if_match))
    return await answered(Transaction(session), caller, submission)


@router.post(
    "/submissions/{submission}/corrections",
    summary="Mở lượt sửa số đã công bố",
    response_model=Submission,
    responses=REFUSALS,
)
async def correct_submission(
    *,
    submission: SubmissionId,
    said: CorrectionCreate,
    if_match: IfMatch = None,
    caller: Sender,
    session: SessionDep,
) -> Response:
    """Open a new round on chosen published numbers, each with its reason; it goes the same way as the first."""
    await moving.correct(session, caller, submission, said, seen=version_of(if_match))
    return await answered(Transaction(session), caller, submission)


@router.delete(
    "/submissions/{submission}/corrections",
    summary="Bỏ lượt sửa số đã công bố",
    response_model=Submission,
    responses=REFUSALS,
)
async def drop_correction(
    *, submission: SubmissionId, if_match: IfMatch = None, caller: ReaderOfSubmissions, session: SessionDep
) -> Response:
    """Give up a correction that is not sent, as its unit or as its reviewer; what was published stands as it did."""
    await moving.drop(session, caller, submission, seen=version_of(if_match))
    return await answered(Transaction(session), caller, submission)
