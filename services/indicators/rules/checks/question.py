"""What a check is asked, and what it answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from contracts.indicators.checks import Severity
from contracts.indicators.values import Source
from contracts.periods import Period
from services.indicators.rules.checks.spread import Bounds, Sample
from services.indicators.rules.expressions.tree import Part
from services.indicators.rules.forms.form import KnownForm
from services.indicators.rules.rollup import ratio_of
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
    """A form, the period, its cells, and what they are held against.

    `history` has by indicator the published values of up to twelve periods before, newest first; `rules` what each
    indicator asks of its values; `evidence` how much stands behind each cell; `peers` by indicator the newest values
    of the other units. `asked` are the cells that may be entered now, None for all: of a correction only those
    that are corrected.
    """

    form: KnownForm
    period: Period
    cells: Mapping[str, Cell]
    history: Mapping[str, Sequence[Past]]
    rules: Mapping[str, IndicatorRule]
    evidence: Mapping[str, int] = field(default_factory=dict)
    peers: Mapping[str, Sample] = field(default_factory=dict)
    asked: frozenset[str] | None = None

    def number(self, code: str, part: Part = Part.VALUE) -> Decimal | None:
        """A part of a cell as entered; the value of a ratio is what its parts make."""
        cell, rule = self.cells.get(code), self.rules.get(code)
        if cell is None or rule is None:
            return None
        if part is not Part.VALUE:
            return cell.numerator if part is Part.NUMERATOR else cell.denominator
        if cell.numerator is None or cell.denominator is None:
            return cell.value
        return ratio_of(cell.numerator, cell.denominator, rule.measure) if cell.denominator else None

    def past(self, code: str, period: Period) -> Past | None:
        """What was published of an indicator for a period."""
        return next((past for past in self.history.get(code, ()) if past.period == period), None)

    def is_asked(self, code: str) -> bool:
        """Whether the cell may be entered now."""
        return self.asked is None or code in self.asked


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the rule's key, the indicator, the field of its cell (empty: the whole), and in words what.

    `value` is the number compared, `lower` and `upper` what was expected of it; `others` are further parts of cells it
    is about, `methods` how an outlier was found.
    """

    severity: Severity
    rule: str
    indicator: str
    message: str
    field: str = ""
    must_explain: bool = False
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    others: tuple[tuple[str, str], ...] = ()
    methods: tuple[Bounds, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators it is about, the first of them to be looked at first."""
        return tuple(dict.fromkeys((self.indicator, *(code for code, _ in self.others))))

    def is_explained(self, cells: Mapping[str, Cell]) -> bool:
        """Whether somebody said why, in any of the cells it is about."""
        return any((cell := cells.get(code)) is not None and cell.explanation for code in self.codes)


@dataclass(frozen=True, slots=True)
class Unapplied:
    """A check that says nothing of a cell, and why."""

    rule: str
    indicator: str
    reason: str


Check = Callable[[Question], Iterator[Finding]]
