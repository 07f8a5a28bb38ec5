"""Submissions as the public interface shows them: whole, and as lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.indicators.forms import FormItem
from contracts.indicators.submissions import (
    PastValue,
    Submission,
    SubmissionCell,
    SubmissionState,
    SubmissionSummary,
    Verb,
)
from kit.caller import Caller
from kit.light import instant, light, number
from services.indicators.queries.definitions import current_definitions
from services.indicators.queries.register import rule_of
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.cells import Cells, Pasts, cells_of, pasts_of, result_of
from services.indicators.queries.submissions.heads import Head, get_head
from services.indicators.rules.checks import Past
from services.indicators.rules.submissions.cells import Cell
from services.indicators.rules.submissions.states import Transition, allowed
from services.indicators.rules.territory import own_line

_Summary, _Whole = light(SubmissionSummary), light(Submission)
_Cell, _Past = light(SubmissionCell), light(PastValue)
_OPEN_STATES = (SubmissionState.DRAFT, SubmissionState.RETURNED)


@dataclass(frozen=True, slots=True)
class Whole:
    """One submission with its cells and what was published of them."""

    head: Head
    cells: Cells
    pasts: Pasts

    @property
    def before(self) -> dict[str, list[Past]]:
        """What was published before its own period, newest first."""
        return {code: [past for past in pasts if past.period != self.head.period] for code, pasts in self.pasts.items()}


async def load_wholes(source: Source, heads: Sequence[Head]) -> dict[UUID, Whole]:
    """Cells and history of submissions; the same few statements however many."""
    cells = await cells_of(source, [head.id for head in heads])
    pasts = await pasts_of(source, heads)
    return {head.id: Whole(head, cells.get(head.id, {}), pasts[head.id]) for head in heads}


async def load_whole(source: Source, submission: UUID) -> Whole:
    """One submission; NotFound when there is none, or none the caller may know of."""
    head = await get_head(source, submission)
    return (await load_wholes(source, [head]))[submission]


def may(caller: Caller, area: str, reach: Sequence[str], transition: Transition) -> bool:
    """Whether the caller holds what a transition takes on a unit of this reach."""
    if transition.instead is not None and caller.may(transition.instead, reach):
        return True
    return caller.may(transition.right, own_line(area, reach) if transition.own else reach)


def allowed_to(caller: Caller, head: Head, today: date) -> list[Verb]:
    """What the caller may do with a submission today."""
    is_open = head.form.opens_on(head.period) <= today
    return allowed(
        head.state,
        lambda transition: may(caller, head.area, head.reach, transition),
        is_open=is_open,
        is_correction=head.is_correction,
    )


def summary_of(head: Head, today: date) -> SubmissionSummary:
    """A submission without its cells."""
    return _Summary(**_summary(head, today))


async def submission_of(source: Source, whole: Whole, caller: Caller, today: date) -> Submission:
    """A submission whole, as the caller sees it."""
    head, verbs = whole.head, allowed_to(caller, whole.head, today)
    definitions = {row.code: row for row in (await current_definitions(source)).rows.values()}
    cells = [
        _cell(item, definitions[code], whole, is_open=Verb.SAVE in verbs)
        for code, item in head.form.items.items()
        if code in definitions
    ]
    is_reminded = head.reminded_at is not None and head.state in _OPEN_STATES
    return _Whole(
        **_summary(head, today),
        edition=head.form.edition,
        regime=head.form.terms.regime,
        first_day=head.form.first_day(head.period),
        last_day=head.form.last_day(head.period),
        opens_on=head.form.opens_on(head.period),
        return_reason=head.return_reason,
        reminded_at=instant(head.reminded_at) if head.reminded_at and is_reminded else None,
        allowed=verbs,
        cells=cells,
    )


def _summary(head: Head, today: date) -> dict[str, Any]:
    return {
        "id": str(head.id),
        "form": head.form.code,
        "form_name": head.form.terms.name,
        "area": head.area,
        "area_name": head.area_name,
        "period": str(head.period),
        "state": head.state,
        "version": head.version,
        "is_correction": head.is_correction,
        "due_on": head.form.due_on(head.period),
        "days_late": head.form.days_late(head.period, head.first_sent_on, today),
        "filled": head.filled,
        "sent_at": None if head.sent_at is None else instant(head.sent_at),
        "sent_by": head.sent_by,
        "rounds": head.rounds,
        "updated_at": instant(head.updated_at),
    }


def _cell(item: FormItem, definition: Any, whole: Whole, *, is_open: bool) -> SubmissionCell:
    head, rule = whole.head, rule_of(definition)
    cell = whole.cells.get(item.indicator, Cell(item.indicator))
    pasts: Sequence[Past] = whole.pasts.get(item.indicator, ())
    before = [_past(past) for past in pasts if past.period != head.period]
    return _Cell(
        indicator=item.indicator,
        name=definition.name,
        section=item.section,
        kind=definition.kind,
        unit=definition.unit,
        numerator_label=definition.numerator_label,
        denominator_label=definition.denominator_label,
        decimals=definition.decimals,
        minimum=number(definition.minimum),
        maximum=number(definition.maximum),
        required=item.required,
        evidence=item.evidence,
        editable=is_open and (not head.is_correction or cell.correction_reason is not None),
        value=number(cell.value),
        numerator=number(cell.numerator),
        denominator=number(cell.denominator),
        result=number(result_of(rule, cell.value, cell.numerator, cell.denominator)),
        qualifier=cell.qualifier,
        as_of=cell.as_of,
        note=cell.note,
        explanation=cell.explanation,
        follow_up=cell.follow_up,
        return_reason=cell.return_reason,
        correction_reason=cell.correction_reason,
        published=next((_past(past) for past in pasts if past.period == head.period), None),
        previous=before[0] if before else None,
        history=before,
    )


def _past(past: Past) -> PastValue:
    return _Past(
        period=str(past.period),
        value=number(past.value),
        numerator=number(past.numerator),
        denominator=number(past.denominator),
        revision=past.revision,
        source=past.source,
    )


def corrected(cells: Mapping[str, Cell]) -> frozenset[str]:
    """The indicators that a correction is about."""
    return frozenset(code for code, cell in cells.items() if cell.correction_reason is not None)
