"""One observation over HTTP: read, accepted so that all may read it, withdrawn with a reason."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from contracts.access import Right
from contracts.indicators.sources import Observation, ObservationReview, ObservationWithdrawal
from kit.caller import AnyoneDep, Caller, requires
from kit.database import ReaderDep, SessionDep, TransactionRoute
from kit.errors import documented
from kit.light import answer
from services.indicators.actions import observations as actions
from services.indicators.queries.source import Transaction
from services.indicators.queries.sources import reading
from services.indicators.routes.parameters import readable

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Nguồn số liệu"])

ObservationId = Annotated[UUID, Path(title="Mã số ghi nhận")]
Resolver = Annotated[Caller, requires(Right.SOURCES_RESOLVE)]
ReaderOfSources = Annotated[Caller, requires(Right.INDICATORS_READ)]
"""Reading is asked of everybody here; whether somebody recorded it, or may choose, is the action's question."""


@router.get("/observations/{observation}", summary="Một số ghi nhận", response_model=ObservationReview)
async def get_observation(*, observation: ObservationId, caller: AnyoneDep, reader: ReaderDep) -> Response:
    """What one source says, and what the caller may do with it; while it waits for review, only within reach."""
    wanted = reading.Wanted(readable(caller), not caller.anonymous)
    found = await reading.get_observation(reader, observation, wanted)
    allowed = [] if caller.anonymous else await actions.allowed(reader, caller, observation)
    return answer(reading.reviewed(found, allowed))


@router.post(
    "/observations/{observation}/accept",
    summary="Nhận số ghi nhận",
    response_model=Observation,
    responses=documented(409),
)
async def accept_observation(*, observation: ObservationId, caller: Resolver, session: SessionDep) -> Response:
    """Let everybody read it, beside what other sources say of the same; nothing is published by it."""
    await actions.accept_observation(session, caller, observation)
    return answer(await reading.get_observation(Transaction(session), observation))


@router.post(
    "/observations/{observation}/withdraw",
    summary="Rút số ghi nhận",
    response_model=Observation,
    responses=documented(409),
)
async def withdraw_observation(
    *, observation: ObservationId, said: ObservationWithdrawal, caller: ReaderOfSources, session: SessionDep
) -> Response:
    """Take it back with a reason, as whoever recorded it or may choose; it stays to be read and counts no more."""
    await actions.withdraw_observation(session, caller, observation, said.reason)
    return answer(await reading.get_observation(Transaction(session), observation))
