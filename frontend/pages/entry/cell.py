"""The details of one cell of a form (/nhap/o): what is said of it, what was published before, its evidence."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.definitions import Indicator
from contracts.indicators.submissions import CellBatch, Submission, SubmissionCell, Verb
from frontend.client import Client, ClientDep, card_of
from frontend.csrf import CsrfChecked
from frontend.flash import VALUES, Saved, forget, tell, told
from frontend.pages.entry import form
from frontend.pages.entry.choice import AddressChoice, Choice, FormChoice
from frontend.pages.entry.page import toast
from frontend.reading.cells import Typed, fresh
from frontend.reading.evidence.attached import attached_to
from frontend.reading.rows import errors_in, is_touched, moved
from frontend.reading.sheets import base_of
from frontend.reading.submissions import details as reading
from frontend.reading.submissions.details import Details, checked_details, details_of
from frontend.render import view, wants_part
from kit.errors import Conflict, Invalid, NotFound, Stale

SEE_OTHER = 303
OK, CONFLICT, WRONG = 200, 409, 422

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class OneCell:
    """The cell an address means, in its submission."""

    choice: Choice
    submission: Submission
    cell: SubmissionCell
    indicator: Indicator

    @property
    def may_save(self) -> bool:
        """Whether anything may be said of it now."""
        return Verb.SAVE in self.submission.allowed and self.cell.editable

    @property
    def href(self) -> str:
        """Its address."""
        return self.choice.href("/nhap/o", ma=self.cell.indicator)


@dataclass(frozen=True, slots=True)
class Result:
    """The details as they are shown next, and what came of a save."""

    details: Details
    status: int = OK
    faults: list[str] = field(default_factory=list)


async def in_address(
    *, client: ClientDep, choice: AddressChoice, ma: Annotated[str, Query(max_length=40)] = ""
) -> OneCell:
    """The cell of a page's address."""
    return await _one(client, choice, ma)


async def in_form(*, request: Request, client: ClientDep, choice: FormChoice) -> OneCell:
    """The cell a form is about."""
    return await _one(client, choice, str((await request.form()).get("ma", ""))[:40])


@router.get("/nhap/o")
async def show_cell(*, request: Request, client: ClientDep, one: Annotated[OneCell, Depends(in_address)]) -> Response:
    """The details of one cell, or to a dialog these alone."""
    return await _shown(request, client, one, Result(details_of(one.cell, fresh)), told(request))


@router.post("/nhap/o", dependencies=[CsrfChecked])
async def save_cell(*, request: Request, client: ClientDep, one: Annotated[OneCell, Depends(in_form)]) -> Response:
    """Saves what is said of the cell; never over what somebody else said of it meanwhile."""
    typed = Typed.of(await request.form())
    rebased = details_of(one.cell, typed.rebased)
    if moved([rebased]):
        return await _shown(request, client, one, Result(rebased, CONFLICT), None)
    details = checked_details(details_of(one.cell, typed.cell))
    if errors_in([details]):
        return await _shown(request, client, one, Result(details, WRONG), None)
    try:
        now = await _saved(client, one, details)
    except Invalid as refusal:
        faults = [fault.detail for fault in refusal.faults] or [refusal.detail]
        return await _shown(request, client, one, Result(details, WRONG, faults), None)
    except Conflict as refusal:
        return await _shown(request, client, one, Result(details, WRONG, [refusal.detail]), None)
    except Stale:
        again = await _one(client, one.choice, one.cell.indicator)
        return await _shown(request, client, again, Result(details_of(again.cell, typed.rebased), CONFLICT), None)
    saved = Saved.just(int(is_touched(details)))
    if wants_part(request):
        return await _shown(request, client, now, Result(details_of(now.cell, fresh)), saved)
    return tell(RedirectResponse(f"{one.href}#da-luu", SEE_OTHER), saved)


async def _saved(client: Client, one: OneCell, details: Details) -> OneCell:
    if not is_touched(details):
        return one
    batch = CellBatch(cells=[details.update()])
    submission = await client.save_cells(one.submission.id, one.submission.version, batch)
    cell = next(cell for cell in submission.cells if cell.indicator == one.cell.indicator)
    return replace(one, submission=submission, cell=cell)


async def _one(client: Client, choice: Choice, code: str) -> OneCell:
    if choice.owed is None:
        raise NotFound("Chỉ ô của biểu mẫu có trang chi tiết.")
    submission = await form.find(client, choice)
    if submission is None:
        raise NotFound(form.NOT_OPENED)
    cell = next((cell for cell in submission.cells if cell.indicator == code), None)
    indicator = next((one for one in choice.indicators if one.code == code), None)
    if cell is None or indicator is None:
        raise NotFound("Biểu này không có chỉ tiêu đó.")
    return OneCell(choice, submission, cell, indicator)


async def _shown(request: Request, client: Client, one: OneCell, result: Result, saved: Saved | None) -> Response:
    choice, cell = one.choice, one.cell
    answer = view(
        request,
        "entry/cell.html",
        block="part",
        status=result.status,
        headers=toast(saved, VALUES) if saved and wants_part(request) else None,
        nav="nhap",
        title=f"{'Lỗi: ' if result.status >= 400 else ''}Nhập số liệu: {cell.indicator}",
        choice=choice,
        one=one,
        result=result,
        in_dialog=wants_part(request),
        boxes=result.details.boxes,
        labels=reading.LABELS,
        servers={name: reading.server_words(name, box) for name, box in result.details.boxes.items()},
        base=base_of(result.details.cells),
        errors=[*errors_in([result.details]), *((None, fault) for fault in result.faults)],
        saved_text="Đã lưu chi tiết của ô này." if saved else None,
        **await _told(client, one),
    )
    return forget(answer) if saved and not wants_part(request) else answer


async def _told(client: Client, one: OneCell) -> dict[str, Any]:
    """What was published of the cell, and what stands behind it; each alone may fail."""
    area, period, code = one.submission.area, one.submission.period, one.cell.indicator
    proof, attached = await asyncio.gather(
        card_of(client.get_figure_proof(code, area, period)), card_of(client.list_value_evidence(area, period))
    )
    history = one.cell.history
    return {
        "limits": reading.limits_of(one.cell),
        "qualifiers": list(reading.QUALIFIERS.items()),
        "follow_ups": list(reading.FOLLOW_UPS.items()),
        "trend": reading.trend_of_past(one.indicator, history),
        "past": reading.past_lines(one.indicator, history),
        "revisions": reading.revision_lines(one.indicator, proof.value.revisions if proof.value else []),
        "attached": attached_to(attached.value, code) if attached.value else [],
        "evidence_href": f"/minh-chung/so-lieu/{code}/{area}/{period}",
    }
