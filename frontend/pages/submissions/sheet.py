"""One submission as its pages show it: read whole, and shown again after a refusal."""

import asyncio
from dataclasses import dataclass

from contracts.indicators.checks import CheckReport
from contracts.indicators.submissions import Submission, Verb
from frontend.client import Client, card_of
from frontend.formats import capital, period
from frontend.reading.submissions.cells import CellLine, FindingGroup, Section, findings_of, sections_of
from frontend.reading.submissions.story import Event, Moved, events_of, since_sent, state_tag, steps_of
from frontend.reading.submissions.words import NEXT, UNSENT, Tag, due_tag, due_text
from kit.clock import today
from kit.errors import Conflict, Forbidden, Invalid, Refusal, Stale

REFUSALS = (Invalid, Conflict, Stale, Forbidden)
"""What a step is answered with when the page is to be shown again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A submission with all that its pages tell of it."""

    sheet: Submission
    checks: CheckReport
    sections: list[Section]
    findings: list[FindingGroup]
    events: list[Event]
    moved: list[Moved]
    steps: list[tuple[str, str]]
    evidence_failed: bool

    @property
    def state(self) -> Tag:
        """Where it stands."""
        return state_tag(self.sheet)

    @property
    def next(self) -> str:
        """What follows, and who does it."""
        return NEXT[self.sheet.state]

    @property
    def due(self) -> tuple[str, Tag]:
        """Its due day and how that stands."""
        sheet = self.sheet
        unsent = sheet.state in UNSENT and not sheet.rounds
        return due_text(sheet.due_on), due_tag(sheet.due_on, sheet.days_late, today(), unsent=unsent)

    @property
    def lede(self) -> str:
        """Which form of which period."""
        return f"{self.sheet.form_name} · {capital(period(self.sheet.period))}"

    @property
    def lines(self) -> list[CellLine]:
        """All cells in the order of the form."""
        return [line for section in self.sections for line in section.lines]

    @property
    def returned(self) -> list[CellLine]:
        """Cells that came back with a reason."""
        return [line for line in self.lines if line.cell.return_reason]

    def may(self, verb: Verb) -> bool:
        """Whether the visitor may do it now."""
        return verb in self.sheet.allowed


async def open_sheet(client: Client, submission: str) -> Opened:
    """Read a submission; NotFound."""
    sheet = await client.get_submission(submission)
    checks, rounds, evidence = await asyncio.gather(
        client.get_checks(sheet.id),
        client.list_rounds(sheet.id),
        card_of(client.list_value_evidence(sheet.area, sheet.period)),
    )
    return Opened(
        sheet=sheet,
        checks=checks,
        sections=sections_of(sheet, checks, evidence.value or ()),
        findings=findings_of(sheet, checks),
        events=events_of(sheet, rounds),
        moved=since_sent(sheet, rounds),
        steps=steps_of(sheet),
        evidence_failed=evidence.failed,
    )


def told_of(refusal: Refusal) -> str:
    """One sentence of a refusal."""
    return refusal.detail or refusal.title
