"""A criterion raised to a level people can reach: whole dossiers, one of the answers, the decimals of a score."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import combinations

from kit.numbers import write_number
from services.indicators.rules.rankings.contest import Part
from services.indicators.rules.scoring import (
    Additive,
    Answer,
    Choice,
    CountToTarget,
    Ratio,
    RuleInputs,
    ShareOfMaximum,
    score,
)

_MOST_PARTS = 10
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Raised:
    """A part with its better points, and what has to be done for them in words."""

    part: Part
    told: str


def top_of(part: Part) -> Decimal:
    """The highest level its rule gives."""
    return min(_ONE, part.node.rule.cap) if isinstance(part.node.rule, Ratio) else _ONE


def is_graded(part: Part) -> bool:
    """Whether its rule knows a few levels only."""
    return part.inputs is not None and isinstance(part.node.rule, Choice | Additive)


def raised_to(part: Part, level: Decimal, decimals: int) -> Raised:
    """The least that can be written down and gives at least this level."""
    places = getattr(part.node.rule, "places", decimals)
    points = min(part.node.maximum, up(level * part.node.maximum, places))
    match part.node.rule:
        case Ratio() as rule if part.inputs is not None and part.inputs.denominator:
            return _more_of(part, rule, points, part.inputs)
        case CountToTarget() as rule if part.inputs is not None:
            return _more_counted(part, rule, points, part.inputs)
        case ShareOfMaximum() as rule if part.inputs is not None:
            share = up(points / part.node.maximum * rule.whole, 4)
            return _scored(part, RuleInputs(share=share), f"đạt tỷ lệ {write_number(share)}")
        case Choice() as rule if part.inputs is not None:
            return _better_answer(part, rule, points)
        case Additive() as rule if part.inputs is not None:
            return _more_met(part, rule, points, part.inputs)
    more = write_number(points - (part.points or Decimal()))
    return Raised(Part(part.node, points, part.inputs), f"thêm {more} điểm")


def up(value: Decimal, places: int) -> Decimal:
    """Rounded up; what division left behind the thirtieth digit is not a step."""
    step = Decimal(1).scaleb(-places)
    return (value - step.scaleb(-12)).quantize(step, ROUND_CEILING)


def _more_of(part: Part, rule: Ratio, points: Decimal, inputs: RuleInputs) -> Raised:
    whole, had = inputs.denominator or Decimal(), inputs.numerator or Decimal()
    asked = up(points / part.node.maximum * rule.target * whole / rule.per, 0)
    told = f"thêm {write_number(asked - had)} vào tử số ({write_number(had)} → {write_number(asked)}"
    return _scored(
        part, RuleInputs(numerator=asked, denominator=whole), f"{told}; mẫu số giữ nguyên {write_number(whole)})"
    )


def _more_counted(part: Part, rule: CountToTarget, points: Decimal, inputs: RuleInputs) -> Raised:
    had = inputs.count or Decimal()
    asked = up(points / part.node.maximum * rule.target, 0)
    told = f"thêm {write_number(asked - had)} ({write_number(had)} → {write_number(asked)})"
    return _scored(part, RuleInputs(count=asked), told)


def _better_answer(part: Part, rule: Choice, points: Decimal) -> Raised:
    enough = [answer for answer in rule.answers if answer.share * part.node.maximum >= points]
    best = min(enough, key=lambda answer: answer.share, default=max(rule.answers, key=lambda answer: answer.share))
    return _scored(part, RuleInputs(choice=best.key), f"đạt mức “{best.label}”")


def _more_met(part: Part, rule: Additive, points: Decimal, inputs: RuleInputs) -> Raised:
    """The fewest shares that are enough, of the parts not met yet."""
    met = inputs.met or frozenset()
    open_ = [answer for answer in rule.parts if answer.key not in met]
    missing = points / part.node.maximum - sum((one.share for one in rule.parts if one.key in met), Decimal())
    added = min(_enough(open_, missing), key=_sum_of, default=tuple(open_))
    told = "đạt thêm " + ", ".join(f"“{answer.label}”" for answer in added)
    return _scored(part, RuleInputs(met=met | {answer.key for answer in added}), told)


def _enough(answers: list[Answer], missing: Decimal) -> Iterable[tuple[Answer, ...]]:
    if len(answers) > _MOST_PARTS:
        return
    for size in range(1, len(answers) + 1):
        yield from (chosen for chosen in combinations(answers, size) if _sum_of(chosen) >= missing)


def _sum_of(answers: Iterable[Answer]) -> Decimal:
    return sum((answer.share for answer in answers), Decimal())


def _scored(part: Part, inputs: RuleInputs, told: str) -> Raised:
    points = score(part.node.rule, part.node.maximum, inputs).points if part.node.rule else None
    return Raised(Part(part.node, points, inputs), told)
