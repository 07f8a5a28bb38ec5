"""Typed scoring rules (cách tính điểm): from answers, numbers or typed points to the points of one criterion.

Sources: QĐ 922/QĐ-BTTTT (choice, additive halves, ratios); QĐ 766/QĐ-TTg (capped ratio, nothing asked = full points).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum

from contracts.indicators.assessments import RuleKind
from kit.numbers import decimal_places, round_half_up, write_number

_NO_DATA = "Chưa có số liệu"
_EXACT = Context(prec=60)
_ONE = Decimal(1)
_PERCENT = Decimal(100)
RATIO_PLACES = 2
"""Decimals of a ratio as it is shown; points are computed from the exact one."""


LABELS: Mapping[RuleKind, str] = {
    RuleKind.CHOICE: "Chọn một mức",
    RuleKind.ADDITIVE: "Cộng dồn các ý đạt",
    RuleKind.RATIO: "Tỷ lệ so với mục tiêu",
    RuleKind.COUNT_TO_TARGET: "Số lượng so với mục tiêu",
    RuleKind.SHARE_OF_MAXIMUM: "Phần của điểm tối đa",
    RuleKind.MANUAL: "Điểm nhập trực tiếp",
}
"""The name of each kind as a proof shows it."""


class ZeroDenominator(StrEnum):
    """What 0/0 gives: the full points (nothing was asked, nothing was late), none, or no score."""

    FULL = "full"
    ZERO = "zero"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a choice, or one part of an additive rule, worth a share (0–1) of the maximum."""

    key: str
    label: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one answer applies: head of the committee is the chairman = all, a deputy = half, nobody = 0."""

    answers: tuple[Answer, ...]
    places: int = 2
    kind = RuleKind.CHOICE


@dataclass(frozen=True, slots=True)
class Additive:
    """Every part that is met adds its share."""

    parts: tuple[Answer, ...]
    places: int = 2
    kind = RuleKind.ADDITIVE


@dataclass(frozen=True, slots=True)
class Ratio:
    """min(cap, ratio / target) × maximum, where ratio = numerator × per / denominator (per 100 = per cent)."""

    target: Decimal
    per: Decimal = Decimal(100)
    cap: Decimal = _ONE
    zero_denominator: ZeroDenominator = ZeroDenominator.MISSING
    places: int = 2
    kind = RuleKind.RATIO


@dataclass(frozen=True, slots=True)
class CountToTarget:
    """min(1, count / target) × maximum."""

    target: Decimal
    places: int = 2
    kind = RuleKind.COUNT_TO_TARGET


@dataclass(frozen=True, slots=True)
class ShareOfMaximum:
    """A bare share of the maximum, 0–1 (or 0–100 with ``whole`` 100), as published without its parts."""

    whole: Decimal = _ONE
    places: int = 2
    kind = RuleKind.SHARE_OF_MAXIMUM


@dataclass(frozen=True, slots=True)
class Manual:
    """The points themselves are typed, with at most ``places`` decimals."""

    places: int = 2
    kind = RuleKind.MANUAL


Rule = Choice | Additive | Ratio | CountToTarget | ShareOfMaximum | Manual


@dataclass(frozen=True, slots=True)
class RuleInputs:
    """What is known of one criterion; a rule reads only its own fields, the others stay empty."""

    choice: str | None = None
    met: frozenset[str] | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    count: Decimal | None = None
    share: Decimal | None = None
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the points are what they are: the rule's name, its inputs as labelled text, and the sum worked out."""

    rule: str
    inputs: Mapping[str, str | None]
    formula: str


@dataclass(frozen=True, slots=True)
class Scored:
    """Points, or None while the inputs are missing, with their explanation."""

    points: Decimal | None
    explanation: Explanation


class InputInvalid(ValueError):
    """An input the rule cannot take; ``field`` names it as in `RuleInputs`, the message is Vietnamese."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field
        self.detail = detail


def score(rule: Rule, maximum: Decimal, inputs: RuleInputs) -> Scored:
    """The points a rule gives out of ``maximum``. Raises `InputInvalid` for inputs that make no sense."""
    with localcontext(_EXACT):
        match rule:
            case Choice():
                return _score_choice(rule, maximum, inputs.choice)
            case Additive():
                return _score_additive(rule, maximum, inputs.met)
            case Ratio():
                return _score_ratio(rule, maximum, inputs)
            case CountToTarget():
                return _score_count(rule, maximum, inputs.count)
            case ShareOfMaximum():
                return _score_share(rule, maximum, inputs.share)
            case Manual():
                return _score_manual(rule, maximum, inputs.points)


def ratio_of(rule: Rule, inputs: RuleInputs) -> Decimal | None:
    """The ratio of the inputs as it is shown, 0 for 0/0 as the national portal shows it; None where there is none."""
    numerator, denominator = inputs.numerator, inputs.denominator
    if not isinstance(rule, Ratio) or numerator is None or denominator is None:
        return None
    with localcontext(_EXACT):
        exact = numerator * rule.per / denominator if denominator else Decimal()
        return round_half_up(exact, RATIO_PLACES)


def check_points(points: Decimal, maximum: Decimal, places: int) -> None:
    """Refuses points below 0, above the maximum or finer than ``places`` decimals (`InputInvalid`)."""
    _check_not_negative("points", "Điểm", points)
    if points > maximum:
        raise InputInvalid("points", f"Điểm không được lớn hơn điểm tối đa ({write_number(maximum)}).")
    if decimal_places(points) > places:
        raise InputInvalid("points", f"Điểm chỉ được có tối đa {places} chữ số thập phân.")


def _score_choice(rule: Choice, maximum: Decimal, key: str | None) -> Scored:
    if key is None:
        return _scored(rule, {"Mức đã chọn": None}, None, _NO_DATA)
    chosen = next((answer for answer in rule.answers if answer.key == key), None)
    if chosen is None:
        raise InputInvalid("choice", f"Không có mức “{key}”. Các mức: {_keys(rule.answers)}.")
    points = round_half_up(chosen.share * maximum, rule.places)
    formula = f"{_n(chosen.share)} × {_n(maximum)} = {_n(points)}"
    return _scored(rule, {"Mức đã chọn": chosen.label}, points, formula)


def _score_additive(rule: Additive, maximum: Decimal, met: frozenset[str] | None) -> Scored:
    if met is None:
        return _scored(rule, {part.label: None for part in rule.parts}, None, _NO_DATA)
    if unknown := met - {part.key for part in rule.parts}:
        raise InputInvalid("met", f"Không có ý “{min(unknown)}”. Các ý: {_keys(rule.parts)}.")
    shares = [part.share for part in rule.parts if part.key in met]
    points = round_half_up(min(_ONE, sum(shares, Decimal())) * maximum, rule.places)
    terms = " + ".join(map(_n, shares)) or "0"
    inputs = {part.label: "đạt" if part.key in met else "chưa đạt" for part in rule.parts}
    return _scored(rule, inputs, points, f"({terms}) × {_n(maximum)} = {_n(points)}")


def _score_ratio(rule: Ratio, maximum: Decimal, inputs: RuleInputs) -> Scored:
    numerator, denominator = inputs.numerator, inputs.denominator
    _check_not_negative("numerator", "Tử số", numerator)
    _check_not_negative("denominator", "Mẫu số", denominator)
    unit = "%" if rule.per == _PERCENT else ""
    shown = {"Tử số": _shown(numerator), "Mẫu số": _shown(denominator)}
    ratio = ratio_of(rule, inputs)
    if ratio is not None and denominator:
        shown["Tỷ lệ"] = f"{_n(ratio)}{unit}"
    shown["Mục tiêu"] = f"{_n(rule.target)}{unit}"
    if numerator is None or denominator is None:
        return _scored(rule, shown, None, _NO_DATA)
    if denominator == 0:
        return _score_nothing_asked(rule, maximum, numerator, shown)
    reached, goal = numerator * rule.per, denominator * rule.target
    # Multiply before dividing: one third times three stays one.
    exact = rule.cap * maximum if reached >= rule.cap * goal else reached * maximum / goal
    points = round_half_up(exact, rule.places)
    worked = f"{_n(numerator)} ÷ {_n(denominator)} × {_n(rule.per)}"
    formula = f"min({_n(rule.cap)}; {worked} ÷ {_n(rule.target)}) × {_n(maximum)} = {_n(points)}"
    return _scored(rule, shown, points, formula)


def _score_nothing_asked(rule: Ratio, maximum: Decimal, numerator: Decimal, shown: Mapping[str, str | None]) -> Scored:
    if numerator:
        raise InputInvalid("denominator", "Mẫu số bằng 0 trong khi tử số khác 0.")
    match rule.zero_denominator:
        case ZeroDenominator.FULL:
            full = round_half_up(rule.cap * maximum, rule.places)
            return _scored(rule, shown, full, f"0 ÷ 0: không phát sinh, tính đủ điểm = {_n(full)}")
        case ZeroDenominator.ZERO:
            return _scored(rule, shown, round_half_up(Decimal(), rule.places), "0 ÷ 0: không phát sinh, tính 0 điểm")
        case ZeroDenominator.MISSING:
            return _scored(rule, shown, None, "0 ÷ 0: không phát sinh, không tính điểm")


def _score_count(rule: CountToTarget, maximum: Decimal, count: Decimal | None) -> Scored:
    _check_not_negative("count", "Số lượng", count)
    shown = {"Số lượng": _shown(count), "Mục tiêu": _n(rule.target)}
    if count is None:
        return _scored(rule, shown, None, _NO_DATA)
    points = round_half_up(maximum if count >= rule.target else count * maximum / rule.target, rule.places)
    return _scored(rule, shown, points, f"min(1; {_n(count)} ÷ {_n(rule.target)}) × {_n(maximum)} = {_n(points)}")


def _score_share(rule: ShareOfMaximum, maximum: Decimal, share: Decimal | None) -> Scored:
    if share is None:
        return _scored(rule, {"Tỷ lệ đạt": None}, None, _NO_DATA)
    _check_not_negative("share", "Tỷ lệ đạt", share)
    if share > rule.whole:
        raise InputInvalid("share", f"Tỷ lệ đạt không được lớn hơn {_n(rule.whole)}.")
    points = round_half_up(share * maximum / rule.whole, rule.places)
    part = _n(share) if rule.whole == 1 else f"{_n(share)} ÷ {_n(rule.whole)}"
    return _scored(rule, {"Tỷ lệ đạt": _n(share)}, points, f"{part} × {_n(maximum)} = {_n(points)}")


def _score_manual(rule: Manual, maximum: Decimal, points: Decimal | None) -> Scored:
    if points is None:
        return _scored(rule, {"Điểm": None}, None, "Chưa có điểm")
    check_points(points, maximum, rule.places)
    return _scored(rule, {"Điểm": _n(points)}, points, f"{_n(points)} trên tối đa {_n(maximum)}")


def _scored(rule: Rule, inputs: Mapping[str, str | None], points: Decimal | None, formula: str) -> Scored:
    return Scored(points, Explanation(LABELS[rule.kind], inputs, formula))


def _check_not_negative(field: str, label: str, number: Decimal | None) -> None:
    if number is None:
        return
    if not number.is_finite():
        raise InputInvalid(field, f"{label} không phải là số.")
    if number < 0:
        raise InputInvalid(field, f"{label} không được âm.")


def _keys(answers: tuple[Answer, ...]) -> str:
    return ", ".join(answer.key for answer in answers)


def _shown(number: Decimal | None) -> str | None:
    return None if number is None else write_number(number)


def _n(number: Decimal) -> str:
    return write_number(number)
