"""The workflow of a sheet as one table: who takes which step, by which right, from where to where."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.access import Right
from contracts.indicators.assessments import SheetState
from contracts.indicators.rounds import SheetVerb

STATE_NAMES: Mapping[SheetState, str] = {
    SheetState.SELF: "Đang tự đánh giá",
    SheetState.SUBMITTED: "Đã nộp tự đánh giá",
    SheetState.APPRAISING: "Đang thẩm định",
    SheetState.EXPLAINING: "Chờ giải trình",
    SheetState.FINALISED: "Đã chốt điểm cuối",
    SheetState.PUBLISHED: "Đã công bố",
}
VERB_NAMES: Mapping[SheetVerb, str] = {
    SheetVerb.SUBMIT: "Nộp tự đánh giá",
    SheetVerb.WITHDRAW: "Rút lại",
    SheetVerb.BEGIN: "Tiếp nhận thẩm định",
    SheetVerb.SEND_BACK: "Trả lại đơn vị",
    SheetVerb.ASK: "Yêu cầu giải trình",
    SheetVerb.EXPLAIN: "Gửi giải trình",
    SheetVerb.RESUME: "Thẩm định tiếp",
    SheetVerb.FINALISE: "Chốt điểm cuối",
    SheetVerb.REOPEN: "Mở lại để sửa",
    SheetVerb.PUBLISH: "Công bố",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One step: the right it takes, the states it starts from, and where it ends.

    The right of a step that is the unit's `own` is held on the unit itself, never from above it.
    """

    right: Right
    starts: frozenset[SheetState]
    end: SheetState
    own: bool = False
    needs_reason: bool = False


def _move(right: Right, end: SheetState, *starts: SheetState, reason: bool = False) -> Move:
    return Move(right, frozenset(starts), end, right is Right.ASSESSMENTS_SELF, reason)


_UNIT, _PANEL, _PUBLISHER = Right.ASSESSMENTS_SELF, Right.ASSESSMENTS_APPRAISE, Right.ASSESSMENTS_FINALISE
_S = SheetState

MOVES: Mapping[SheetVerb, Move] = {
    SheetVerb.SUBMIT: _move(_UNIT, _S.SUBMITTED, _S.SELF),
    SheetVerb.WITHDRAW: _move(_UNIT, _S.SELF, _S.SUBMITTED),
    SheetVerb.BEGIN: _move(_PANEL, _S.APPRAISING, _S.SUBMITTED),
    SheetVerb.SEND_BACK: _move(_PANEL, _S.SELF, _S.SUBMITTED, _S.APPRAISING, reason=True),
    SheetVerb.ASK: _move(_PANEL, _S.EXPLAINING, _S.APPRAISING, _S.EXPLAINING),
    SheetVerb.EXPLAIN: _move(_UNIT, _S.APPRAISING, _S.EXPLAINING),
    SheetVerb.RESUME: _move(_PANEL, _S.APPRAISING, _S.EXPLAINING, reason=True),
    SheetVerb.FINALISE: _move(_PUBLISHER, _S.FINALISED, _S.APPRAISING),
    SheetVerb.REOPEN: _move(_PUBLISHER, _S.APPRAISING, _S.FINALISED, _S.PUBLISHED, reason=True),
    SheetVerb.PUBLISH: _move(_PUBLISHER, _S.PUBLISHED, _S.FINALISED),
}
"""What is not written here leads nowhere. Several sheets are published together, so that is asked for elsewhere."""


def out_of_turn(verb: SheetVerb, state: SheetState) -> str | None:
    """Why a step cannot be taken from a state, in words; None when it can."""
    if state in MOVES[verb].starts:
        return None
    return f"Hồ sơ ở trạng thái “{STATE_NAMES[state]}” nên không {VERB_NAMES[verb].lower()} được."
