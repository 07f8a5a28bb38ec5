"""Reads the typed rule of a criterion from a framework file, and writes a rule as JSON-ready data."""

from collections.abc import Callable
from decimal import Decimal

from contracts.indicators.assessments import RuleKind
from services.indicators.rules.fields import Fields, named
from services.indicators.rules.scoring import (
    Additive,
    Answer,
    Choice,
    CountToTarget,
    Manual,
    Ratio,
    Rule,
    ShareOfMaximum,
    ZeroDenominator,
)

_MOST_PLACES = 6
JsonValue = str | int | float | list[dict[str, str | float]]


def read_rule(node: Fields, key: str, places: int) -> Rule:
    """The rule in a field: its bare name, or ``{kind: ratio, target: 80, …}``. ``places`` is the framework's."""
    value = node.raw(key)
    written = Fields(f"{node.path}.{key}" if node.path else key, _as_mapping(value), node.problems)
    kind = written.one_of("kind", named(RuleKind))
    rule = _READERS[kind](written, written.whole("places", _MOST_PLACES, places))
    written.close()
    return rule


def rule_as_data(rule: Rule) -> dict[str, JsonValue]:
    """The rule with its parameters, for the public interface."""
    data: dict[str, JsonValue] = {"kind": rule.kind.value, "places": rule.places}
    match rule:
        case Choice():
            return data | {"answers": _answers_as_data(rule.answers)}
        case Additive():
            return data | {"parts": _answers_as_data(rule.parts)}
        case Ratio():
            numbers = {"target": float(rule.target), "per": float(rule.per), "cap": float(rule.cap)}
            return data | numbers | {"zero_denominator": rule.zero_denominator.value}
        case CountToTarget():
            return data | {"target": float(rule.target)}
        case ShareOfMaximum():
            return data | {"whole": float(rule.whole)}
        case Manual():
            return data


def _as_mapping(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    return {} if value is None else {"kind": value}


def _read_choice(written: Fields, places: int) -> Rule:
    return Choice(_read_answers(written, "answers"), places)


def _read_additive(written: Fields, places: int) -> Rule:
    parts = _read_answers(written, "parts")
    if sum((part.share for part in parts), Decimal()) > 1:
        written.wrong("parts", "Tổng các phần không được lớn hơn 1.")
    return Additive(parts, places)


def _read_ratio(written: Fields, places: int) -> Rule:
    cap = written.positive("cap", Decimal(1))
    if cap > 1:
        written.wrong("cap", "Phải lớn hơn 0 và không quá 1.")
    return Ratio(
        target=written.positive("target"),
        per=written.positive("per", Decimal(100)),
        cap=cap,
        zero_denominator=written.one_of("zero_denominator", named(ZeroDenominator)),
        places=places,
    )


def _read_count(written: Fields, places: int) -> Rule:
    return CountToTarget(written.positive("target"), places)


def _read_share(written: Fields, places: int) -> Rule:
    return ShareOfMaximum(written.positive("whole", Decimal(1)), places)


def _read_manual(written: Fields, places: int) -> Rule:
    return Manual(places)


_READERS: dict[RuleKind, Callable[[Fields, int], Rule]] = {
    RuleKind.CHOICE: _read_choice,
    RuleKind.ADDITIVE: _read_additive,
    RuleKind.RATIO: _read_ratio,
    RuleKind.COUNT_TO_TARGET: _read_count,
    RuleKind.SHARE_OF_MAXIMUM: _read_share,
    RuleKind.MANUAL: _read_manual,
}


def _read_answers(written: Fields, key: str) -> tuple[Answer, ...]:
    answers: list[Answer] = []
    for item in written.listed(key):
        answer = Answer(item.text("key"), item.text("label"), item.number("share"))
        if not 0 <= answer.share <= 1:
            item.wrong("share", "Phải từ 0 đến 1.")
        if answer.key in {earlier.key for earlier in answers}:
            item.wrong("key", f"Khóa “{answer.key}” bị trùng.")
        item.close()
        answers.append(answer)
    return tuple(answers)


def _answers_as_data(answers: tuple[Answer, ...]) -> list[dict[str, str | float]]:
    return [{"key": answer.key, "label": answer.label, "share": float(answer.share)} for answer in answers]
