"""Reasons typed beside cells: a tick and a box each (`chon`, `ld.CODE`), one for all (`ly_do`), and the version."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from contracts.indicators.submissions import CellReason, Submission
from frontend.versions import version_in
from kit.errors import Refusal
from kit.shapes import Fault

REASON = "ld."
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Reasons:
    """What was ticked and typed; a cell with a reason counts as ticked, so that nothing typed is lost."""

    version: int = 0
    ticked: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)
    general: str = ""

    @property
    def chosen(self) -> frozenset[str]:
        """The cells that are meant."""
        return self.ticked | {code for code, text in self.typed.items() if text.strip()}

    def cells(self, sheet: Submission) -> list[CellReason]:
        """The chosen cells in the order of the form."""
        return [
            CellReason(indicator=cell.indicator, reason=self.typed[cell.indicator].strip())
            for cell in sheet.cells
            if cell.indicator in self.chosen
        ]

    def errors(self, refusal: Refusal, told: str) -> list[tuple[str | None, str]]:
        """What stands in the box above: field and sentence."""
        found: list[tuple[str | None, str]] = [
            (fault.pointer or None, fault.detail) for fault in refusal.faults if not fault.pointer.startswith("/")
        ]
        return found or [(None, told)]


def reasons_of(form: FormData) -> Reasons:
    """What a form carries."""
    return Reasons(
        version=version_in(form.get("ver")),
        ticked=frozenset(str(code)[:60] for code in form.getlist("chon")),
        typed={
            name.removeprefix(REASON): str(text)[:LONGEST] for name, text in form.items() if name.startswith(REASON)
        },
        general=str(form.get("ly_do", ""))[:LONGEST],
    )


def missing_reasons(said: Reasons, sheet: Submission) -> list[Fault]:
    """Ticked cells without a reason, each at its box."""
    return [
        Fault(pointer=f"{REASON}{cell.indicator}", detail=f"Hãy ghi lý do cho “{cell.name}”.")
        for cell in sheet.cells
        if cell.indicator in said.ticked and not said.typed.get(cell.indicator, "").strip()
    ]
