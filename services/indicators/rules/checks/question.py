"""What a check is asked, and what it answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.checks import Severity
from contracts.indicators.values import Source
from contracts.periods import Period
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.submissions.cells import Cell
from services.indicators.rules.values import IndicatorRule


@dataclass(frozen=True, slots=True)
class Past:
    """A published value of a cell's indicator and unit; the `value` of a ratio with parts is computed."""

    period: Period
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    revision: int
    source: Source


@dataclass(frozen=True, slots=True)
class Question:
    """A form, its cells, what was published before (by indicator, newest first), and the rules of its indicators."""

    form: KnownForm
    cells: Mapping[str, Cell]
    history: Mapping[str, Sequence[Past]]
    rules: Mapping[str, IndicatorRule]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the rule's name, the indicator, the field of its cell (empty: the whole), and in words what."""

    severity: Severity
    rule: str
    indicator: str
    message: str
    field: str = ""
    must_explain: bool = False


Check = Callable[[Question], Iterator[Finding]]
