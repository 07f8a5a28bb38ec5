"""A batch of values checked as a whole: every fault with its row and field, or lines ready to be stored.

A row that is plainly right (whole numbers within bounds) is recognised without Decimal; `check_value` judges the rest.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from contracts.indicators.definitions import Frequency, IndicatorKind
from contracts.indicators.values import Qualifier
from contracts.periods import Period, PeriodInvalid, PeriodRegime
from services.indicators.rules.timing import kind_of, place_of, takes
from services.indicators.rules.values import GivenValue, IndicatorRule, check_value

Given = float | Decimal | None
OUTSIDE = "Đơn vị này ngoài phạm vi của tài khoản."

_LARGEST = Decimal(10**14 - 1)
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"


class Entry(Protocol):
    """One value of a batch as it came, whatever it came in."""

    @property
    def indicator(self) -> str:
        """Code of the indicator."""

    @property
    def area(self) -> str:
        """Id of the area."""

    @property
    def period(self) -> str:
        """The period's text."""

    @property
    def value(self) -> Given:
        """The value itself."""

    @property
    def numerator(self) -> Given:
        """The numerator of a ratio."""

    @property
    def denominator(self) -> Given:
        """The denominator of a ratio."""

    @property
    def qualifier(self) -> Qualifier:
        """How exact it is."""

    @property
    def as_of(self) -> date | None:
        """The day it speaks of."""

    @property
    def note(self) -> str | None:
        """What the sender adds."""

    @property
    def reason(self) -> str | None:
        """Why a saved value is changed."""


@dataclass(frozen=True, slots=True)
class KnownArea:
    """What saving a value asks of its area; `ended` is the last day of the province it reports to, or its own."""

    no: int
    name: str
    first: date
    last: date
    ended: date | None
    reach: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """What saving a value asks of its indicator."""

    no: int
    rule: IndicatorRule
    frequency: Frequency
    regime: PeriodRegime


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the row (from 0), the field (empty for the whole row) and the reason in Vietnamese."""

    row: int
    field: str
    detail: str


@dataclass(slots=True)
class Checked:
    """What came of a check: the lines to store, what is wrong, and which rows are not the sender's to write."""

    lines: list[str] = field(default_factory=list)
    wrong: list[Finding] = field(default_factory=list)
    forbidden: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Slot:
    """What holds for all rows of one indicator and period."""

    problems: tuple[tuple[str, str], ...] = ()
    period: Period | None = None
    known: KnownIndicator | None = None
    head: str = ""
    first: date = date.min
    day: date = date.max
    is_ratio: bool = False
    low: Given = None
    high: Given = None

    def plainly_right(self, entry: Entry) -> bool:
        """True only for what `check_value` accepts; False says nothing."""
        value, numerator, denominator = entry.value, entry.numerator, entry.denominator
        if self.low is None or self.high is None:
            return False
        if self.is_ratio:
            if value is not None or numerator is None or denominator is None:
                return False
            inside = 0 <= numerator <= denominator <= _LARGEST and denominator > 0
            return inside and numerator % 1 == 0 and denominator % 1 == 0
        if value is None or numerator is not None or denominator is not None:
            return False
        return self.low <= value <= self.high and value % 1 == 0


class Batch:
    """The register a batch is checked against."""

    def __init__(
        self,
        areas: Mapping[str, KnownArea],
        indicators: Mapping[str, KnownIndicator],
        may: Callable[[frozenset[str]], bool],
    ) -> None:
        """`may` says whether the sender holds the right to write on one of these ids."""
        self._areas = areas
        self._indicators = indicators
        self._may = may

    def check(self, entries: Sequence[Entry], quotes: Sequence[str | None] = ()) -> Checked:
        """Check every entry; `quotes` are the words of the source, row by row, where values come from a document."""
        checked = Checked()
        slots: dict[tuple[str, str], _Slot] = {}
        allowed: dict[str, bool] = {}
        keys: list[tuple[str, str, str]] = []
        for row, entry in enumerate(entries):
            key = (entry.indicator, entry.period)
            slot = slots.get(key)
            if slot is None:
                slot = slots[key] = self._slot(*key)
            area = self._areas.get(entry.area)
            if area is None:
                checked.wrong.append(Finding(row, "area", f"Không có địa bàn “{entry.area}”."))
            elif entry.area not in allowed:
                allowed[entry.area] = self._may(area.reach)
            if area is not None and not allowed[entry.area]:
                checked.forbidden.append(Finding(row, "area", OUTSIDE))
            before = len(checked.wrong)
            if slot.problems or area is None or not _fits(slot, area, entry):
                checked.wrong.extend(Finding(row, name, detail) for name, detail in _problems(slot, area, entry))
            if area is not None and len(checked.wrong) == before:
                checked.lines.append(_line(slot, area, entry, quotes[row] if quotes else None))
            keys.append((*key, entry.area))
        if len(set(keys)) != len(keys):
            checked.wrong.extend(_repeated(keys))
        return checked

    def _slot(self, code: str, text: str) -> _Slot:
        known = self._indicators.get(code)
        problems = [] if known else [("indicator", f"Không có chỉ tiêu “{code}”.")]
        try:
            period = Period.parse(text)
        except PeriodInvalid as error:
            return _Slot((*problems, ("period", str(error))))
        if known is None:
            return _Slot(tuple(problems))
        if not takes(known.frequency, period):
            due = kind_of(known.frequency).label.lower()
            return _Slot((("period", f"Chỉ tiêu {code} báo cáo theo {due}; kỳ {text} không dùng được."),))
        low, high = _bounds(known.rule)
        return _Slot(
            period=period,
            known=known,
            head=f"{known.no}\t{place_of(period)}",
            first=period.first_day(known.regime),
            day=period.last_day(known.regime),
            is_ratio=known.rule.kind is IndicatorKind.RATIO,
            low=low,
            high=high,
        )


def _bounds(rule: IndicatorRule) -> tuple[Given, Given]:
    """Between which whole numbers (or, of a ratio, parts that give 0 to 100 %) nothing can be wrong."""
    low, high = rule.minimum, rule.maximum
    match rule.kind:
        case IndicatorKind.RATIO:
            whole_range = (low is None or low <= 0) and (high is None or high >= rule.per)
            return (0.0, 0.0) if whole_range else (None, None)
        case IndicatorKind.COUNT | IndicatorKind.AMOUNT | IndicatorKind.SCORE:
            floor = Decimal() if rule.kind is IndicatorKind.COUNT else -_LARGEST
            return (
                float(floor if low is None else max(floor, low)),
                float(_LARGEST if high is None else min(_LARGEST, high)),
            )
        case _:
            return None, None


def _in_force(slot: _Slot, area: KnownArea) -> bool:
    day = slot.day if area.ended is None or slot.day < area.ended else area.ended
    return area.first <= day <= area.last and slot.first <= area.last


def _fits(slot: _Slot, area: KnownArea, entry: Entry) -> bool:
    return _in_force(slot, area) and slot.plainly_right(entry)


def _problems(slot: _Slot, area: KnownArea | None, entry: Entry) -> Iterable[tuple[str, str]]:
    yield from slot.problems
    if slot.known is None:
        return
    if area is not None and not _in_force(slot, area):
        yield "period", f"{area.name} không có hiệu lực vào ngày cuối kỳ {entry.period}."
    given = GivenValue(_exact(entry.value), _exact(entry.numerator), _exact(entry.denominator))
    for problem in check_value(slot.known.rule, given):
        yield problem.field, problem.detail


def _exact(number: Given) -> Decimal | None:
    return Decimal(repr(number)) if isinstance(number, float) else number


def _repeated(keys: Sequence[tuple[str, str, str]]) -> Iterable[Finding]:
    first: dict[tuple[str, str, str], int] = {}
    for row, key in enumerate(keys):
        if key in first:
            yield Finding(row, "", f"Trùng chỉ tiêu, địa bàn và kỳ với số thứ {first[key] + 1}.")
        else:
            first[key] = row


def _line(slot: _Slot, area: KnownArea, entry: Entry, quote: str | None) -> str:
    """One line of COPY's text form. The value of a ratio with parts is not stored: it follows from them."""
    assert slot.period is not None
    value = None if entry.numerator is not None else entry.value
    return (
        f"{slot.period.key}\t{area.no}\t{slot.head}\t{_number(value)}\t{_number(entry.numerator)}"
        f"\t{_number(entry.denominator)}\t{entry.as_of or _NULL}\t{entry.qualifier}\t{_text(quote)}"
        f"\t{_text(entry.note)}\t{_text(entry.reason)}\n"
    )


def _number(number: Given) -> str:
    return _NULL if number is None else str(number)


def _text(text: str | None) -> str:
    if text is None:
        return _NULL
    return unicodedata.normalize("NFC", text).strip().translate(_ESCAPES) or _NULL
