"""A batch of values checked as a whole: every fault with its row and field, or lines ready to be stored.

What holds for all rows of one indicator, period and kin of areas is found once, in a cell. A row that is plainly right
(whole numbers within bounds) is recognised without Decimal; `check_value` judges the rest.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

from contracts.indicators.definitions import Aggregation
from contracts.periods import Period, PeriodInvalid
from services.indicators.rules.columns import Columns, Given, Row
from services.indicators.rules.forms.guard import NO_GUARDS, Guard, Guards, told
from services.indicators.rules.known import Kin, KnownArea, KnownIndicator
from services.indicators.rules.plain import NULL, Writer, plain_writer, refuse_all
from services.indicators.rules.sums import Above
from services.indicators.rules.territory import OUT_OF_REACH
from services.indicators.rules.timing import kind_of, place_of, takes
from services.indicators.rules.values import GivenValue, check_value

OUTSIDE = OUT_OF_REACH
SAMPLE = 64
"""So many keys of a batch are looked up before it is taken for new."""
AREA_BITS = 32
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the row (from 0), the field (empty for the whole row) and the reason in Vietnamese."""

    row: int
    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Key:
    """Under which a value is stored."""

    period: int
    area: int
    indicator: int


@dataclass(slots=True)
class Checked:
    """What came of a check: lines to store with what they add up into, or what is wrong and what is not the sender's.

    Lines are in COPY's text form, without the line's end; `are_bare` says that each of them stops after its numbers.
    `sample` holds the keys of some lines, spread over the batch, `periods` and `areas` those of all.
    """

    lines: list[str] = field(default_factory=list)
    are_bare: bool = True
    sample: list[Key] = field(default_factory=list)
    periods: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)
    above: Above = field(default_factory=Above)
    wrong: list[Finding] = field(default_factory=list)
    forbidden: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Slot:
    """What holds for all rows of one indicator and period."""

    problems: tuple[tuple[str, str], ...] = ()
    known: KnownIndicator | None = None
    indicator: int = 0
    period: int = 0
    place: int = 0
    first: date = date.min
    day: date = date.max
    guards: tuple[Guard, ...] = ()

    def is_open_to(self, kin: Kin) -> bool:
        """Whether the area was in force on the day on which units are counted, and lived in the period at all."""
        day = self.day if kin.ended is None or self.day < kin.ended else kin.ended
        return kin.first <= day <= kin.last and self.first <= kin.last

    def may_be_held(self, kin: Kin) -> bool:
        """Whether a form may hold back the cells of such areas."""
        return any(guard.may_hold(kin) for guard in self.guards)

    def held_by(self, area: str, known: KnownArea) -> Guard | None:
        """The form that holds back the cell of an area."""
        return next((guard for guard in self.guards if guard.holds(area, known)), None)


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """One slot for one kin of areas; `first_key` plus the number of an area is different for every key of a batch."""

    slot: _Slot
    first_key: int
    is_leaf: bool = True
    head: str = ""
    middle: str = ""
    write: Writer = refuse_all


class Batch:
    """The register a batch is checked against; good for one batch."""

    def __init__(
        self,
        areas: Mapping[str, KnownArea],
        indicators: Mapping[str, KnownIndicator],
        may: Callable[[frozenset[str]], bool],
        guards: Guards = NO_GUARDS,
        may_pass: Callable[[frozenset[str]], bool] = lambda reach: False,
        *,
        empty: bool = False,
    ) -> None:
        """`may`: whether the sender may write on one of these ids, `may_pass`: past forms; `empty`: taking back."""
        self._areas, self._indicators, self._guards = areas, indicators, guards
        self._may, self._may_pass, self._empty = may, may_pass, empty
        self._checked = Checked()
        self._writable = _Found(self._find_writable)
        self._slots = _Found(self._find_slot)
        self._cells = _Found(self._find_cell)

    def check(self, columns: Columns, quotes: Sequence[str | None] = ()) -> Checked:
        """Check every value; `quotes` are the words of the source, row by row, where values come from a document."""
        areas, cells = self._placed(columns)
        lines = [
            cell.write(area, value, numerator, denominator)
            for cell, area, value, numerator, denominator in zip(
                cells, areas, columns.value, columns.numerator, columns.denominator, strict=True
            )
        ]
        if None in lines:
            self._judge(columns, cells, areas, lines)
        if len({cell.first_key + area for cell, area in zip(cells, areas, strict=True)}) != len(columns):
            self._checked.wrong.extend(_repeated(columns))
        if not (self._checked.wrong or self._checked.forbidden):
            self._store(columns, quotes, cells, areas, cast(list[str], lines))
        return self._checked

    def _placed(self, columns: Columns) -> tuple[list[int], list[_Cell]]:
        """The number of each row's area (0 when it is unknown or not the sender's) and the row's cell."""
        areas: list[tuple[int, Kin | None]] = [*map(self._writable.__getitem__, columns.area)]
        kins = [kin for _, kin in areas]
        keys = zip(columns.indicator, columns.period, kins, strict=True)
        return [no for no, _ in areas], [*map(self._cells.__getitem__, keys)]

    def _judge(self, columns: Columns, cells: Sequence[_Cell], areas: Sequence[int], lines: list[str | None]) -> None:
        """Look closely at the rows that are not plainly right."""
        for row, line in enumerate(lines):
            if line is None:
                entry, cell = columns.row(row), cells[row]
                if not self._is_refused(row, entry, cell.slot):
                    lines[row] = f"{cell.head}{areas[row]}{cell.middle}{_numbers(entry)}"

    def _is_refused(self, row: int, entry: Row, slot: _Slot) -> bool:
        area = self._areas.get(entry.area)
        problems = [*slot.problems]
        if area is None:
            problems.append(("area", f"Không có địa bàn “{entry.area}”."))
        elif not slot.is_open_to(area.kin):
            problems.append(("period", f"{area.name} không có hiệu lực vào ngày cuối kỳ {entry.period}."))
        elif (guard := slot.held_by(entry.area, area)) and not self._may_pass(area.reach):
            problems.append(("", told(guard.form, entry.period)))
        if slot.known is not None and not self._empty:
            given = GivenValue(_exact(entry.value), _exact(entry.numerator), _exact(entry.denominator))
            problems += [(found.field, found.detail) for found in check_value(slot.known.rule, given)]
        is_forbidden = area is not None and not self._may(area.reach)
        if is_forbidden:
            self._checked.forbidden.append(Finding(row, "area", OUTSIDE))
        self._checked.wrong.extend(Finding(row, field, detail) for field, detail in problems)
        return is_forbidden or bool(problems)

    def _store(
        self,
        columns: Columns,
        quotes: Sequence[str | None],
        cells: Sequence[_Cell],
        areas: Sequence[int],
        lines: list[str],
    ) -> None:
        """What there is to store of a batch that is right."""
        checked = self._checked
        checked.are_bare = not quotes and columns.are_bare
        if not checked.are_bare:
            lines = [f"{line}{ending}" for line, ending in zip(lines, _endings(columns, quotes), strict=True)]
        checked.lines = lines
        step = -(-len(cells) // SAMPLE) or 1
        checked.sample = [
            Key(cell.slot.period, area, cell.slot.indicator)
            for cell, area in zip(cells[::step], areas[::step], strict=True)
        ]
        checked.periods = sorted({slot.period for slot in self._slots.values()})
        checked.areas = sorted(set(areas))
        if not all(cell.is_leaf for cell in self._cells.values()):
            for cell, area in zip(cells, areas, strict=True):
                if not cell.is_leaf:
                    slot = cell.slot
                    checked.above.put(None, slot.period, [area], slot.indicator, slot.place, adds=False)

    def _find_writable(self, area: str) -> tuple[int, Kin | None]:
        found = self._areas.get(area)
        return (found.no, found.kin) if found is not None and self._may(found.reach) else (0, None)

    def _find_cell(self, key: tuple[str, str, Kin | None]) -> _Cell:
        code, period, kin = key
        slot: _Slot = self._slots[code, period]
        known = slot.known
        if known is None or kin is None:
            return _Cell(slot, len(self._cells) << AREA_BITS)
        rule, above = known.rule, self._checked.above
        number: int | str = NULL
        if kin.is_leaf and kin.uppers and rule.aggregation is not Aggregation.NONE:
            number = len(above.cell)
            above.put(number, slot.period, kin.uppers, known.no, slot.place, rule.aggregation is Aggregation.SUM)
        head, middle = f"{slot.period}\t", f"\t{known.no}\t{number}\t"
        is_plain = not slot.problems and slot.is_open_to(kin) and not slot.may_be_held(kin)
        write = plain_writer(rule, head, middle) if is_plain else refuse_all
        return _Cell(slot, len(self._cells) << AREA_BITS, kin.is_leaf, head, middle, write)

    def _find_slot(self, key: tuple[str, str]) -> _Slot:
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
        return _Slot(
            tuple(problems),
            known,
            known.no,
            period.key,
            place_of(period),
            period.first_day(known.regime),
            period.last_day(known.regime),
            self._guards.of(code, period),
        )


class _Found(dict[Any, Any]):
    """What was found for a key, looked for once."""

    def __init__(self, find: Callable[[Any], Any]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: Any) -> Any:
        self[key] = found = self._find(key)
        return found


def _exact(number: Given) -> Decimal | None:
    return Decimal(repr(number)) if isinstance(number, float | int) else number


def _repeated(columns: Columns) -> Iterable[Finding]:
    first: dict[tuple[str, str, str], int] = {}
    for row, key in enumerate(zip(columns.area, columns.indicator, columns.period, strict=True)):
        if key in first:
            yield Finding(row, "", f"Trùng chỉ tiêu, địa bàn và kỳ với số thứ {first[key] + 1}.")
        else:
            first[key] = row


def _numbers(entry: Row) -> str:
    """The numbers of a line. The value of a ratio with parts is not stored: it follows from them."""
    value = None if entry.numerator is not None else entry.value
    return f"{_number(value)}\t{_number(entry.numerator)}\t{_number(entry.denominator)}"


def _number(number: Given) -> str:
    return NULL if number is None else str(number)


def _endings(columns: Columns, quotes: Sequence[str | None]) -> list[str]:
    """What follows the numbers of each line."""
    told = quotes or [None] * len(columns)
    fields = zip(columns.as_of, columns.qualifier, told, columns.note, columns.reason, strict=True)
    return [
        f"\t{as_of or NULL}\t{qualifier}\t{_text(quote)}\t{_text(note)}\t{_text(reason)}"
        for as_of, qualifier, quote, note, reason in fields
    ]


def _text(text: str | None) -> str:
    if text is None:
        return NULL
    return unicodedata.normalize("NFC", text).strip().translate(_ESCAPES) or NULL
