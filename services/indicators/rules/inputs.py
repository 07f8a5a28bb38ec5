"""What a rule takes: which inputs belong to which kind, and how they are kept (đầu vào của điểm)."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from contracts.indicators.assessments import RuleKind, ScoreInputs
from services.indicators.rules.scoring import InputInvalid, Rule, RuleInputs

KeptInputs = Mapping[str, str | Sequence[str]]
"""Inputs as they are stored: numbers as exact text."""

_TAKEN: Mapping[RuleKind, tuple[str, ...]] = {
    RuleKind.CHOICE: ("choice",),
    RuleKind.ADDITIVE: ("met",),
    RuleKind.RATIO: ("numerator", "denominator"),
    RuleKind.COUNT_TO_TARGET: ("count",),
    RuleKind.SHARE_OF_MAXIMUM: ("share",),
    RuleKind.MANUAL: ("points",),
}
_NAMES = {
    "choice": "mức đã chọn",
    "met": "các ý đạt",
    "numerator": "tử số",
    "denominator": "mẫu số",
    "count": "số lượng",
    "share": "tỷ lệ đạt",
    "points": "điểm",
}
_NUMBERS = ("numerator", "denominator", "count", "share")
FIELDS = tuple(field.name for field in fields(RuleInputs))


def says_anything(update: ScoreInputs) -> bool:
    """Whether points or inputs were sent at all, nulls included."""
    return any(field in update.model_fields_set for field in FIELDS)


def told_inputs(update: ScoreInputs) -> RuleInputs | None:
    """The points or inputs sent; None when all of them are null."""
    said: dict[str, Any] = {field: getattr(update, field) for field in FIELDS if field in update.model_fields_set}
    told = {field: value for field, value in said.items() if value is not None}
    if "met" in told:
        told["met"] = frozenset(told["met"])
    return RuleInputs(**told) if told else None


def check_kind(rule: Rule, inputs: RuleInputs) -> None:
    """Refuses inputs another kind of rule would take, and half of what this one needs (`InputInvalid`)."""
    taken = _TAKEN[rule.kind]
    said = [field for field in FIELDS if getattr(inputs, field) is not None]
    for field in said:
        if field not in taken:
            raise InputInvalid(field, f"Tiêu chí này nhận {_listed(taken)}, không nhận {_NAMES[field]}.")
    for field in taken:
        if field not in said:
            raise InputInvalid(field, f"Thiếu {_NAMES[field]}.")


def keep(inputs: RuleInputs) -> KeptInputs | None:
    """The inputs to store beside the points they give; None for typed points, which are their own input."""
    kept: dict[str, str | Sequence[str]] = {}
    for field in FIELDS:
        value = getattr(inputs, field)
        if field != "points" and value is not None:
            kept[field] = sorted(value) if isinstance(value, frozenset) else _text(value)
    return kept or None


def restore(kept: KeptInputs) -> RuleInputs:
    """Stored inputs as the rules read them."""
    numbers = {field: Decimal(str(kept[field])) for field in _NUMBERS if field in kept}
    return RuleInputs(
        choice=str(kept["choice"]) if "choice" in kept else None,
        met=frozenset(kept["met"]) if "met" in kept else None,
        **numbers,
    )


def _text(value: str | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _listed(taken: Sequence[str]) -> str:
    return " và ".join(_NAMES[field] for field in taken)
