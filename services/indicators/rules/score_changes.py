"""What a batch of scores changes on a sheet, and everything wrong with it: all of it is saved, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.assessments import Stage
from services.indicators.rules.assessment import STAGE_LABELS, computed_score
from services.indicators.rules.framework import Framework, NodeUnknown
from services.indicators.rules.inputs import KeptInputs, keep
from services.indicators.rules.scoring import InputInvalid, RuleInputs

_NEEDS_REASON = "Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá."


@dataclass(frozen=True, slots=True)
class Kept:
    """What a score is: its points, and what they were computed from (None where they were typed)."""

    points: Decimal
    inputs: KeptInputs | None = None


Standing = Mapping[tuple[str, Stage], tuple[Kept, str | None]]
"""Score and reason of a sheet by criterion and stage, as they stand."""


@dataclass(frozen=True, slots=True)
class GivenScore:
    """One score as sent: what its rule takes; inputs None take it back, unless nothing was said at all (`silent`).

    Reason None leaves what stands alone: always the note of a unit's own score, and the reason of a judgement while
    its points stay the same. An empty reason removes it.
    """

    code: str
    stage: Stage
    inputs: RuleInputs | None
    reason: str | None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One score as it was and as it becomes; `new` None takes it back."""

    code: str
    stage: Stage
    old: Kept | None
    new: Kept | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ScoreProblem:
    """What is wrong with the score at a place of the batch: its field and the reason in Vietnamese."""

    place: int
    field: str
    detail: str


class ScoresRefused(ValueError):
    """The batch cannot be saved; `problems` names every fault."""

    def __init__(self, problems: Sequence[ScoreProblem]) -> None:
        super().__init__(f"{len(problems)} điểm chưa hợp lệ")
        self.problems = tuple(problems)


def settle_scores(framework: Framework, standing: Standing, given: Sequence[GivenScore]) -> list[Change]:
    """The changes a batch makes; scores that already stand so make none. Raises `ScoresRefused`."""
    problems = list(_doubled(given))
    settled = _settled(framework, given, problems)
    if not problems:
        problems = list(_unexplained(standing, settled))
    if problems:
        raise ScoresRefused(sorted(problems, key=lambda problem: problem.place))
    return [change for score, new in settled if (change := _change(standing, score, new)) is not None]


def points_after(standing: Standing, changes: Sequence[Change]) -> dict[tuple[str, Stage], Decimal]:
    """The points of the sheet once the changes are made."""
    points = {key: kept.points for key, (kept, _) in standing.items()}
    for change in changes:
        points.pop((change.code, change.stage), None)
        if change.new is not None:
            points[change.code, change.stage] = change.new.points
    return points


Settled = Sequence[tuple[GivenScore, Kept | None]]
"""Scores as sent, each with what its rule makes of it."""


def _doubled(given: Sequence[GivenScore]) -> Iterator[ScoreProblem]:
    seen: set[tuple[str, Stage]] = set()
    for place, score in enumerate(given):
        if (score.code, score.stage) in seen:
            detail = f"Tiêu chí {score.code} có hai điểm {STAGE_LABELS[score.stage].lower()} trong cùng một lần gửi."
            yield ScoreProblem(place, "code", detail)
        seen.add((score.code, score.stage))


def _settled(framework: Framework, given: Sequence[GivenScore], problems: list[ScoreProblem]) -> Settled:
    settled: list[tuple[GivenScore, Kept | None]] = []
    for place, score in enumerate(given):
        try:
            framework.leaf(score.code)
            if score.silent:
                raise InputInvalid("points", "Thiếu điểm, hoặc số liệu để tính điểm.")
            new = None
            if score.inputs is not None:
                new = Kept(computed_score(framework, score.code, score.inputs), keep(score.inputs))
            settled.append((score, new))
        except NodeUnknown as error:
            problems.append(ScoreProblem(place, "code", error.detail))
        except InputInvalid as error:
            problems.append(ScoreProblem(place, error.field, error.detail))
    return settled


def _unexplained(standing: Standing, settled: Settled) -> Iterator[ScoreProblem]:
    """An appraisal that differs from the unit's own score says why; one that repeats what stands need not again."""
    own: dict[str, Decimal | None] = {}
    own |= {code: kept.points for (code, stage), (kept, _) in standing.items() if stage is Stage.SELF}
    own |= {score.code: new.points if new else None for score, new in settled if score.stage is Stage.SELF}
    for place, (score, new) in enumerate(settled):
        if score.stage is not Stage.APPRAISED or new is None or score.reason:
            continue
        stated = own.get(score.code)
        before, before_reason = standing.get((score.code, Stage.APPRAISED), (None, None))
        repeated = score.reason is None and before == new and bool(before_reason)
        if stated is not None and stated != new.points and not repeated:
            yield ScoreProblem(place, "reason", _NEEDS_REASON)


def _change(standing: Standing, score: GivenScore, new: Kept | None) -> Change | None:
    old, old_reason = standing.get((score.code, score.stage), (None, None))
    kept = old == new or (score.stage is Stage.SELF and new is not None)
    reason = (score.reason or None) if score.reason is not None else (old_reason if kept else None)
    if old == new and (old is None or reason == old_reason):
        return None
    return Change(score.code, score.stage, old, new, reason)
