"""The state of a sheet: locked, moved on; with the questions its unit is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import SheetState
from contracts.indicators.rounds import QuestionCreate, SheetVerb
from kit.errors import NotFound
from services.indicators.queries.assessments import NO_ASSESSMENT
from services.indicators.queries.source import Source

_LOCK = "select version, state, submissions from assessments where id = %(id)s for update"
_HOLD = "select id from assessments where id = %(id)s for share"
_MOVE = """
    update assessments set state = %(state)s, submissions = submissions + %(submits)s::int, due = %(due)s,
        held = publication is null, version = version + 1, updated_at = now()
    where id = %(id)s
"""
_TOUCH = "update assessments set version = version + 1, updated_at = now() where id = %(id)s"
_REMEMBER = """
    insert into round_steps (assessment_id, verb, start, ending, reason, due, by_id, by_name)
    select one, %(verb)s, %(start)s, %(ending)s, %(reason)s, %(due)s, %(by_id)s, %(by_name)s
    from unnest(%(ids)s::uuid[]) as one
"""
_ASKED = """
    select n.code, bool_and(q.answer is not null) as answered
    from round_questions q join framework_nodes n on n.id = q.node_id
    where q.assessment_id = %(id)s and q.closed_at is null group by n.code
"""
_ASK = """
    insert into round_questions (assessment_id, node_id, question, asked_by)
    select %(id)s, n.id, asked.question, %(by_name)s
    from unnest(%(codes)s::text[], %(questions)s::text[]) with ordinality as asked (code, question, place)
    join framework_nodes n on n.framework_id = %(framework)s and n.code = asked.code
    order by asked.place
"""
_CLOSE = """
    update round_questions set closed_at = now(), is_sent = %(sent)s and answer is not null
    where assessment_id = %(id)s and closed_at is null
"""
_ANSWER = """
    update round_questions q set answer = %(answer)s, answered_by = %(by_name)s, answered_at = now()
    from framework_nodes n
    where q.id = %(question)s and q.assessment_id = %(id)s and q.closed_at is null and n.id = q.node_id
    returning n.code, old.answer as before
"""


@dataclass(frozen=True, slots=True)
class Locked:
    """A sheet that nobody else changes until this transaction ends."""

    version: int
    state: SheetState
    submissions: int

    @property
    def is_free(self) -> bool:
        """Whether its unit never submitted it: then nothing binds."""
        return self.submissions == 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step to be written."""

    verb: SheetVerb
    start: SheetState
    end: SheetState
    reason: str | None = None
    due: date | None = None


async def lock_state(source: Source, assessment: UUID) -> Locked:
    """The sheet's version and state, locked; NotFound where the caller may not change it."""
    rows = await source.rows(_LOCK, {"id": assessment})
    if not rows:
        raise NotFound(NO_ASSESSMENT)
    return Locked(rows[0].version, SheetState(rows[0].state), rows[0].submissions)


async def hold_sheet(source: Source, assessment: UUID) -> None:
    """Let nobody move or change it until this transaction ends, while others hold it too; NotFound as above."""
    if not await source.rows(_HOLD, {"id": assessment}):
        raise NotFound(NO_ASSESSMENT)


async def open_questions(source: Source, assessment: UUID) -> dict[str, bool]:
    """The criteria the unit is asked about at present, and whether it has answered."""
    return {row.code: row.answered for row in await source.rows(_ASKED, {"id": assessment})}


async def move(source: Source, assessment: UUID, step: Step, *, by_id: str, by_name: str) -> None:
    """Take the sheet to the state where a step ends, and remember the step."""
    submits = int(step.verb is SheetVerb.SUBMIT)
    await source.rows(_MOVE, {"id": assessment, "state": step.end.value, "submits": submits, "due": step.due})
    await remember(source, [assessment], step, by_id=by_id, by_name=by_name)


async def remember(source: Source, assessments: Sequence[UUID], step: Step, *, by_id: str, by_name: str) -> None:
    """Keep that these sheets took a step."""
    told: dict[str, Any] = {
        "ids": list(assessments),
        "verb": step.verb.value,
        "start": step.start.value,
        "ending": step.end.value,
        "reason": step.reason,
        "due": step.due,
        "by_id": by_id,
        "by_name": by_name,
    }
    await source.rows(_REMEMBER, told)


async def ask(
    source: Source, assessment: UUID, framework_id: int, questions: Sequence[QuestionCreate], by_name: str
) -> None:
    """Keep the questions of the appraisal."""
    told = {
        "id": assessment,
        "framework": framework_id,
        "codes": [one.code for one in questions],
        "questions": [one.question for one in questions],
        "by_name": by_name,
    }
    await source.rows(_ASK, told)


async def close_questions(source: Source, assessment: UUID, *, sent: bool) -> None:
    """What was asked is no longer open; `sent`: because its unit sent its explanations."""
    await source.rows(_CLOSE, {"id": assessment, "sent": sent})


async def advance_version(source: Source, assessment: UUID) -> None:
    """What is said of it changed."""
    await source.rows(_TOUCH, {"id": assessment})


async def answer(source: Source, assessment: UUID, question: UUID, words: str, by_name: str) -> Any:
    """Keep the unit's explanation; criterion and the words before. NotFound unless the question is open."""
    told = {"id": assessment, "question": question, "answer": words, "by_name": by_name}
    rows = await source.rows(_ANSWER, told)
    if not rows:
        raise NotFound("Không có câu hỏi này đang chờ giải trình.")
    return rows[0]
