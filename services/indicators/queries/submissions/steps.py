"""Steps of submissions: states as they change, and the history of every step, added to and never changed."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from contracts.indicators.submissions import (
    CellReason,
    CellSnapshot,
    RoundDecision,
    SubmissionRound,
    SubmissionState,
    Verb,
)
from kit.caller import Caller
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.heads import Head
from services.indicators.rules.submissions.cells import differences, restored

_MOVE = """
    update submissions set
        state = %(state)s, version = version + 1, updated_at = now(),
        edition = coalesce(%(edition)s, edition),
        is_correction = coalesce(%(is_correction)s, is_correction),
        return_reason = %(return_reason)s,
        rounds = rounds + case when %(sent_on)s::date is null then 0 else 1 end,
        first_sent_on = coalesce(first_sent_on, %(sent_on)s::date),
        sent_at = case when %(sent_on)s::date is null then sent_at else now() end,
        sent_by_name = case when %(sent_on)s::date is null then sent_by_name else %(by_name)s end
    where id = any(%(ids)s::uuid[])
"""
_TOUCH = "update submissions set version = version + 1, updated_at = now() where id = %(id)s"
_KEEP = """
    insert into submission_steps (submission_id, verb, round, edition, is_correction, by_id, by_name, reason, reasons,
                                  cells)
    select step.id, %(verb)s, step.round, step.edition, step.is_correction, %(by_id)s, %(by_name)s, %(reason)s,
           %(reasons)s::jsonb, %(cells)s::jsonb
    from unnest(%(ids)s::uuid[], %(rounds)s::int[], %(editions)s::int[], %(corrections)s::bool[])
         as step (id, round, edition, is_correction)
"""
# A correction that was sent and came back is passed over.
_PUBLISHED = """
    select edition, cells from submission_steps
    where submission_id = %(id)s and cells is not null
      and id < (select max(id) from submission_steps where submission_id = %(id)s and verb = 'publish')
    order by id desc limit 1
"""
_STEPS = """
    select verb, round, edition, is_correction, at, by_name, reason, reasons, cells
    from submission_steps where submission_id = %(id)s order by id
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What is done: the verb, by whom, and what is said and kept with it."""

    verb: Verb
    by: Caller
    target: SubmissionState
    reason: str | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    cells: Sequence[Mapping[str, Any]] | None = None
    sent_on: date | None = None
    is_correction: bool | None = None
    edition: int | None = None


async def take_step(source: Source, heads: Sequence[Head], step: Step) -> None:
    """Bring submissions into their next state and keep that this was done; two statements however many."""
    sent = step.verb is Verb.SUBMIT
    ids = [head.id for head in heads]
    await source.rows(
        _MOVE,
        {
            "ids": ids,
            "state": step.target.value,
            "edition": heads[0].form.edition if sent else step.edition,
            "is_correction": step.is_correction,
            "return_reason": step.reason if step.verb is Verb.RETURN else None,
            "sent_on": step.sent_on,
            "by_name": step.by.name,
        },
    )
    reasons = [{"indicator": code, "reason": reason} for code, reason in step.reasons.items()]
    await source.rows(
        _KEEP,
        {
            "ids": ids,
            "verb": step.verb.value,
            "rounds": [head.rounds + sent for head in heads],
            "editions": [head.form.edition for head in heads],
            "corrections": [head.is_correction for head in heads],
            "by_id": step.by.id,
            "by_name": step.by.name,
            "reason": step.reason,
            "reasons": json.dumps(reasons, ensure_ascii=False) if reasons else None,
            "cells": None if step.cells is None else json.dumps(list(step.cells), ensure_ascii=False),
        },
    )


async def advance_version(source: Source, submission: UUID) -> None:
    """Its cells changed."""
    await source.rows(_TOUCH, {"id": submission})


async def published_cells(source: Source, submission: UUID) -> tuple[int, dict[str, CellSnapshot]]:
    """What was published last, as it was sent: the edition of the form, and cells by indicator."""
    [row] = await source.rows(_PUBLISHED, {"id": submission})
    return row.edition, {told["indicator"]: restored(told) for told in row.cells}


async def list_rounds(source: Source, submission: UUID) -> list[SubmissionRound]:
    """Every sending, oldest first, with what became of it."""
    steps = await source.rows(_STEPS, {"id": submission})
    decisions: dict[int, list[RoundDecision]] = defaultdict(list)
    for step in steps:
        if step.cells is None and step.verb != Verb.CORRECT:
            decisions[step.round].append(_decision(step))
    rounds: list[SubmissionRound] = []
    before: list[CellSnapshot] = []
    for step in steps:
        if step.cells is None:
            continue
        cells = [restored(told) for told in step.cells]
        rounds.append(
            SubmissionRound(
                round=step.round,
                edition=step.edition,
                sent_at=step.at,
                sent_by=step.by_name,
                is_correction=step.is_correction,
                cells=cells,
                changes=differences(before, cells),
                decisions=decisions[step.round],
            )
        )
        before = cells
    return rounds


def _decision(step: Any) -> RoundDecision:
    return RoundDecision(
        verb=Verb(step.verb),
        at=step.at,
        by=step.by_name,
        reason=step.reason,
        cells=[CellReason(**told) for told in step.reasons or ()],
    )
