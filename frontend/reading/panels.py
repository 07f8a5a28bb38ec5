"""Boxes of a panel's pages: as typed, with what is wrong with them, and what they tell the interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.indicators.assessments import RuleKind
from contracts.indicators.panels import PanelPart, PanelRow, PanelScoreUpdate, PartRow, SheetPanel
from frontend.formats import decimal, percent
from kit.numbers import NotANumber, read_number
from kit.shapes import Fault

BOXES: Mapping[RuleKind, tuple[tuple[str, str], ...]] = {
    RuleKind.MANUAL: (("points", "Điểm"),),
    RuleKind.RATIO: (("numerator", "Tử số"), ("denominator", "Mẫu số")),
    RuleKind.COUNT_TO_TARGET: (("count", "Số lượng"),),
    RuleKind.SHARE_OF_MAXIMUM: (("share", "Tỷ lệ đạt"),),
}
"""What is typed of a criterion, by its rule."""
MET, NOTE = "met", "note"
UNCHOSEN = ("", "Chưa chọn")
PARTS = (UNCHOSEN, ("1", "Đạt"), ("0", "Không đạt"))
HALF_CHOSEN = "Chọn Đạt hoặc Không đạt cho ý này, hoặc để trống mọi ý."
NO_SCORE = "Ghi điểm trước khi ghi nhận xét."


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its name, the words for it, what stands in it, what is wrong with it."""

    name: str
    label: str
    text: str
    stored: str
    error: str | None = None
    options: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """What stands in it, in words."""
        return dict(self.options).get(self.text, self.text)

    @property
    def key(self) -> str:
        """The id of the box on the page."""
        return self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a member's part."""

    row: PartRow
    boxes: list[Box]
    note: Box

    @property
    def is_bad(self) -> bool:
        """Whether something is wrong with it."""
        return any(box.error for box in (*self.boxes, self.note))

    @property
    def is_touched(self) -> bool:
        """Whether something was typed that does not stand there yet."""
        return any(box.text != box.stored for box in (*self.boxes, self.note))


def lines_of(part: PanelPart, typed: Mapping[str, Any] | None, errors: Mapping[str, str]) -> list[Line]:
    """The criteria with what stands, or what was typed; `errors` by box."""

    def box(row: PartRow, field: str, label: str, stored: str, options: tuple[tuple[str, str], ...] = ()) -> Box:
        name = f"{row.code}.{field}"
        text = stored if typed is None else str(typed.get(name, stored)).strip()
        return Box(name, label, text, stored, errors.get(name), options)

    return [
        Line(row, [box(row, *asked) for asked in _asked(row)], box(row, NOTE, "Nhận xét", row.note or ""))
        for row in part.rows
    ]


def _asked(row: PartRow) -> list[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    """The boxes of a criterion: field, words, what is stored, what to choose among."""
    if row.rule is RuleKind.CHOICE:
        answers = tuple((one.key, f"{one.label} ({percent(one.share * 100)})") for one in row.answers)
        return [("choice", "Mức", (row.inputs and row.inputs.choice) or "", (UNCHOSEN, *answers))]
    if row.rule is RuleKind.ADDITIVE:
        met = row.inputs.met if row.inputs else None
        return [
            (f"{MET}.{place}", one.label, "" if met is None else str(int(one.key in met)), PARTS)
            for place, one in enumerate(row.answers)
        ]
    return [(field, label, _stored(row, field), ()) for field, label in BOXES.get(row.rule, ())]


def scores_of(lines: list[Line]) -> tuple[list[PanelScoreUpdate], dict[str, str]]:
    """What was typed, and what of it cannot be read, by box."""
    scores: list[PanelScoreUpdate] = []
    errors: dict[str, str] = {}
    for line in lines:
        if not line.is_touched:
            continue
        told: dict[str, Any] = {"code": line.row.code, "note": line.note.text}
        if line.row.rule is RuleKind.CHOICE:
            told["choice"] = line.boxes[0].text or None
        elif line.row.rule is RuleKind.ADDITIVE:
            told[MET], left = _met(line)
            errors |= left
        else:
            numbers, unread = _numbers(line)
            told |= numbers
            errors |= unread
        if line.note.text and not any(box.text for box in line.boxes):
            errors[line.note.name] = NO_SCORE
        scores.append(PanelScoreUpdate(**told) if not errors else PanelScoreUpdate(code=line.row.code))
    return scores, errors


def _met(line: Line) -> tuple[list[str] | None, dict[str, str]]:
    """The parts that are met, None when nothing is said of any; what is left open beside others, by box."""
    if not any(box.text for box in line.boxes):
        return None, {}
    chosen = [one.key for one, box in zip(line.row.answers, line.boxes, strict=True) if box.text == "1"]
    return chosen, {box.name: HALF_CHOSEN for box in line.boxes if box.text not in ("0", "1")}


def _numbers(line: Line) -> tuple[dict[str, Any], dict[str, str]]:
    """The numbers typed, by field; what cannot be read, by box."""
    numbers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for box in line.boxes:
        try:
            numbers[box.name.rpartition(".")[2]] = number_of(box.text)
        except NotANumber as error:
            errors[box.name] = str(error)
    return numbers, errors


def is_typed(table: SheetPanel, typed: Mapping[str, Any]) -> bool:
    """Whether something was typed of a criterion that is not decided by it yet."""
    for row in table.rows:
        shown = proposed(row)
        points, reason = typed.get(f"{row.code}.diem", shown), typed.get(f"{row.code}.ly_do", "")
        if str(reason).strip() or str(points).strip() != shown:
            return True
    return False


def proposed(row: PanelRow) -> str:
    """What stands in the head's box: what is agreed, else the median."""
    if row.agreement is not None:
        return decimal(row.agreement.points)
    return "" if row.median is None else decimal(row.median)


def number_of(text: str) -> Decimal | None:
    """What was typed in a box, None when empty; `NotANumber`."""
    return read_number(text) if text else None


def errors_of(faults: list[Fault], scores: list[PanelScoreUpdate], lines: list[Line]) -> dict[str, str]:
    """What the interface found wrong, by box."""
    first = {line.row.code: line.boxes[0].name for line in lines if line.boxes}
    found: dict[str, str] = {}
    for fault in faults:
        parts = fault.pointer.strip("/").split("/")
        if parts[0] == "scores" and len(parts) == 3 and int(parts[1]) < len(scores):
            code = scores[int(parts[1])].code
            name = f"{code}.{parts[2]}"
            known = any(name == box.name for line in lines for box in (*line.boxes, line.note))
            found[name if known else first.get(code, name)] = fault.detail
        elif parts[0] == "rows" and len(parts) == 2:
            found[first.get(parts[1], parts[1])] = fault.detail
    return found


def _stored(row: PartRow, field: str) -> str:
    number = row.points if field == "points" else getattr(row.inputs, field, None)
    return "" if number is None else decimal(number)
