"""Cells as they are read: number, what it is made of, what was published before and the change, what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from contracts.indicators.checks import CheckReport, CheckResult
from contracts.indicators.definitions import IndicatorKind
from contracts.indicators.evidence import AttachedEvidence
from contracts.indicators.forms import EvidenceNeed
from contracts.indicators.submissions import PastValue, Submission, SubmissionCell
from frontend.formats import ABSENT, decimal, delta, delta_points, file_size, period, trimmed
from frontend.reading.figures import NO, QUALIFIERS, YES
from frontend.reading.submissions.entry import Entry
from frontend.reading.submissions.words import SEVERITIES, Tag

OTHERS = "Các chỉ tiêu"


class Entered(Protocol):
    """What was typed into a cell, now or when it was sent."""

    @property
    def value(self) -> Decimal | None:
        """A plain value."""

    @property
    def numerator(self) -> Decimal | None:
        """The upper part of a ratio."""

    @property
    def denominator(self) -> Decimal | None:
        """The lower part of a ratio."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence: its name, where it is downloaded (a document has no file), where in it to look."""

    name: str
    href: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class CellLine:
    """One line of the page."""

    cell: SubmissionCell
    number: str
    parts: str | None
    before: str | None
    change: str | None
    published: str | None
    entry: str
    proofs: Sequence[Proof] = ()
    findings: Sequence[CheckResult] = ()

    @property
    def code(self) -> str:
        """Its indicator."""
        return self.cell.indicator

    @property
    def lacks_proof(self) -> bool:
        """Whether evidence is asked for and none is there."""
        return self.cell.evidence is EvidenceNeed.ANY and not self.proofs and self.has_number

    @property
    def has_number(self) -> bool:
        """Whether anything was entered."""
        return self.number != ABSENT

    @property
    def must_explain(self) -> bool:
        """Whether a finding asks for an explanation."""
        return any(found.must_explain for found in self.findings)


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one part of the form."""

    name: str
    lines: list[CellLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding with the cell it speaks of."""

    name: str
    message: str
    href: str
    found: CheckResult


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that are equally bad."""

    tag: Tag
    lines: list[FindingLine]


def entry_href(sheet: Submission, code: str = "") -> str:
    """Where the cells of a submission are entered, at one of them."""
    place = Entry(sheet.form, sheet.area, sheet.period).href()
    return f"{place}#o-{code}" if code else place


def sections_of(sheet: Submission, checks: CheckReport, evidence: Iterable[AttachedEvidence]) -> list[Section]:
    """All cells under the parts of the form, in its order."""
    proofs: dict[str, list[Proof]] = {}
    for piece in evidence:
        proofs.setdefault(piece.subject, []).append(_proof(piece))
    found: dict[str, list[CheckResult]] = {}
    for result in checks.results:
        found.setdefault(result.indicator, []).append(result)
    sections: list[Section] = []
    for cell in sheet.cells:
        name = cell.section or OTHERS
        if not sections or sections[-1].name != name:
            sections.append(Section(name))
        line = _line(sheet, cell, proofs.get(cell.indicator, ()), found.get(cell.indicator, ()))
        sections[-1].lines.append(line)
    return sections


def findings_of(sheet: Submission, checks: CheckReport) -> list[FindingGroup]:
    """What was found, by how bad it is; each leads to its cell."""
    names = {cell.indicator: cell.name for cell in sheet.cells}
    groups = []
    for severity, tag in SEVERITIES.items():
        lines = [
            FindingLine(names.get(one.indicator, one.indicator), one.message, entry_href(sheet, one.indicator), one)
            for one in checks.results
            if one.severity == severity
        ]
        if lines:
            groups.append(FindingGroup(tag, lines))
    return groups


def number_text(cell: SubmissionCell, value: Decimal | None) -> str:
    """A value of the cell's indicator with its unit, rounded as it is published."""
    return _with_unit(cell, plain_text(cell, value, cell.decimals))


def typed_text(cell: SubmissionCell, value: Decimal | None) -> str:
    """A value as it was typed, with its unit: one that is finer than its indicator allows keeps every digit."""
    return _with_unit(cell, plain_text(cell, value))


def now_text(cell: SubmissionCell) -> str:
    """What stands in a cell, without its unit: the result of two parts, else the value as typed."""
    is_typed = cell.value is not None and parts_text(cell) is None
    text = plain_text(cell, cell.value) if is_typed else plain_text(cell, cell.result, cell.decimals)
    return text if text in (ABSENT, YES, NO) else f"{QUALIFIERS[cell.qualifier]}{text}"


def plain_text(cell: SubmissionCell, value: Decimal | None, decimals: int | None = None) -> str:
    """A value without its unit; `decimals` rounds it."""
    if value is None:
        return ABSENT
    if cell.kind is IndicatorKind.YES_NO:
        return YES if value else NO
    return decimal(value) if decimals is None else trimmed(value, decimals)


def entered_text(cell: SubmissionCell, entered: Entered | None) -> str:
    """What was typed: the two parts of a ratio, or the value."""
    if entered is None:
        return ABSENT
    return parts_text(entered) or typed_text(cell, entered.value)


def parts_text(entered: Entered) -> str | None:
    """The two parts of a ratio."""
    if entered.numerator is None and entered.denominator is None:
        return None
    return f"{decimal(entered.numerator)} / {decimal(entered.denominator)}"


def _line(sheet: Submission, cell: SubmissionCell, proofs: Sequence[Proof], found: Sequence[CheckResult]) -> CellLine:
    now = cell.result if cell.result is not None else cell.value
    return CellLine(
        cell=cell,
        number=_with_unit(cell, now_text(cell)),
        parts=parts_text(cell),
        before=_past(cell, cell.previous),
        change=_change(cell, now, cell.previous),
        published=_past(cell, cell.published),
        entry=entry_href(sheet, cell.indicator),
        proofs=proofs,
        findings=found,
    )


def _with_unit(cell: SubmissionCell, text: str) -> str:
    if text in (ABSENT, YES, NO):
        return text
    return f"{text}{'%' if cell.unit == '%' else f' {cell.unit}'}"


def _past(cell: SubmissionCell, past: PastValue | None) -> str | None:
    return None if past is None else f"{number_text(cell, past.value)} ({period(past.period)})"


def _change(cell: SubmissionCell, now: Decimal | None, past: PastValue | None) -> str | None:
    if now is None or past is None or past.value is None or cell.kind is IndicatorKind.YES_NO:
        return None
    moved = now - past.value
    return delta_points(moved, max(1, cell.decimals)) if cell.unit == "%" else delta(moved, cell.unit, cell.decimals)


def _proof(piece: AttachedEvidence) -> Proof:
    one = piece.evidence
    if one.file_name is None:
        named = f"{one.number}, {one.issued_on:%d/%m/%Y}: {one.abstract}" if one.issued_on else one.abstract
        return Proof(named, None, piece.note)
    size = f", {file_size(one.size)}" if one.size else ""
    return Proof(f"{one.file_name}{size}", f"/api/indicators/v1/evidence/{one.id}/content", piece.note)
