"""What is said of one cell beside its number, as boxes; and what was published of it, period by period."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from contracts.indicators.definitions import Indicator
from contracts.indicators.submissions import CellUpdate, PastValue, SubmissionCell
from contracts.indicators.values import Qualifier, ValueRevision
from frontend.charts import TrendPoint
from frontend.formats import day, decimal, instant, period, short_period
from frontend.reading.cells import Cell, MakeCell, checked_note
from frontend.reading.days import day_of
from frontend.reading.figures import SOURCES, value_text

NOTE, EXPLANATION, QUALIFIER, AS_OF, FOLLOW_UP = "g", "x", "q", "n", "f"
FIELDS = {NOTE: "note", EXPLANATION: "explanation", QUALIFIER: "qualifier", AS_OF: "as_of", FOLLOW_UP: "follow_up"}
NO_DAY = "Ngày không đọc được. Ví dụ: 30/11/2026"
YES, NO = "1", "0"
QUALIFIERS = {
    Qualifier.EXACTLY.value: "Chính xác",
    Qualifier.OVER.value: "Hơn",
    Qualifier.NEARLY.value: "Gần",
    Qualifier.ESTIMATED.value: "Ước tính",
}
FOLLOW_UPS = {NO: "Không", YES: "Cần xem lại"}
LABELS = {
    NOTE: "Ghi chú",
    EXPLANATION: "Giải trình",
    QUALIFIER: "Mức chính xác",
    AS_OF: "Tính đến ngày",
    FOLLOW_UP: "Đánh dấu",
}


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of one cell: boxes by name."""

    code: str
    boxes: Mapping[str, Cell]

    @property
    def cells(self) -> list[Cell]:
        """The boxes in the order they stand."""
        return list(self.boxes.values())

    def refused(self, field: str, error: str) -> Self:
        """The details with a fault at one box, the note where it is said of none."""
        places = {said: name for name, said in FIELDS.items()}
        place = places.get(field, NOTE)
        return replace(self, boxes={**self.boxes, place: self.boxes[place].refused(error)})

    def update(self) -> CellUpdate:
        """What is sent: only what was changed, so that what others say beside it stays."""
        said = {FIELDS[name]: _meant(name, box.text) for name, box in self.boxes.items() if box.touched}
        return CellUpdate(indicator=self.code, **said)


def _meant(name: str, text: str) -> Any:
    """What a text stands for on the wire."""
    match name:
        case "q":
            return Qualifier(text)
        case "n":
            return day_of(text)
        case "f":
            return text == YES
        case _:
            return text or None


def details_of(cell: SubmissionCell, make: MakeCell) -> Details:
    """The details of a cell; `make` says how a box stands."""
    now = {
        NOTE: cell.note or "",
        EXPLANATION: cell.explanation or "",
        QUALIFIER: cell.qualifier.value,
        AS_OF: day(cell.as_of) if cell.as_of else "",
        FOLLOW_UP: YES if cell.follow_up else NO,
    }
    return Details(cell.indicator, {name: make(name, text, numeric=False) for name, text in now.items()})


def checked_details(details: Details) -> Details:
    """The details with what a page can see is wrong."""
    boxes = {name: _checked(name, box) for name, box in details.boxes.items()}
    return replace(details, boxes=boxes)


def _checked(name: str, box: Cell) -> Cell:
    match name:
        case "n" if box.text and day_of(box.text) is None:
            return box.refused(NO_DAY)
        case "q" if box.text not in QUALIFIERS:
            return box.refused("Hãy chọn một mức chính xác")
        case _:
            return checked_note(box)


def server_words(name: str, box: Cell) -> str | None:
    """What somebody else saved of a box, in words."""
    words = {QUALIFIER: QUALIFIERS, FOLLOW_UP: FOLLOW_UPS}.get(name, {})
    return None if box.server is None else words.get(box.server, box.server)


def limits_of(cell: SubmissionCell) -> list[tuple[str, str]]:
    """What is asked of its number."""
    bounds = " đến ".join(decimal(limit) for limit in (cell.minimum, cell.maximum) if limit is not None)
    least = cell.minimum is not None and cell.maximum is None
    return [
        ("Đơn vị tính", cell.unit),
        ("Giới hạn", f"{'từ ' if bounds else ''}{bounds}{' trở lên' if least else ''}" or "không đặt"),
        ("Chữ số thập phân", f"tối đa {cell.decimals}"),
        ("Bắt buộc", "có" if cell.required else "không"),
        ("Minh chứng", "cần ít nhất một" if cell.evidence.value != "none" else "không bắt buộc"),
    ]


def trend_of_past(indicator: Indicator, history: list[PastValue]) -> list[TrendPoint]:
    """What was published for the periods before, oldest first."""
    return [
        TrendPoint(short_period(past.period), past.value, value_text(indicator, past.value, unit=False))
        for past in reversed(history)
    ]


def past_lines(indicator: Indicator, history: list[PastValue]) -> list[tuple[str, ...]]:
    """The same as a table, newest first: period, value, parts, where from."""
    return [
        (
            period(past.period),
            value_text(indicator, past.value),
            f"{decimal(past.numerator)} / {decimal(past.denominator)}" if past.numerator is not None else "–",
            SOURCES[past.source],
        )
        for past in history
    ]


def revision_lines(indicator: Indicator, revisions: list[ValueRevision]) -> list[tuple[str, ...]]:
    """Who changed the published value when, from what to what and why; newest first."""
    ordered = sorted(revisions, key=lambda one: one.revision)
    before = [None, *ordered][: len(ordered)]
    lines: list[tuple[str, ...]] = [
        (
            instant(one.at),
            value_text(indicator, old.value if old else None),
            value_text(indicator, one.value),
            one.reason or one.note or "–",
            one.by,
        )
        for old, one in zip(before, ordered, strict=True)
    ]
    return lines[::-1]
