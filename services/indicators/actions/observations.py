"""Reviewing what was recorded of sources (soát số ghi nhận): accepted, so that all may read it, or withdrawn."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.sources import ObservationState, ObservationVerb
from contracts.reach import NATION
from kit.caller import Caller
from kit.errors import Conflict, Forbidden
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries.source import Source, Transaction
from services.indicators.queries.sources import judging, writing
from services.indicators.rules.territory import OUT_OF_REACH

NOT_YOURS = "Chỉ người đã ghi nhận, hoặc người chọn số giữa các nguồn, mới rút được."


async def allowed(source: Source, caller: Caller, observation: UUID) -> list[ObservationVerb]:
    """What somebody may do with an observation that stands as it does."""
    held = await judging.standing(source, observation)
    reach = _governed(held.reach or ())
    resolves = caller.may(Right.SOURCES_RESOLVE, reach)
    found = [ObservationVerb.ACCEPT] if resolves and held.state == ObservationState.WAITING else []
    records = held.by_id == caller.id and caller.may(Right.VALUES_WRITE, reach)
    if (resolves or records) and held.state != ObservationState.WITHDRAWN:
        found.append(ObservationVerb.WITHDRAW)
    return found


async def accept_observation(session: AsyncSession, caller: Caller, observation: UUID) -> None:
    """Let everybody read what was recorded, beside what other sources say. Forbidden, Conflict unless it waits."""
    source = Transaction(session)
    if not caller.may(Right.SOURCES_RESOLVE, _governed(await judging.reach_of(source, observation))):
        raise Forbidden(OUT_OF_REACH)
    held = await judging.hold(source, observation)
    if held.state != ObservationState.WAITING:
        raise Conflict("Số này không còn chờ soát.")
    await judging.accept(source, observation, caller.name)
    if held.indicator_no is not None:
        await writing.gather(source, [observation])
    before, after = {"state": held.state}, {"state": ObservationState.ACCEPTED.value, "source": held.source}
    place = held.area or NATION
    await tell(session, caller, Deed(Action.OBSERVATION_ACCEPTED, f"observation:{observation}", place, before, after))


async def withdraw_observation(session: AsyncSession, caller: Caller, observation: UUID, reason: str) -> None:
    """Take back what was recorded, with a reason; it stays in the history and counts no more.

    Forbidden; Conflict when it was withdrawn before, or its number is the chosen one.
    """
    source = Transaction(session)
    reach = _governed(await judging.reach_of(source, observation))
    resolves = caller.may(Right.SOURCES_RESOLVE, reach)
    if not resolves and not caller.may(Right.VALUES_WRITE, reach):
        raise Forbidden(OUT_OF_REACH)
    held = await judging.hold(source, observation)
    if not resolves and held.by_id != caller.id:
        raise Forbidden(NOT_YOURS)
    if held.state == ObservationState.WITHDRAWN:
        raise Conflict("Số này đã được rút.")
    if await judging.is_chosen(source, observation):
        raise Conflict("Số này đang được chọn; hãy chọn số của nguồn khác trước khi rút.")
    await judging.withdraw(source, observation, reason=reason, by_name=caller.name)
    before, after = {"state": held.state}, {"state": ObservationState.WITHDRAWN.value, "source": held.source}
    subject, place = f"observation:{observation}", held.area or NATION
    await tell(session, caller, Deed(Action.OBSERVATION_WITHDRAWN, subject, place, before, after, reason))


def _governed(reach: Sequence[str]) -> Sequence[str]:
    return reach or [NATION]
