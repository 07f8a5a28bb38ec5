"""Indicators as rows of boxes: the two parts of a ratio or the value, beside what was told for the period before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from contracts.indicators.definitions import Indicator, IndicatorKind
from contracts.indicators.values import Source, Value, ValueCreate
from frontend.reading.cells import Cell, MakeCell, checked_note, checked_number, conflict_text, fresh, number_in
from frontend.reading.figures import value_text
from frontend.reading.standings import PILLARS
from frontend.reading.value_limits import NAMES, limited
from kit.shapes import Fault

FIELDS = {"numerator": "t", "denominator": "m", "value": "d", "note": "g"}
KEPT = "Số đã lưu không xoá được, hãy nhập số mới"


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One indicator: boxes by field (`numerator`, `denominator`, `value`, `note`), its saved value, the one before."""

    indicator: Indicator
    saved: Value | None
    before: str
    now: str | None
    boxes: Mapping[str, Cell]

    @property
    def cells(self) -> list[Cell]:
        """The boxes in the order they stand."""
        return list(self.boxes.values())

    @property
    def touched(self) -> bool:
        """Whether anything of the row is to be saved."""
        return any(cell.touched for cell in self.cells)

    @property
    def is_ratio(self) -> bool:
        """Whether it is entered as two parts."""
        return self.indicator.kind is IndicatorKind.RATIO

    @property
    def illustrative(self) -> bool:
        """Whether its saved value was invented to fill a screen."""
        return self.saved is not None and self.saved.source is Source.ILLUSTRATIVE

    @property
    def bad(self) -> bool:
        """Whether a box of it is wrong."""
        return any(cell.error for cell in self.cells)

    def refused(self, field: str, error: str) -> "ValueRow":
        """The row with a fault at one box; a ratio told as a value has it there."""
        place = field if field in self.boxes else "value"
        return replace(self, boxes={**self.boxes, place: self.boxes[place].refused(error)})


@dataclass(frozen=True, slots=True)
class ValueBand:
    """The rows of one pillar."""

    name: str
    rows: list[ValueRow]


@dataclass(frozen=True, slots=True)
class Known:
    """What is saved for the period, and for the one before, by indicator."""

    now: Mapping[str, Value]
    before: Mapping[str, Value]


def value_rows(indicators: Iterable[Indicator], known: Known, make: MakeCell = fresh) -> list[ValueRow]:
    """A row per indicator; `make` says how a box stands."""
    return [_row(indicator, known, make) for indicator in indicators]


def _row(indicator: Indicator, known: Known, make: MakeCell) -> ValueRow:
    saved, before = known.now.get(indicator.code), known.before.get(indicator.code)
    texts = _texts(indicator, saved)
    boxes = {
        field: make(f"{FIELDS[field]}.{indicator.code}", text, numeric=field != "note") for field, text in texts.items()
    }
    return ValueRow(
        indicator=indicator,
        saved=saved,
        before=value_text(indicator, before.value if before else None),
        now=value_text(indicator, saved.value) if saved and saved.numerator is not None else None,
        boxes=boxes,
    )


def _texts(indicator: Indicator, saved: Value | None) -> dict[str, str]:
    """What the boxes hold; the value of a ratio that has its parts is computed, so its box stays empty."""
    whole = indicator.kind is not IndicatorKind.RATIO
    numbers = {
        "numerator": saved.numerator if saved else None,
        "denominator": saved.denominator if saved else None,
        "value": saved.value if saved and saved.numerator is None else None,
    }
    wanted = {"value"} if whole else set(numbers)
    texts = {field: number_in(number) for field, number in numbers.items() if field in wanted}
    # The note of an invented figure speaks of itself; it must not stay beside the officer's own number.
    return texts | {"note": "" if saved is None or saved.source is Source.ILLUSTRATIVE else saved.note or ""}


def by_pillar(rows: Sequence[ValueRow]) -> list[ValueBand]:
    """The rows under their pillars."""
    found = [
        ValueBand(name, [row for row in rows if row.indicator.pillar is pillar]) for pillar, name in PILLARS.items()
    ]
    return [band for band in found if band.rows]


def checked(rows: Iterable[ValueRow]) -> list[ValueRow]:
    """The rows with what a page can see is wrong."""
    return [_checked(row) for row in rows]


def _checked(row: ValueRow) -> ValueRow:
    indicator = row.indicator
    limits = {"value": (indicator.minimum, indicator.maximum)}
    boxes = {
        field: checked_note(cell)
        if field == "note"
        else checked_number(cell, *limits.get(field, (Decimal(0), None)), NAMES[field])
        for field, cell in row.boxes.items()
    }
    found = replace(row, boxes=boxes)
    if found.touched and not any(cell.text for field, cell in boxes.items() if field != "note"):
        first = next(iter(boxes))
        return found.refused(first, KEPT if row.saved else "Chưa nhập số liệu")
    return replace(found, boxes=limited(indicator, boxes)) if found.touched else found


def to_save(row: ValueRow, area: str, period: str) -> ValueCreate:
    """The row as it is sent."""
    numbers = {field: cell.number for field, cell in row.boxes.items() if field != "note"}
    return ValueCreate(
        indicator=row.indicator.code, area=area, period=period, note=row.boxes["note"].text or None, **numbers
    )


def placed(
    rows: Sequence[ValueRow], sent: Sequence[ValueRow], faults: Iterable[Fault]
) -> tuple[list[ValueRow], list[str]]:
    """Each fault at the box it speaks of (`/values/3/numerator`); the others as sentences."""
    found: dict[str, ValueRow] = {}
    others: list[str] = []
    for fault in faults:
        number, _, field = fault.pointer.removeprefix("/values/").partition("/")
        if not number.isdecimal() or int(number) >= len(sent):
            others.append(fault.detail)
            continue
        row = sent[int(number)]
        found[row.indicator.code] = found.get(row.indicator.code, row).refused(field, fault.detail.rstrip("."))
    return [found.get(row.indicator.code, row) for row in rows], others


def errors_in(rows: Iterable[ValueRow]) -> list[tuple[str, str]]:
    """Where the faults are and what they are."""
    return [(cell.key, f"{row.indicator.code}: {cell.error}") for row in rows for cell in row.cells if cell.error]


def conflicts_in(rows: Iterable[ValueRow]) -> list[tuple[str, str]]:
    """The boxes that somebody else changed meanwhile."""
    return [
        (cell.key, conflict_text(row.indicator.code, cell, "ghi chú"))
        for row in rows
        for cell in row.cells
        if cell.server is not None
    ]


def moved(rows: Iterable[ValueRow]) -> bool:
    """Whether a row that is to be saved was changed by somebody else since it was read."""
    return any(row.touched and any(cell.server is not None for cell in row.cells) for row in rows)
