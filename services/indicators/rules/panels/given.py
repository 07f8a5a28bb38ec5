"""What somebody sends of a score, as rules take it."""

from typing import Any

from contracts.indicators.assessments import ScoreInputs
from services.indicators.rules.inputs import FIELDS
from services.indicators.rules.scoring import RuleInputs


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
