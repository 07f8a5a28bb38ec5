"""What happened to a submission: each later sending with what had changed, each decision with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contracts.indicators.submissions import (
    CellSnapshot,
    RoundDecision,
    Submission,
    SubmissionCell,
    SubmissionRound,
    SubmissionState,
)
from frontend.formats import decimal, instant
from frontend.reading.submissions.cells import entered_text
from frontend.reading.submissions.words import DONE, STATES

STEPS = ("Nhập", "Gửi", "Duyệt", "Công bố")
_REACHED = {
    SubmissionState.DRAFT: 0,
    SubmissionState.RETURNED: 0,
    SubmissionState.SUBMITTED: 1,
    SubmissionState.ACCEPTED: 2,
    SubmissionState.PUBLISHED: 3,
}


@dataclass(frozen=True, slots=True)
class Moved:
    """One cell before and after."""

    name: str
    before: str
    after: str
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    title: str
    by: str
    at: str
    reason: str | None = None
    cells: list[tuple[str, str]] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


def events_of(sheet: Submission, rounds: Sequence[SubmissionRound]) -> list[Event]:
    """Everything that happened, the newest first."""
    cells = {cell.indicator: cell for cell in sheet.cells}
    told = []
    for one in rounds:
        told.append(_sending(one, cells))
        told += [_decision(decision, cells) for decision in one.decisions]
    return told[::-1]


def since_sent(sheet: Submission, rounds: Sequence[SubmissionRound]) -> list[Moved]:
    """What differs from the last sending; nothing while it has not been sent, or waits as it was sent."""
    if not rounds or sheet.state not in (SubmissionState.DRAFT, SubmissionState.RETURNED):
        return []
    sent = {cell.indicator: cell for cell in rounds[-1].cells}
    return [
        _moved(cell, sent.get(cell.indicator), cell)
        for cell in sheet.cells
        if _numbers(sent.get(cell.indicator)) != _numbers(cell)
    ]


def steps_of(sheet: Submission) -> list[tuple[str, str]]:
    """The way of a submission: each step and whether it is done, stands now, or is to come."""
    reached = _REACHED[sheet.state]
    is_over = sheet.state is SubmissionState.PUBLISHED
    states = ["done" if place < reached or is_over else "now" if place == reached else "next" for place in range(4)]
    if sheet.state in (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED):
        states[reached : reached + 2] = ["done", "now"]
    return list(zip(STEPS, states, strict=True))


def state_tag(sheet: Submission) -> tuple[str, str]:
    """Where it stands; a correction says so."""
    word, kind = STATES[sheet.state]
    return (f"{word} (lượt sửa)" if sheet.is_correction else word), kind


def _sending(one: SubmissionRound, cells: Mapping[str, SubmissionCell]) -> Event:
    what = f"Gửi lần {decimal(one.round)}" + (", sửa số đã công bố" if one.is_correction else "")
    moved = [
        _moved(cells[change.indicator], change.before, change.after)
        for change in (one.changes if one.round > 1 else ())
        if change.indicator in cells
    ]
    return Event(what, one.sent_by, instant(one.sent_at), moved=moved)


def _decision(one: RoundDecision, cells: Mapping[str, SubmissionCell]) -> Event:
    named = [
        (cells[said.indicator].name if said.indicator in cells else said.indicator, said.reason) for said in one.cells
    ]
    return Event(DONE.get(one.verb, one.verb), one.by, instant(one.at), one.reason, named)


def _moved(
    cell: SubmissionCell, before: CellSnapshot | SubmissionCell | None, after: CellSnapshot | SubmissionCell | None
) -> Moved:
    said = []
    for name, words in (("note", "Ghi chú"), ("explanation", "Giải trình"), ("correction_reason", "Lý do sửa")):
        text = getattr(after, name, None)
        if text and text != getattr(before, name, None):
            said.append(f"{words}: {text}")
    return Moved(cell.name, entered_text(cell, before), entered_text(cell, after), said)


def _numbers(cell: CellSnapshot | SubmissionCell | None) -> tuple[object, ...]:
    if cell is None:
        return (None, None, None, None)
    return (cell.value, cell.numerator, cell.denominator, cell.explanation)
