"""The rows of a sheet as boxes: points, or the numerator and denominator they come from, and the words beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from contracts.indicators.assessments import NodeInputs, NodeScore, NodeScoreUpdate, RuleKind, Stage
from contracts.indicators.rounds import StageLock
from frontend.formats import decimal, instant, percent
from frontend.reading.cells import Cell, MakeCell, checked_note, checked_number, number_in
from frontend.reading.rows import is_touched
from frontend.reading.score_words import STATUSES, inputs_of, points_of, words_of

LOST_NOTE = "Ghi chú, lý do chỉ lưu được khi ô điểm có số"
LOST_NOTE_OF_PARTS = "Ghi chú, lý do chỉ lưu được khi có tử số và mẫu số"
NEEDS_REASON = "Cần ghi lý do khi điểm thẩm định khác điểm tự đánh giá"
NOTHING_OF_NOTHING = "Mẫu số bằng 0 trong khi tử số khác 0"
NOTHING_ASKED = "không phát sinh"
TOO_MUCH = "tử số lớn hơn mẫu số"
REASON = "reason"
PARTS = {"numerator": "Tử số", "denominator": "Mẫu số"}
NAMES = {"points": "d", "numerator": "t", "denominator": "m", REASON: "g"}
FIELDS: Mapping[RuleKind, Sequence[str]] = {RuleKind.MANUAL: ("points",), RuleKind.RATIO: tuple(PARTS)}
"""What is typed for a rule; criteria of other rules are read here and entered through the interface of systems."""
FULL_TARGET = 100


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One criterion with the boxes of the stage that is typed: by field, the words last.

    A `locked` one may not be changed where the sheet is in its round; its boxes stay only where something was typed.
    """

    score: NodeScore
    stage: Stage
    boxes: Mapping[str, Cell]
    locked: bool = False

    @property
    def code(self) -> str:
        """The code of its criterion."""
        return self.score.code

    @property
    def points(self) -> Cell | None:
        """The box of points, where they are typed."""
        return self.boxes.get("points")

    @property
    def note(self) -> Cell:
        """The box of the note or reason."""
        return self.boxes[REASON]

    @property
    def by_parts(self) -> bool:
        """Whether it is entered as numerator and denominator."""
        return self.score.rule is RuleKind.RATIO

    @property
    def numbers(self) -> dict[str, Cell]:
        """The boxes that hold numbers, by field."""
        return {field: cell for field, cell in self.boxes.items() if field != REASON}

    @property
    def cells(self) -> list[Cell]:
        """All boxes, in the order they stand."""
        return list(self.boxes.values())

    @property
    def touched(self) -> bool:
        """Whether anything of the row is to be saved."""
        return is_touched(self)

    @property
    def bad(self) -> bool:
        """Whether a box of it is wrong."""
        return any(cell.error for cell in self.cells)

    @property
    def editable(self) -> bool:
        """Whether it stands in boxes: what was typed is never taken away."""
        return not self.locked or self.touched

    @property
    def status(self) -> str | None:
        """The status in words."""
        return STATUSES[self.score.status] if self.score.status else None

    @property
    def result(self) -> str:
        """What was saved at the stage that is typed."""
        return self.results[self.stage]

    @property
    def results(self) -> dict[str, str]:
        """What was saved at each stage: points, and for parts their ratio: `3,69 (92,2%)`, `6 (không phát sinh)`."""
        return {stage.value: _result_text(self.score, stage) for stage in Stage}

    @property
    def late(self) -> str | None:
        """What an appraiser must know: the unit changed its score after the appraisal."""
        change, now = self.score.self_changed, self.score.self
        if change is None:
            return None
        before = "chưa có điểm" if change.before is None else decimal(change.before)
        after = "đã xoá điểm" if now is None else decimal(now)
        return f"Đơn vị đã sửa điểm tự đánh giá sau khi thẩm định: {before} → {after}, lúc {instant(change.at)}"

    @property
    def hint(self) -> str:
        """What whoever fills it in must know: the target, and the framework's own note."""
        target = self.score.target
        aims = target is not None and self.by_parts and target != FULL_TARGET
        return ". ".join(filter(None, (f"Mục tiêu {percent(target)}" if aims else "", self.score.note or "")))

    def refused(self, field: str, error: str) -> "ScoreRow":
        """The row with a fault at one box; at the first one where the row has none of this field."""
        place = field if field in self.boxes else next(iter(self.boxes))
        return replace(self, boxes={**self.boxes, place: self.boxes[place].refused(error)})

    def update(self) -> NodeScoreUpdate:
        """The row as it is sent; empty boxes take the score back."""
        numbers = {field: cell.number for field, cell in self.numbers.items()}
        told = any(number is not None for number in numbers.values())
        return NodeScoreUpdate(
            stage=self.stage, code=self.score.code, reason=self.note.text if told else None, **numbers
        )


def _result_text(score: NodeScore, stage: Stage) -> str:
    """The saved score of a stage in words."""
    points, inputs = points_of(score, stage), inputs_of(score, stage)
    if points is None or inputs is None or inputs.ratio is None:
        return decimal(points)
    return f"{decimal(points)} ({_ratio_text(inputs)})"


def _ratio_text(inputs: NodeInputs) -> str:
    """The ratio as an eye must meet it: of nothing there is none, and above the whole it may be a slip of typing."""
    if inputs.denominator == 0:
        return NOTHING_ASKED
    ratio = f"{decimal(inputs.ratio)}%"
    if inputs.numerator is None or inputs.denominator is None or inputs.numerator <= inputs.denominator:
        return ratio
    return f"{ratio}, {TOO_MUCH}"


def score_rows(scores: Iterable[NodeScore], stage: Stage, make: MakeCell) -> list[ScoreRow]:
    """Rows with the boxes of a stage; `make` says how a box stands (fresh, as typed, or after somebody else saved)."""
    return [_row(score, stage, make) for score in scores]


def locked_rows(rows: Iterable[ScoreRow], lock: StageLock | None) -> list[ScoreRow]:
    """The rows, those that a lock holds marked; one that was typed into says why it was not saved."""
    return [_locked(row, lock) if lock and row.code not in lock.open else row for row in rows]


def _locked(row: ScoreRow, lock: StageLock) -> ScoreRow:
    marked = replace(row, locked=True)
    return marked.refused(next(iter(row.boxes)), lock.detail.rstrip(".")) if row.touched else marked


def _row(score: NodeScore, stage: Stage, make: MakeCell) -> ScoreRow:
    inputs = inputs_of(score, stage)
    saved = {
        "points": points_of(score, stage),
        "numerator": inputs.numerator if inputs else None,
        "denominator": inputs.denominator if inputs else None,
    }
    boxes = {
        field: make(f"{NAMES[field]}.{score.code}", number_in(saved[field])) for field in FIELDS.get(score.rule, ())
    }
    words = make(f"{NAMES[REASON]}.{score.code}", words_of(score, stage), numeric=False)
    return ScoreRow(score, stage, {**boxes, REASON: words})


def checked_rows(rows: Sequence[ScoreRow], decimals: int) -> list[ScoreRow]:
    """The rows with what a page can see is wrong (`decimals`: how fine points may be); the services check again."""
    return [_checked(row, decimals) for row in rows]


def _checked(row: ScoreRow, decimals: int) -> ScoreRow:
    boxes = {field: _checked_number(row, field, cell, decimals) for field, cell in row.numbers.items()}
    found = replace(row, boxes={**boxes, REASON: checked_note(row.note)})
    if found.bad or not found.touched:
        return found
    empty = [field for field, cell in boxes.items() if not cell.text]
    if found.note.touched and found.note.text and len(empty) == len(boxes):
        return found.refused(next(iter(found.boxes)), LOST_NOTE_OF_PARTS if row.by_parts else LOST_NOTE)
    if row.by_parts:
        found = _checked_parts(found, empty)
    if row.stage is Stage.APPRAISED and not found.note.text and _differs(found):
        return found.refused(REASON, NEEDS_REASON)
    return found


def _checked_number(row: ScoreRow, field: str, cell: Cell, decimals: int) -> Cell:
    if field in PARTS:
        return checked_number(cell, Decimal(0), None, PARTS[field])
    return checked_number(cell, Decimal(0), row.score.max_points, "Điểm", decimals)


def _checked_parts(row: ScoreRow, empty: Sequence[str]) -> ScoreRow:
    if len(empty) == 1:
        return row.refused(empty[0], f"Thiếu {PARTS[empty[0]].lower()}")
    if row.boxes["denominator"].number == 0 and row.boxes["numerator"].number != 0:
        return row.refused("denominator", NOTHING_OF_NOTHING)
    return row


def _differs(row: ScoreRow) -> bool:
    """Whether typed points are not the unit's own; what parts give only the rules know."""
    own, typed = row.score.self, row.points
    return typed is not None and typed.error is None and own is not None and typed.number not in (None, own)
