"""Recognition (công nhận): the level a unit has reached, the next one, and exactly what is missing for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kit.numbers import round_half_up, write_number
from services.indicators.rules.framework import Formula, Framework, Node
from services.indicators.rules.frameworks.levels import (
    HUNDRED,
    Band,
    MandatoryAndExtended,
    MetLevel,
    RecognitionRule,
    Requirement,
)
from services.indicators.rules.frameworks.recognition_file import requirement_of

Points = Mapping[str, Decimal]
"""The points of one stage by criterion; what has no score is not in it."""
SHARE_PLACES = 2


@dataclass(frozen=True, slots=True)
class Missing:
    """A criterion that is not met, and the points it lacks until it is."""

    code: str
    name: str
    points: Decimal | None
    needed: Decimal


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a level asks: how much of what, how much there is, in words; and the criteria that could still be met.

    ``have``, ``needed`` and ``of`` count criteria, or are points where the level is a band.
    """

    text: str
    have: Decimal
    needed: Decimal
    of: Decimal
    met: bool
    lacking: str | None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One level with its conditions; reached only when every lower one is."""

    key: str
    name: str
    asks: str
    reached: bool
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The level reached (None: none of them) and its name, the next one, and what is missing for that in words."""

    level: str | None
    name: str
    share: Decimal
    unscored: int
    next: Judged | None
    levels: tuple[Judged, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing to reach the next level, one sentence each; nothing at the highest."""
        conditions = self.next.conditions if self.next else ()
        return tuple(condition.lacking for condition in conditions if condition.lacking)


class NotRecognising(LookupError):
    """The framework has no recognition rule, or its weights were never published."""


def recognise(framework: Framework, points: Points) -> Recognised:
    """What a unit is by these points. The framework is that of its class (`Framework.for_unit`).

    Criteria without a score earn nothing. Raises `NotRecognising` where no level can be told.
    """
    rule = framework.recognition
    if rule is None:
        raise NotRecognising(f"Bộ tiêu chí {framework.code} không có quy tắc công nhận.")
    share = _share(framework, points)
    judged: list[Judged] = []
    for level in rule.levels:
        asked = _conditions(framework, rule, level, points, share)
        reached = all(one.met for one in asked) and all(one.reached for one in judged)
        judged.append(Judged(level.key, level.name, level.text, reached, asked))
    last = next((one for one in reversed(judged) if one.reached), None)
    unscored = sum(leaf.scored and leaf.code not in points for leaf in framework.leaves)
    return Recognised(
        level=last.key if last else None,
        name=last.name if last else rule.below,
        share=round_half_up(share * HUNDRED, SHARE_PLACES),
        unscored=unscored,
        next=next((one for one in judged if not one.reached), None),
        levels=tuple(judged),
    )


def _conditions(
    framework: Framework, rule: RecognitionRule, level: MetLevel | Band, points: Points, share: Decimal
) -> tuple[Condition, ...]:
    if isinstance(level, Band):
        return (_of_band(framework, level, share),)
    assert isinstance(rule, MandatoryAndExtended)
    return _of_met(framework, rule, level, points)


def _share(framework: Framework, points: Points) -> Decimal:
    """The exact share of the unit's own maximum, 0–1."""
    whole = framework.root.weight
    if whole is None:
        raise NotRecognising(f"Trọng số của bộ tiêu chí {framework.code} chưa công bố đủ nên chưa xếp được mức.")
    leaves = [leaf for leaf in framework.leaves if leaf.scored and leaf.code in points]
    if framework.formula is Formula.SUM:
        return sum((points[leaf.code] for leaf in leaves), Decimal()) / framework.scale.total
    return sum(((leaf.weight or Decimal()) * points[leaf.code] for leaf in leaves), Decimal()) / whole


def _of_band(framework: Framework, band: Band, share: Decimal) -> Condition:
    total, unit = framework.scale.total, Decimal(1).scaleb(-framework.scale.decimals)
    edge, have = band.above * total / HUNDRED, share * total
    met = have >= edge if band.inclusive else have > edge
    # The least points the scale can write that are enough: at the edge or the first above it.
    needed = edge.quantize(unit, ROUND_CEILING if band.inclusive else ROUND_FLOOR)
    needed += Decimal() if band.inclusive else unit
    shown = round_half_up(have, framework.scale.decimals)
    lacking = None
    if not met:
        asked = f"được {band.text} ({write_number(edge)}/{write_number(total)})"
        lacking = f"Cần thêm {write_number(needed - shown)} điểm để {asked}; hiện có {write_number(shown)}."
    return Condition(f"Tổng điểm {band.text}", shown, needed, total, met, lacking)


def _of_met(framework: Framework, rule: MandatoryAndExtended, level: MetLevel, points: Points) -> tuple[Condition, ...]:
    asked = [(Requirement.MANDATORY, "bắt buộc", level.mandatory), (Requirement.EXTENDED, "mở rộng", level.extended)]
    conditions = []
    for kind, word, percent in asked:
        leaves = [leaf for leaf in framework.leaves if _is(leaf, level, kind)]
        if percent:
            conditions.append(_of_criteria(rule, points, leaves, word, percent))
    return tuple(conditions)


def _is(leaf: Node, level: MetLevel, kind: Requirement) -> bool:
    return leaf.scored and requirement_of(leaf, level.key) is kind


def _of_criteria(
    rule: MandatoryAndExtended, points: Points, leaves: list[Node], word: str, percent: Decimal
) -> Condition:
    missing = tuple(_missing(leaf, rule, points) for leaf in leaves if not _is_met(leaf, rule, points))
    have, of = len(leaves) - len(missing), len(leaves)
    needed = int((percent * of / HUNDRED).to_integral_value(ROUND_CEILING))
    met = have * HUNDRED >= percent * of
    lacking = None
    if not met:
        names = ", ".join(one.code for one in missing)
        which = f"còn {names}" if needed == of else f"chọn trong {names}"
        lacking = f"Cần đạt thêm {needed - have} tiêu chí {word} (hiện {have}/{of}, phải đạt {needed}/{of}): {which}."
    text = f"Ít nhất {write_number(percent)}% tiêu chí {word}"
    return Condition(text, Decimal(have), Decimal(needed), Decimal(of), met, lacking, missing)


def _needed(leaf: Node, rule: MandatoryAndExtended) -> Decimal:
    return leaf.maximum * rule.met_from / HUNDRED


def _is_met(leaf: Node, rule: MandatoryAndExtended, points: Points) -> bool:
    got = points.get(leaf.code)
    return got is not None and got >= _needed(leaf, rule)


def _missing(leaf: Node, rule: MandatoryAndExtended, points: Points) -> Missing:
    got = points.get(leaf.code)
    return Missing(leaf.code, leaf.name, got, _needed(leaf, rule) - (got or Decimal()))
