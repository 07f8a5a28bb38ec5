"""Indicators as rows of boxes: the two parts of a ratio or the value, beside what was told for the period before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from contracts.indicators.definitions import Indicator, IndicatorKind
from contracts.indicators.values import Source, Value, ValueCreate
from frontend.reading.cells import Cell, MakeCell, checked_note, checked_number, fresh, number_in
from frontend.reading.figures import value_text
from frontend.reading.rows import is_touched
from frontend.reading.standings import PILLARS
from frontend.reading.value_limits import NAMES, limited

FIELDS = {"numerator": "t", "denominator": "m", "value": "d", "note": "g"}
KEPT = "Số đã lưu không xoá được, hãy nhập số mới"


@dataclass(frozen=True, slots=True)
class Held:
    """Why a cell takes no number here: a form in force asks for it. `href` leads to it where it may be filled in."""

    form: str
    href: str | None


class Numbers(Protocol):
    """What may be saved of a cell."""

    @property
    def value(self) -> Decimal | None:
        """The value, of a ratio only where its parts are not known."""

    @property
    def numerator(self) -> Decimal | None:
        """The upper part of a ratio."""

    @property
    def denominator(self) -> Decimal | None:
        """The lower part of a ratio."""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One indicator: boxes by field (`numerator`, `denominator`, `value`, `note`), its saved value, the one before."""

    indicator: Indicator
    saved: Value | None
    before: str
    now: str | None
    boxes: Mapping[str, Cell]
    held: Held | None = None

    @property
    def code(self) -> str:
        """The code of its indicator."""
        return self.indicator.code

    @property
    def cells(self) -> list[Cell]:
        """The boxes in the order they stand."""
        return list(self.boxes.values())

    @property
    def touched(self) -> bool:
        """Whether anything of the row is to be saved."""
        return is_touched(self)

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


def held_back(rows: Iterable[ValueRow], held: Mapping[str, Held]) -> list[ValueRow]:
    """The rows, with those that a form asks for marked."""
    return [replace(row, held=held.get(row.code)) for row in rows]


def _row(indicator: Indicator, known: Known, make: MakeCell) -> ValueRow:
    saved, before = known.now.get(indicator.code), known.before.get(indicator.code)
    # The note of an invented figure speaks of itself; it must not stay beside the officer's own number.
    note = "" if saved is None or saved.source is Source.ILLUSTRATIVE else saved.note or ""
    words = make(f"{FIELDS['note']}.{indicator.code}", note, numeric=False)
    return ValueRow(
        indicator=indicator,
        saved=saved,
        before=value_text(indicator, before.value if before else None),
        now=value_text(indicator, saved.value) if saved and saved.numerator is not None else None,
        boxes={**number_boxes(indicator, saved, make), "note": words},
    )


def number_boxes(indicator: Indicator, saved: Numbers | None, make: MakeCell) -> dict[str, Cell]:
    """The boxes for numbers; the value of a ratio that has its parts is computed, so its box stays empty."""
    numbers = {
        "numerator": saved.numerator if saved else None,
        "denominator": saved.denominator if saved else None,
        "value": saved.value if saved and saved.numerator is None else None,
    }
    wanted = set(numbers) if indicator.kind is IndicatorKind.RATIO else {"value"}
    return {
        field: make(f"{FIELDS[field]}.{indicator.code}", number_in(number))
        for field, number in numbers.items()
        if field in wanted
    }


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
