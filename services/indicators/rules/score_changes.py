"""What a batch of scores changes on a sheet, and everything wrong with it: all of it is saved, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.assessments import Stage
from services.indicators.rules.assessment import STAGE_LABELS, check_score
from services.indicators.rules.framework import Framework, NodeUnknown
from services.indicators.rules.scoring import InputInvalid

_NEEDS_REASON = "Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá."

Standing = Mapping[tuple[str, Stage], tuple[Decimal, str | None]]
"""Points and reason of a sheet by criterion and stage, as they stand."""


@dataclass(frozen=True, slots=True)
class GivenScore:
    """One score as sent; points None takes it back.

    Reason None leaves what stands alone: always the note of a unit's own score, and the reason of a judgement while
    its points stay the same. An empty reason removes it.
    """

    code: str
    stage: Stage
    points: Decimal | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One score as it was and as it becomes; `new` None takes it back."""

    code: str
    stage: Stage
    old: Decimal | None
    new: Decimal | None
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
    problems = [*_doubled(given), *_unfit(framework, given)]
    if not problems:
        problems = list(_unexplained(standing, given))
    if problems:
        raise ScoresRefused(sorted(problems, key=lambda problem: problem.place))
    return [change for score in given if (change := _change(standing, score)) is not None]


def _doubled(given: Sequence[GivenScore]) -> Iterator[ScoreProblem]:
    seen: set[tuple[str, Stage]] = set()
    for place, score in enumerate(given):
        if (score.code, score.stage) in seen:
            detail = f"Tiêu chí {score.code} có hai điểm {STAGE_LABELS[score.stage].lower()} trong cùng một lần gửi."
            yield ScoreProblem(place, "code", detail)
        seen.add((score.code, score.stage))


def _unfit(framework: Framework, given: Sequence[GivenScore]) -> Iterator[ScoreProblem]:
    for place, score in enumerate(given):
        try:
            framework.leaf(score.code)
            if score.points is not None:
                check_score(framework, score.code, score.points)
        except NodeUnknown as error:
            yield ScoreProblem(place, "code", error.detail)
        except InputInvalid as error:
            yield ScoreProblem(place, error.field, error.detail)


def _unexplained(standing: Standing, given: Sequence[GivenScore]) -> Iterator[ScoreProblem]:
    """An appraisal that differs from the unit's own score says why; one that repeats what stands need not again."""
    own: dict[str, Decimal | None] = {}
    own |= {code: points for (code, stage), (points, _) in standing.items() if stage is Stage.SELF}
    own |= {score.code: score.points for score in given if score.stage is Stage.SELF}
    for place, score in enumerate(given):
        if score.stage is not Stage.APPRAISED or score.points is None or score.reason:
            continue
        stated = own.get(score.code)
        before = standing.get((score.code, Stage.APPRAISED))
        repeated = score.reason is None and before is not None and before[0] == score.points and bool(before[1])
        if stated is not None and stated != score.points and not repeated:
            yield ScoreProblem(place, "reason", _NEEDS_REASON)


def _change(standing: Standing, score: GivenScore) -> Change | None:
    old, old_reason = standing.get((score.code, score.stage), (None, None))
    kept = old == score.points or (score.stage is Stage.SELF and score.points is not None)
    reason = (score.reason or None) if score.reason is not None else (old_reason if kept else None)
    if old == score.points and (old is None or reason == old_reason):
        return None
    return Change(score.code, score.stage, old, score.points, reason)
