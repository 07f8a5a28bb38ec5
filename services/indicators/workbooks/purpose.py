"""What a workbook is for: as the sender says, as our own template says, and that the two agree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contracts.indicators.assessments import Stage
from contracts.indicators.imports import ImportKind
from kit.shapes import Fault
from services.indicators.workbooks.grid import Book
from services.indicators.workbooks.paper import PERIOD_CELL, SUBJECT_CELL, UNIT_CELL
from services.indicators.workbooks.refusal import FILE, WorkbookRefused, cell_pointer

_TITLE_CELL = "A1"
_CELLS = {
    "framework": SUBJECT_CELL,
    "form": SUBJECT_CELL,
    "area": UNIT_CELL,
    "period": PERIOD_CELL,
    "stage": _TITLE_CELL,
}
_WORDS = {"framework": "bộ chỉ số", "form": "biểu mẫu", "area": "đơn vị", "period": "kỳ", "stage": "lượt chấm"}
_KINDS = {ImportKind.VALUES.value: "số liệu chỉ tiêu", ImportKind.ASSESSMENT.value: "điểm của hồ sơ đánh giá"}
_STAGES = {
    Stage.SELF.value: "tự đánh giá",
    Stage.APPRAISED.value: "thẩm định",
    Stage.FINAL.value: "công bố",
}


@dataclass(frozen=True, slots=True)
class Purpose:
    """For what a workbook is; None is not said."""

    kind: ImportKind
    framework: str | None = None
    area: str | None = None
    period: str | None = None
    stage: str | None = None
    form: str | None = None


def settle_purpose(book: Book, said: Purpose) -> Purpose:
    """What the sender said, completed by the template. Raises `WorkbookRefused` where they contradict each other."""
    faults = [*_wrong_kind(book, said), *_contradictions(book, said)]
    if faults:
        raise WorkbookRefused(faults)
    return Purpose(
        said.kind,
        framework=said.framework or book.meta.get("framework"),
        area=said.area or book.meta.get("area"),
        period=said.period or book.meta.get("period"),
        stage=said.stage or book.meta.get("stage"),
        form=said.form or book.meta.get("form"),
    )


def _wrong_kind(book: Book, said: Purpose) -> Iterator[Fault]:
    meant = book.meta.get("kind", said.kind.value)
    if meant != said.kind.value:
        named = _KINDS.get(meant, "việc khác")
        detail = f"Tệp mẫu này để nhập {named}, không phải {_KINDS[said.kind.value]}."
        yield Fault(pointer=_pointer(book, _TITLE_CELL), detail=detail)


def _contradictions(book: Book, said: Purpose) -> Iterator[Fault]:
    for field, cell in _CELLS.items():
        chosen, written = getattr(said, field), book.meta.get(field)
        if chosen is not None and written is not None and chosen != written:
            shown = _shown(field, {"chosen": chosen, "written": written})
            detail = f"Tệp này của {_WORDS[field]} {shown['written']}, không phải {shown['chosen']} đang chọn."
            yield Fault(pointer=_pointer(book, cell), detail=detail)


def _shown(field: str, words: Mapping[str, str]) -> dict[str, str]:
    names = _STAGES if field == "stage" else {}
    return {key: names.get(word, f"“{word[:60]}”") for key, word in words.items()}


def _pointer(book: Book, cell: str) -> str:
    visible = next((grid for grid in book.sheets if not grid.hidden), None)
    return FILE if visible is None else cell_pointer(visible.name, cell)
