"""The cells of a submission as rows of boxes, beside what was published before, what was said and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from contracts.indicators.checks import CheckResult, Severity
from contracts.indicators.definitions import Indicator, IndicatorKind
from contracts.indicators.submissions import CellUpdate, Submission, SubmissionCell
from frontend.formats import short_period
from frontend.reading.cells import Cell, MakeCell, checked_number
from frontend.reading.figures import Change, change_between, value_text
from frontend.reading.value_cells import number_boxes
from frontend.reading.value_limits import NAMES

SAVED, EMPTY, LOCKED, WRONG = "Đã lưu", "Chưa nhập", "Đã khoá", "Lỗi"
KINDS = {SAVED: "good", EMPTY: "none", LOCKED: "neutral", WRONG: "late"}
NO_SECTION = "Các chỉ tiêu"
ABSENCE = "required"
"""The finding that a number is missing: the state of the row says so already."""


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell: its boxes by field, and what the checks find in it."""

    cell: SubmissionCell
    indicator: Indicator
    boxes: Mapping[str, Cell]
    findings: Sequence[CheckResult] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The code of its indicator."""
        return self.cell.indicator

    @property
    def cells(self) -> list[Cell]:
        """The boxes in the order they stand."""
        return list(self.boxes.values())

    @property
    def bad(self) -> bool:
        """Whether a box of it holds no number."""
        return any(box.error for box in self.cells)

    @property
    def is_ratio(self) -> bool:
        """Whether it is entered as two parts."""
        return self.indicator.kind is IndicatorKind.RATIO

    @property
    def before(self) -> str:
        """What was published last before this period, and of when: `89,2% (III/2026)`."""
        past = self.cell.previous
        text = value_text(self.indicator, past.value if past else None)
        return f"{text} ({short_period(past.period)})" if past else text

    @property
    def result(self) -> str | None:
        """What the saved parts of a ratio make."""
        told = self.cell.numerator is not None and self.cell.denominator is not None
        return value_text(self.indicator, self.cell.result) if told else None

    @property
    def change(self) -> Change | None:
        """How the saved number differs from the one published before."""
        before = self.cell.previous
        return change_between(self.indicator, self.cell.result, before.value if before else None)

    @property
    def state(self) -> str:
        """Where the cell stands: locked, wrong, saved or empty."""
        if self.bad or any(one.severity is Severity.ERROR for one in self.findings):
            return WRONG
        if not self.cell.editable:
            return LOCKED
        return SAVED if has_number(self.cell) else EMPTY

    @property
    def kind(self) -> str:
        """The shape and colour of the state."""
        return KINDS[self.state]

    @property
    def said(self) -> list[str]:
        """What was said of it beside its number, in a word each."""
        marks = (
            (self.cell.note, "có ghi chú"),
            (self.cell.explanation, "có giải trình"),
            (self.cell.follow_up, "cần xem lại"),
        )
        return [word for told, word in marks if told]

    def refused(self, place: str, error: str) -> "CellRow":
        """The row with a fault at one box; a ratio told as a value has it there."""
        box = place if place in self.boxes else next(iter(self.boxes))
        return replace(self, boxes={**self.boxes, box: self.boxes[box].refused(error)})

    def update(self) -> CellUpdate:
        """The row as it is sent: its numbers, and nothing that was said beside them."""
        return CellUpdate(indicator=self.code, **{name: box.number for name, box in self.boxes.items()})


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one section of a form."""

    name: str
    rows: list[CellRow]


def has_number(cell: SubmissionCell) -> bool:
    """Whether any number was entered."""
    return any(number is not None for number in (cell.value, cell.numerator, cell.denominator))


def cell_rows(submission: Submission, indicators: Mapping[str, Indicator], make: MakeCell) -> list[CellRow]:
    """A row per cell whose indicator is known; `make` says how a box stands."""
    known = [(cell, indicators[cell.indicator]) for cell in submission.cells if cell.indicator in indicators]
    return [CellRow(cell, indicator, number_boxes(indicator, cell, make)) for cell, indicator in known]


def with_findings(rows: Iterable[CellRow], found: Iterable[CheckResult]) -> list[CellRow]:
    """The rows with what the checks find in what was saved."""
    findings: dict[str, list[CheckResult]] = {}
    for one in found:
        if one.rule != ABSENCE:
            findings.setdefault(one.indicator, []).append(one)
    return [replace(row, findings=findings.get(row.code, [])) for row in rows]


def checked(rows: Iterable[CellRow]) -> list[CellRow]:
    """The rows with what keeps them from being saved: a draft keeps any number, but only numbers."""
    return [
        replace(row, boxes={name: checked_number(box, None, None, NAMES[name]) for name, box in row.boxes.items()})
        for row in rows
    ]


def sections_of(rows: Iterable[CellRow]) -> list[Section]:
    """The rows under the sections of the form, in its order."""
    shown: list[Section] = []
    for row in rows:
        name = row.cell.section or NO_SECTION
        if not shown or shown[-1].name != name:
            shown.append(Section(name, []))
        shown[-1].rows.append(row)
    return shown


def filled(submission: Submission) -> tuple[int, int]:
    """How many cells have a number, of how many."""
    return sum(has_number(cell) for cell in submission.cells), len(submission.cells)


def missing(submission: Submission) -> int:
    """How many required cells have none."""
    return sum(cell.required and not has_number(cell) for cell in submission.cells)
