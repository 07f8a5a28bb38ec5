"""Questions to the checks, made of a few words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.forms import FormWrite
from contracts.indicators.values import Source
from contracts.periods import Period
from services.indicators.rules.checks import Past, Question
from services.indicators.rules.checks.spread import Sample
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.rollup import ratio_of
from services.indicators.rules.submissions.cells import Cell
from services.indicators.rules.values import IndicatorRule

NOW = Period.parse("2026-Q3")
RULES = {
    "R-1": IndicatorRule("R-1", IndicatorKind.RATIO, "%", 1, Decimal(0), Decimal(100), bounded=True),
    "R-2": IndicatorRule("R-2", IndicatorKind.RATIO, "%", 1, Decimal(0), Decimal(100), bounded=True),
    "C-1": IndicatorRule("C-1", IndicatorKind.COUNT, "hộ", 0, Decimal(0)),
    "OUT": IndicatorRule("OUT", IndicatorKind.COUNT, "người", 0),
}
Numbers = str | int | None
"""A count as a number, a ratio as "numerator/denominator"."""


def form(items: Sequence[Mapping[str, Any]], **more: Any) -> KnownForm:
    """A quarterly form."""
    head = {"name": "Thử", "name_en": "Test", "issuer": "Thử", "areas": ["T40-2025"], "level": "X", "due": 1}
    terms = {**head, "frequency": "quarter", "first_period": "2020-Q1", "items": list(items), **more}
    return KnownForm(1, "THU", 1, FormWrite.model_validate(terms))


def ask(known: KnownForm, cells: Mapping[str, Numbers], past: Mapping[str, Sequence[Numbers]], **more: Any) -> Question:
    """A question; `past` has by indicator the quarters before, newest first."""
    peers = {code: Sample.of(map(Decimal, numbers)) for code, numbers in more.pop("peers", {}).items()}
    entered = {code: _cell(code, numbers) for code, numbers in cells.items()}
    history = {code: [*_pasts(code, numbers)] for code, numbers in past.items()}
    return Question(known, NOW, entered, history, RULES, peers=peers, **more)


def _cell(code: str, numbers: Numbers) -> Cell:
    value, numerator, denominator = _parts(numbers)
    return Cell(code, value, numerator, denominator)


def _pasts(code: str, quarters: Sequence[Numbers]) -> Any:
    period = NOW
    for numbers in quarters:
        period = period.previous()
        value, numerator, denominator = _parts(numbers)
        if numerator is not None and denominator is not None:
            value = ratio_of(numerator, denominator, RULES[code].measure)
        if numbers is not None:
            yield Past(period, value, numerator, denominator, 1, Source.ENTERED)


def _parts(numbers: Numbers) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if numbers is None or isinstance(numbers, int):
        return (None if numbers is None else Decimal(numbers)), None, None
    numerator, _, denominator = numbers.partition("/")
    return None, Decimal(numerator), Decimal(denominator)
