"""Which scores of a sheet may be changed in which state: all of them until its unit first submits it."""

from collections.abc import Collection, Iterable, Mapping

from contracts.indicators.assessments import SheetState, Stage
from services.indicators.rules.rounds.workflow import STATE_NAMES
from services.indicators.rules.score_changes import ScoreProblem

_JUDGED = frozenset({Stage.APPRAISED, Stage.FINAL})
_OPEN: Mapping[SheetState, frozenset[Stage]] = {
    SheetState.SELF: frozenset({Stage.SELF}),
    SheetState.SUBMITTED: frozenset(),
    SheetState.APPRAISING: _JUDGED,
    SheetState.EXPLAINING: _JUDGED,
    SheetState.FINALISED: frozenset(),
    SheetState.PUBLISHED: frozenset(),
}
_WHY: Mapping[Stage, Mapping[SheetState, str]] = {
    Stage.SELF: {
        SheetState.SUBMITTED: "muốn sửa điểm tự đánh giá thì rút lại",
        SheetState.APPRAISING: "điểm tự đánh giá chỉ sửa được khi có yêu cầu giải trình",
        SheetState.EXPLAINING: "chỉ sửa được tiêu chí đang được hỏi",
    },
    Stage.APPRAISED: {
        SheetState.SELF: "chưa thẩm định được",
        SheetState.SUBMITTED: "hãy tiếp nhận thẩm định trước",
    },
    Stage.FINAL: {
        SheetState.SELF: "chưa chốt điểm được",
        SheetState.SUBMITTED: "hãy tiếp nhận thẩm định trước",
    },
}
JUDGED_BY_PANEL = "Hồ sơ này có tổ thẩm định: điểm thẩm định do các thành viên chấm và chủ trì chốt ở mục Tổ thẩm định."
_CLOSED = "muốn sửa thì người công bố mở lại, có lý do"


def locked(state: SheetState, stage: Stage, code: str, asked: Collection[str]) -> str | None:
    """Why the score of a criterion cannot be changed at a stage; None when it can. `asked` are the questions open."""
    if stage in _OPEN[state] or (state is SheetState.EXPLAINING and stage is Stage.SELF and code in asked):
        return None
    return _why(state, stage)


def locked_scores(state: SheetState, wanted: Iterable[tuple[str, Stage]], asked: Collection[str]) -> list[ScoreProblem]:
    """Of the scores sent, those that may not be changed now."""
    told = ((place, locked(state, stage, code, asked)) for place, (code, stage) in enumerate(wanted))
    return [ScoreProblem(place, "stage", detail) for place, detail in told if detail is not None]


def stage_locks(state: SheetState, asked: Collection[str], *, by_panel: bool) -> list[tuple[Stage, str, list[str]]]:
    """The stages that are closed in a state, why, and the criteria that stay open in them.

    Where a panel judges, nobody else writes appraised scores, whatever the state.
    """
    explains = state is SheetState.EXPLAINING
    found = [
        (stage, _why(state, stage), sorted(asked) if explains and stage is Stage.SELF else [])
        for stage in Stage
        if stage not in _OPEN[state]
    ]
    if by_panel and Stage.APPRAISED in _OPEN[state]:
        found.append((Stage.APPRAISED, JUDGED_BY_PANEL, []))
    return found


def _why(state: SheetState, stage: Stage) -> str:
    return f"Hồ sơ {STATE_NAMES[state].lower()}: {_WHY[stage].get(state, _CLOSED)}."
