"""The round of a sheet as read: its state, what the caller may do next and what hinders it, questions, steps."""

from typing import Any

from contracts.indicators.assessments import SheetState
from contracts.indicators.rounds import (
    AllowedVerb,
    Lack,
    PublicationInstrument,
    Question,
    Round,
    RoundStep,
    SheetVerb,
    StageLock,
)
from services.indicators.queries.panels.marks import standing_agreement
from services.indicators.queries.sheets import Entry
from services.indicators.queries.source import Source
from services.indicators.rules.rounds.lacks import Facts, lacking
from services.indicators.rules.rounds.locks import stage_locks
from services.indicators.rules.rounds.workflow import MOVES, STATE_NAMES, VERB_NAMES

_STATE = """
    select a.version, a.state, a.submissions, a.due, p.instrument_number, p.instrument_issued_on
    from assessments a left join sheet_publications p on p.id = a.publication where a.id = %(id)s
"""
_QUESTIONS = """
    select q.id, n.code, q.question, q.asked_by, q.asked_at, q.answer, q.answered_by, q.answered_at,
           q.closed_at is null as is_open, q.is_sent
    from round_questions q join framework_nodes n on n.id = q.node_id
    where q.assessment_id = %(id)s order by q.id desc
"""
_STEPS = """
    select verb, start, ending, reason, due, at, by_name from round_steps
    where assessment_id = %(id)s order by id desc
"""


async def round_of(source: Source, entry: Entry, verbs: list[SheetVerb], *, reads_drafts: bool) -> Round:
    """The round of a sheet; `verbs` are those its reader may use, `reads_drafts` shows explanations not sent yet."""
    told = {"id": entry.head.id}
    row = (await source.rows(_STATE, told))[0]
    questions = [_question(one, reads_drafts=reads_drafts) for one in await source.rows(_QUESTIONS, told)]
    unanswered = {one.code for one in questions if one.open and one.answer is None}
    agreed = await standing_agreement(source, entry.head.id, entry.head.class_key, entry.late)
    facts = Facts(entry.sheet, entry.evidence or {}, unanswered, agreed)
    state = SheetState(row.state)
    return Round(
        assessment=str(entry.head.id),
        version=row.version,
        state=state,
        state_name=STATE_NAMES[state],
        free=row.submissions == 0,
        due=row.due,
        published_by=_instrument(row),
        allowed=[_allowed(verb, facts) for verb in verbs if state in MOVES[verb].starts],
        locks=[] if row.submissions == 0 else _locks(state, questions, by_panel=agreed is not None),
        questions=questions,
        steps=[_step(one) for one in await source.rows(_STEPS, told)],
    )


def lacks_of(verb: SheetVerb, facts: Facts) -> list[Lack]:
    """What hinders a step, as the public interface shows it."""
    return [
        Lack(code=one.node.code, name=one.node.name, kind=one.kind, detail=one.detail) for one in lacking(verb, facts)
    ]


def _allowed(verb: SheetVerb, facts: Facts) -> AllowedVerb:
    return AllowedVerb(
        verb=verb, name=VERB_NAMES[verb], needs_reason=MOVES[verb].needs_reason, lacking=lacks_of(verb, facts)
    )


def _locks(state: SheetState, questions: list[Question], *, by_panel: bool) -> list[StageLock]:
    told = stage_locks(state, {one.code for one in questions if one.open}, by_panel=by_panel)
    return [StageLock(stage=stage, detail=why, open=still) for stage, why, still in told]


def _instrument(row: Any) -> PublicationInstrument | None:
    if row.instrument_number is None:
        return None
    return PublicationInstrument(number=row.instrument_number, issued_on=row.instrument_issued_on)


def _question(row: Any, *, reads_drafts: bool) -> Question:
    is_told = row.is_sent or reads_drafts
    return Question(
        id=str(row.id),
        code=row.code,
        question=row.question,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        answer=row.answer if is_told else None,
        answered_by=row.answered_by if is_told else None,
        answered_at=row.answered_at if is_told else None,
        sent=row.is_sent,
        open=row.is_open,
    )


def _step(row: Any) -> RoundStep:
    verb = SheetVerb(row.verb)
    return RoundStep(
        verb=verb,
        name=VERB_NAMES[verb],
        start=SheetState(row.start),
        end=SheetState(row.ending),
        reason=row.reason,
        due=row.due,
        at=row.at,
        by=row.by_name,
    )
