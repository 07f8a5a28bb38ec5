"""A form of one unit and period as a grid: the cells of its submission, section by section."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.indicators.definitions import Indicator
from contracts.indicators.obligations import Obligation
from contracts.indicators.submissions import CellBatch, Submission, SubmissionCreate, Verb
from contracts.periods import Period
from frontend.client import Client, SubmissionFilter, card_of
from frontend.flash import VALUES
from frontend.pages.entry.choice import Choice
from frontend.pages.entry.page import GridPage
from frontend.reading.cells import MakeCell, Typed
from frontend.reading.rows import both_in, errors_in
from frontend.reading.sheets import base_of
from frontend.reading.submissions.periods import period_words
from frontend.reading.submissions.rows import (
    CellRow,
    cell_rows,
    checked,
    filled,
    missing,
    sections_of,
    with_findings,
)
from frontend.reading.submissions.words import STATES, UNSENT, Tag, due_tag, due_text
from frontend.saving import Outcome, opened, save_typed
from kit.clock import today
from kit.errors import NotFound

CORRECTING: Tag = ("Đang sửa số đã công bố", "watch")
NOT_OPENED = "Biểu này chưa mở."


@dataclass(frozen=True, slots=True)
class FormGrid:
    """The cells of a submission."""

    client: Client
    indicators: Mapping[str, Indicator]
    batch: str = field(default="cells", init=False)
    merges: bool = field(default=True, init=False)

    def rows(self, sheet: Submission, make: MakeCell) -> list[CellRow]:
        """A row per cell."""
        return cell_rows(sheet, self.indicators, make)

    def checked(self, rows: Sequence[CellRow]) -> list[CellRow]:
        """The rows with what is wrong."""
        return checked(rows)

    async def save(self, sheet: Submission, version: int, touched: Sequence[CellRow]) -> Submission:
        """The submission after the cells were saved."""
        return await self.client.save_cells(sheet.id, version, CellBatch(cells=[row.update() for row in touched]))

    async def read(self, sheet: Submission) -> Submission:
        """The submission as it stands now."""
        return await self.client.get_submission(sheet.id)


async def read(client: Client, choice: Choice) -> GridPage:
    """The form as it stands, or the way to open it."""
    sheet = await find(client, choice)
    if sheet is None:
        return GridPage("entry/closed.html", heading_of(choice), VALUES, {"due": _due(choice)})
    return await _page(client, choice, opened(_grid(client, choice), sheet))


async def save(client: Client, choice: Choice, typed: Typed) -> GridPage:
    """Saves what was typed, or shows what hinders it."""
    sheet = await find(client, choice)
    if sheet is None:
        raise NotFound(NOT_OPENED)
    return await _page(client, choice, await save_typed(_grid(client, choice), sheet, typed))


async def open_form(client: Client, choice: Choice) -> None:
    """Opens the submission of the unit and period."""
    wanted = SubmissionCreate(form=choice.form, area=choice.unit.id, period=choice.period)
    await client.open_submission(wanted)


async def find(client: Client, choice: Choice) -> Submission | None:
    """The submission of what is chosen, None while nobody opened it."""
    wanted = SubmissionFilter(choice.form, choice.unit.id, choice.period)
    found = await client.list_submissions(wanted)
    return await client.get_submission(found[0].id) if found else None


def heading_of(choice: Choice) -> str:
    """What the page is called, the days told where they are not of the calendar."""
    assert choice.owed is not None
    return f"Nhập số liệu {period_words(Period.parse(choice.period), choice.owed.form.regime)}"


def _grid(client: Client, choice: Choice) -> FormGrid:
    return FormGrid(client, {indicator.code: indicator for indicator in choice.indicators})


def _due(choice: Choice) -> str | None:
    owed = choice.owed.of(choice.unit.id, choice.period) if choice.owed else None
    return f"{due_text(owed.due_on)}, {_lateness(owed)[0].lower()}" if owed else None


def _lateness(one: Submission | Obligation) -> Tag:
    return due_tag(one.due_on, one.days_late, today(), unsent=one.state in UNSENT)


def _state(sheet: Submission) -> Tag:
    """Where it stands; a correction has no draft of its own name."""
    return CORRECTING if sheet.is_correction and sheet.state in UNSENT else STATES[sheet.state]


async def _page(client: Client, choice: Choice, outcome: Outcome[Submission, CellRow]) -> GridPage:
    """The page; what the checks find stands at the cells when it can be had."""
    report = (await card_of(client.get_checks(outcome.sheet.id))).value
    rows = with_findings(outcome.rows, report.results if report else [])
    context = _context(replace(outcome, rows=rows))
    status, onward = outcome.status, f"/nop/{outcome.sheet.id}"
    return GridPage("entry/form.html", heading_of(choice), VALUES, context, status, outcome.saved, onward)


def _context(outcome: Outcome[Submission, CellRow]) -> dict[str, Any]:
    sheet = outcome.sheet
    told, of = filled(sheet)
    return {
        "outcome": outcome,
        "sheet": sheet,
        "sections": sections_of(outcome.rows),
        "told": told,
        "of": of,
        "missing": missing(sheet),
        "may_save": Verb.SAVE in sheet.allowed,
        "state": _state(sheet),
        "due": due_text(sheet.due_on),
        "lateness": _lateness(sheet),
        "errors": [*errors_in(outcome.rows), *((None, fault) for fault in outcome.faults)],
        "conflicts": both_in(outcome.rows),
        "base": base_of(cell for row in outcome.rows for cell in row.cells),
    }
