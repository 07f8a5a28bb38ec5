"""Submissions many at once: accepted, published."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter

from contracts.access import Right
from contracts.indicators.submissions import AcceptanceBatch, PublicationCreate, StepResult, StepResults
from kit.caller import Caller, requires
from kit.database import SessionDep, TransactionRoute
from services.indicators.actions.submissions.many import accept_many, publish_many

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Hồ sơ số liệu kỳ"])


@router.post("/submissions/acceptances", summary="Duyệt nhiều hồ sơ")
async def accept_several(
    *, batch: AcceptanceBatch, caller: Annotated[Caller, requires(Right.SUBMISSIONS_REVIEW)], session: SessionDep
) -> StepResults:
    """Accept whatever can be; what became of each is told, and one that cannot be does not stop the others."""
    return _told(await accept_many(session, caller, batch.items))


@router.post("/submissions/publications", summary="Công bố mọi hồ sơ đã duyệt của một kỳ")
async def publish_several(
    *, wanted: PublicationCreate, caller: Annotated[Caller, requires(Right.SUBMISSIONS_PUBLISH)], session: SessionDep
) -> StepResults:
    """Publish whatever is accepted of a form and period within an area: all of it together, or nothing."""
    return _told(await publish_many(session, caller, wanted))


def _told(items: Sequence[StepResult]) -> StepResults:
    return StepResults(done=sum(item.done for item in items), items=list(items))
