"""Explanations: what the unit says to a question of the appraisal."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.assessments import SheetState
from contracts.indicators.rounds import AnswerUpdate
from kit.caller import Caller
from kit.errors import Forbidden
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.rounds.stepping import NOT_THE_UNIT, OutOfTurn, may_explain, refuse_stale
from services.indicators.queries import scores
from services.indicators.queries.rounds import states
from services.indicators.queries.source import Transaction
from services.indicators.rules.territory import OUT_OF_REACH


async def answer_question(
    session: AsyncSession, caller: Caller, assessment: UUID, question: UUID, update: AnswerUpdate, *, seen: int
) -> None:
    """Keep the unit's words to an open question; said again they replace those before.

    Forbidden, Stale when the sheet moved meanwhile, OutOfTurn, NotFound.
    """
    source = Transaction(session)
    sheet = await scores.get_sheet(source, assessment)
    if not may_explain(caller, sheet.area, sheet.reach):
        raise Forbidden(NOT_THE_UNIT if caller.may(Right.ASSESSMENTS_SELF, sheet.reach) else OUT_OF_REACH)
    locked = await states.lock_state(source, assessment)
    refuse_stale(locked, seen)
    if locked.state is not SheetState.EXPLAINING:
        raise OutOfTurn("Hồ sơ này không chờ giải trình.")
    said = await states.answer(source, assessment, question, update.answer, caller.name)
    if said.before != update.answer:
        await states.advance_version(source, assessment)
        before = None if said.before is None else {said.code: said.before}
        deed = Deed(
            Action.QUESTION_ANSWERED, f"assessment:{assessment}", sheet.area, before, {said.code: update.answer}
        )
        await tell(session, caller, deed)
