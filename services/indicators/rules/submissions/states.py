"""The states of a submission: who may do what when, in one table. API, pages and tests read it from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contracts.access import Right
from contracts.indicators.submissions import SubmissionState as State
from contracts.indicators.submissions import Verb

STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "đang nhập",
    State.SUBMITTED: "đã gửi, chờ duyệt",
    State.RETURNED: "bị trả lại",
    State.ACCEPTED: "đã duyệt, chờ công bố",
    State.PUBLISHED: "đã công bố",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One verb: the right it takes (`own`: held on the unit itself), from which states, into which; None: it stays.

    `in_time`: only once the period may be sent. `of_correction`: only while published numbers are being corrected.
    `instead`: another right, held on the unit or above it, that does as well.
    """

    right: Right
    own: bool
    sources: frozenset[State]
    target: State | None
    in_time: bool = False
    of_correction: bool = False
    instead: Right | None = None


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


_WRITE, _REVIEW, _PUBLISH = Right.VALUES_WRITE, Right.SUBMISSIONS_REVIEW, Right.SUBMISSIONS_PUBLISH
TRANSITIONS: Mapping[Verb, Transition] = {
    Verb.SAVE: Transition(_WRITE, True, _from(State.DRAFT, State.RETURNED), None),
    Verb.SUBMIT: Transition(
        _WRITE,
        True,
        _from(State.DRAFT, State.RETURNED),
        State.SUBMITTED,
        in_time=True,
    ),
    Verb.WITHDRAW: Transition(_WRITE, True, _from(State.SUBMITTED), State.DRAFT),
    Verb.RETURN: Transition(_REVIEW, False, _from(State.SUBMITTED, State.ACCEPTED), State.RETURNED),
    Verb.ACCEPT: Transition(_REVIEW, False, _from(State.SUBMITTED), State.ACCEPTED),
    Verb.PUBLISH: Transition(_PUBLISH, False, _from(State.ACCEPTED), State.PUBLISHED),
    Verb.CORRECT: Transition(_WRITE, True, _from(State.PUBLISHED), State.DRAFT),
    Verb.DROP: Transition(
        _WRITE,
        True,
        _from(State.DRAFT, State.RETURNED),
        State.PUBLISHED,
        of_correction=True,
        instead=_REVIEW,
    ),
}


def is_possible(verb: Verb, state: State, *, is_correction: bool = False) -> bool:
    """Whether the verb begins in this state."""
    transition = TRANSITIONS[verb]
    return state in transition.sources and (is_correction or not transition.of_correction)


def state_after(verb: Verb, state: State) -> State:
    """The state a verb leads to."""
    return TRANSITIONS[verb].target or state


def allowed(
    state: State, may: Callable[[Transition], bool], *, is_open: bool, is_correction: bool = False
) -> list[Verb]:
    """What somebody may do in a state; `may` says whether they hold what a transition takes."""
    return [
        verb
        for verb, transition in TRANSITIONS.items()
        if is_possible(verb, state, is_correction=is_correction)
        and may(transition)
        and (is_open or not transition.in_time)
    ]


def impossible(verb: Verb, state: State) -> str:
    """Why a verb cannot be done now."""
    return f"Hồ sơ {STATE_NAMES[state]} nên không {_DOINGS[verb]} được."


_DOINGS: Mapping[Verb, str] = {
    Verb.SAVE: "sửa số",
    Verb.SUBMIT: "gửi",
    Verb.WITHDRAW: "rút lại",
    Verb.RETURN: "trả lại",
    Verb.ACCEPT: "duyệt",
    Verb.PUBLISH: "công bố",
    Verb.CORRECT: "mở lượt sửa",
    Verb.DROP: "bỏ lượt sửa",
}
