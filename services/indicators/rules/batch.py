"""A batch of values checked as a whole: every fault with its row and field, or lines ready to be stored.

A row that is plainly right (whole numbers within bounds) is recognised without Decimal; `check_value` judges the rest.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from contracts.indicators.definitions import Frequency, IndicatorKind
from contracts.indicators.values import Qualifier
from contracts.periods import Period, PeriodInvalid, PeriodRegime
from services.indicators.rules.timing import kind_of, place_of, takes
from services.indicators.rules.values import GivenValue, IndicatorRule, check_value

Given = float | Decimal | None
OUTSIDE = "Đơn vị này ngoài phạm vi của tài khoản."

_LARGEST = Decimal(10**14 - 1)
_LARGEST_FLOAT = float(_LARGEST)
"""The same to the last digit, and ten times as fast to compare with what JSON gave."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_NO_REMARKS = f"{_NULL}\t{_NULL}\t{_NULL}\n"


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
    """What holds for all rows of one indicator and period; `head` and `middle` open a line around the area."""

    problems: tuple[tuple[str, str], ...] = ()
    known: KnownIndicator | None = None
    head: str = ""
    middle: str = ""
    first: date = date.min
    day: date = date.max
    is_ratio: bool = False
    low: Given = None
    high: Given = None

    def is_open_to(self, area: KnownArea) -> bool:
        """Whether the area was in force on the day on which units are counted, and lived in the period at all."""
        ended = area.ended
        day = self.day if ended is None or self.day < ended else ended
        return area.first <= day <= area.last and self.first <= area.last

    def plain_numbers(self, entry: Entry) -> str | None:
        """The numbers of a line, only when `check_value` would accept them; None says nothing."""
        value, numerator, denominator = entry.value, entry.numerator, entry.denominator
        if self.low is None or self.high is None:
            return None
        if self.is_ratio:
            if value is not None or numerator is None or denominator is None:
                return None
            inside = 0 <= numerator <= denominator <= _LARGEST_FLOAT and denominator > 0
            right = inside and numerator % 1 == 0 and denominator % 1 == 0
            return f"{_NULL}\t{numerator}\t{denominator}" if right else None
        if value is None or numerator is not None or denominator is not None:
            return None
        return f"{value}\t{_NULL}\t{_NULL}" if self.low <= value <= self.high and value % 1 == 0 else None


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
        slots = _Found(self._slot)
        writable = _Found(self._writable)
        endings = _Found(_ending)
        for row, entry in enumerate(entries):
            slot: _Slot = slots[entry.indicator, entry.period]
            area: KnownArea | None = writable[entry.area]
            numbers = slot.plain_numbers(entry)
            if area is None or numbers is None or not slot.is_open_to(area):
                if self._refused(checked, row, entry, slot):
                    continue
                assert area is not None
                numbers = _numbers(entry)
            remarks = _NO_REMARKS
            if quotes or entry.note is not None or entry.reason is not None:
                remarks = f"{_text(quotes[row] if quotes else None)}\t{_text(entry.note)}\t{_text(entry.reason)}\n"
            ending = endings[entry.as_of, entry.qualifier]
            checked.lines.append(f"{slot.head}{area.no}{slot.middle}{numbers}{ending}{remarks}")
        keys = [(entry.area, entry.indicator, entry.period) for entry in entries]
        if len(set(keys)) != len(keys):
            checked.wrong.extend(_repeated(keys))
        return checked

    def _writable(self, area: str) -> KnownArea | None:
        found = self._areas.get(area)
        return found if found is not None and self._may(found.reach) else None

    def _refused(self, checked: Checked, row: int, entry: Entry, slot: _Slot) -> bool:
        """Judge an entry that is not plainly right; whether anything is wrong with it."""
        area = self._areas.get(entry.area)
        problems = [*slot.problems]
        if area is None:
            problems.append(("area", f"Không có địa bàn “{entry.area}”."))
        elif not slot.is_open_to(area):
            problems.append(("period", f"{area.name} không có hiệu lực vào ngày cuối kỳ {entry.period}."))
        if slot.known is not None:
            given = GivenValue(_exact(entry.value), _exact(entry.numerator), _exact(entry.denominator))
            problems += [(found.field, found.detail) for found in check_value(slot.known.rule, given)]
        is_forbidden = area is not None and not self._may(area.reach)
        if is_forbidden:
            checked.forbidden.append(Finding(row, "area", OUTSIDE))
        checked.wrong.extend(Finding(row, field, detail) for field, detail in problems)
        return is_forbidden or bool(problems)

    def _slot(self, key: tuple[str, str]) -> _Slot:
        code, text = key
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
            problems.append(("period", f"Chỉ tiêu {code} báo cáo theo {due}; kỳ {text} không dùng được."))
        low, high = (None, None) if problems else _bounds(known.rule)
        return _Slot(
            problems=tuple(problems),
            known=known,
            head=f"{period.key}\t",
            middle=f"\t{known.no}\t{place_of(period)}\t",
            first=period.first_day(known.regime),
            day=period.last_day(known.regime),
            is_ratio=known.rule.kind is IndicatorKind.RATIO,
            low=low,
            high=high,
        )


class _Found(dict[Any, Any]):
    """What was found for a key, looked for once."""

    def __init__(self, find: Callable[[Any], Any]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: Any) -> Any:
        self[key] = found = self._find(key)
        return found


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


def _exact(number: Given) -> Decimal | None:
    return Decimal(repr(number)) if isinstance(number, float) else number


def _repeated(keys: Sequence[tuple[str, str, str]]) -> Iterable[Finding]:
    first: dict[tuple[str, str, str], int] = {}
    for row, key in enumerate(keys):
        if key in first:
            yield Finding(row, "", f"Trùng chỉ tiêu, địa bàn và kỳ với số thứ {first[key] + 1}.")
        else:
            first[key] = row


def _numbers(entry: Entry) -> str:
    """The numbers of a line. The value of a ratio with parts is not stored: it follows from them."""
    value = None if entry.numerator is not None else entry.value
    return f"{_number(value)}\t{_number(entry.numerator)}\t{_number(entry.denominator)}"


def _ending(key: tuple[date | None, Qualifier]) -> str:
    as_of, qualifier = key
    return f"\t{as_of or _NULL}\t{qualifier}\t"


def _number(number: Given) -> str:
    return _NULL if number is None else str(number)


def _text(text: str | None) -> str:
    if text is None:
        return _NULL
    return unicodedata.normalize("NFC", text).strip().translate(_ESCAPES) or _NULL
