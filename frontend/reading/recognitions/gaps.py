"""What a sheet makes of its unit, and what is missing for the next level, with the way to each criterion."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.indicators.recognition import LevelCondition, MissingCriterion, Recognition, StageRecognition
from frontend.formats import decimal, percent
from frontend.reading.score_words import STAGES

UNSCORED = "Chưa có điểm nên chưa xếp được mức."
FIRST = 10
"""So many criteria are shown at once; the rest is folded."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A criterion that is not met, and where it is scored."""

    name: str
    href: str
    points: str
    needed: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing the next level asks: how much there is, what is missing in words, and which criteria could be met."""

    text: str
    count: str
    met: bool
    lacking: str | None
    first: list[Gap]
    rest: list[Gap]


@dataclass(frozen=True, slots=True)
class Standing:
    """The level a sheet reaches by the stage that decides, and the next one."""

    level: str | None
    reached: bool
    basis: str
    next: str | None
    conditions: list[Condition]
    rule: list[str]
    source: str | None
    framework: str


def standing_of(recognition: Recognition, way: Callable[[str], str]) -> Standing | None:
    """How a sheet stands; None where its framework recognises nothing. `way` leads to a criterion by its code."""
    if not recognition.rule:
        return None
    found = getattr(recognition, recognition.stage) if recognition.stage else None
    level, reached, basis, following, conditions = None, False, recognition.note or UNSCORED, None, []
    if found is not None:
        level, reached, basis = found.name, found.level is not None, _basis(recognition, found)
        ahead = next((one for one in found.levels if not one.reached), None)
        following = ahead.name if ahead else None
        conditions = [_condition(one, way) for one in ahead.conditions] if ahead else []
    rule, source = recognition.rule, recognition.source
    return Standing(level, reached, basis, following, conditions, rule, source, recognition.framework)


def _basis(recognition: Recognition, found: StageRecognition) -> str:
    """By which scores: `Theo điểm thẩm định, 85% điểm tối đa. 3 tiêu chí chưa có điểm, tính như 0 điểm.`"""
    assert recognition.stage is not None
    told = f"Theo điểm {STAGES[recognition.stage].lower()}, được {percent(found.share)} điểm tối đa."
    return f"{told} {found.unscored} tiêu chí chưa có điểm, tính như 0 điểm." if found.unscored else told


def _condition(condition: LevelCondition, way: Callable[[str], str]) -> Condition:
    gaps = [_gap(one, way) for one in condition.missing] if not condition.met else []
    return Condition(
        text=condition.text,
        count=f"{decimal(condition.have)} / {decimal(condition.needed)}",
        met=condition.met,
        lacking=condition.lacking,
        first=gaps[:FIRST],
        rest=gaps[FIRST:],
    )


def _gap(missing: MissingCriterion, way: Callable[[str], str]) -> Gap:
    return Gap(
        f"{missing.code}. {missing.name}", way(missing.code), decimal(missing.points), f"+{decimal(missing.needed)}"
    )
