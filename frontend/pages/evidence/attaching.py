"""What stands behind one value or criterion: put there from the unit's store or newly added, and taken away."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.indicators.evidence import AttachedEvidence, Attaching
from frontend.addresses import address
from frontend.client import Client, ClientDep, EvidenceFilter, card_of
from frontend.csrf import CsrfChecked
from frontend.pages.evidence.store import DONE, Adding
from frontend.pages.evidence.subjects import PATH, Subject, subject_of
from frontend.reading.evidence.attached import attached_to, pieces_of
from frontend.render import view
from frontend.visitors import caller_in
from kit.errors import Conflict, Invalid, NotFound

SEE_OTHER = 303
CHOICES = 50
LONGEST_CHOICE = 100
CHOOSE = "Hãy chọn một minh chứng trong kho."

router = APIRouter(include_in_schema=False)


async def value_of(*, request: Request, client: ClientDep, indicator: str, area: str, period: str) -> Subject:
    """The value an address names."""
    return await subject_of(client, caller_in(request), f"so-lieu/{indicator}/{area}/{period}")


async def criterion_of(*, request: Request, client: ClientDep, assessment: str, code: str) -> Subject:
    """The criterion an address names."""
    return await subject_of(client, caller_in(request), f"tieu-chi/{assessment}/{code}")


async def subject_in_form(*, request: Request, client: ClientDep) -> Subject:
    """What a form is about."""
    return await subject_of(client, caller_in(request), str((await request.form()).get("cho", ""))[:200])


FormSubject = Annotated[Subject, Depends(subject_in_form)]
Words = Annotated[str, Query(max_length=100)]


@router.get(f"{PATH}/so-lieu/{{indicator}}/{{area}}/{{period}}")
async def show_value(
    *,
    request: Request,
    client: ClientDep,
    subject: Annotated[Subject, Depends(value_of)],
    q: Words = "",
    xong: Words = "",
) -> Response:
    """Evidence of one value."""
    return await shown(request, client, subject, Adding(), q=q, done=DONE.get(xong))


@router.get(f"{PATH}/tieu-chi/{{assessment}}/{{code}}")
async def show_criterion(
    *,
    request: Request,
    client: ClientDep,
    subject: Annotated[Subject, Depends(criterion_of)],
    q: Words = "",
    xong: Words = "",
) -> Response:
    """Evidence of one criterion."""
    return await shown(request, client, subject, Adding(), q=q, done=DONE.get(xong))


@router.post(f"{PATH}/gan", dependencies=[CsrfChecked])
async def attach(*, request: Request, client: ClientDep, subject: FormSubject) -> Response:
    """Puts a piece of the unit's store behind it; once more changes where in it."""
    form = await request.form()
    typed = {name: str(form.get(name, "")).strip() for name in ("minh-chung", "cho-nao")}
    if not typed["minh-chung"]:
        return await shown(request, client, subject, Adding(typed, {"minh-chung": CHOOSE}, status=422))
    try:
        await client.attach_evidence(subject.api, typed["minh-chung"][:60], Attaching(note=typed["cho-nao"] or None))
    except (Invalid, NotFound) as refusal:
        told = {"minh-chung": refusal.detail or CHOOSE}
        return await shown(request, client, subject, Adding(typed, told, status=422))
    return RedirectResponse(address(subject.href, xong="gan"), SEE_OTHER)


@router.post(f"{PATH}/go", dependencies=[CsrfChecked])
async def detach(*, request: Request, client: ClientDep, subject: FormSubject) -> Response:
    """Takes a piece away; what was published with it keeps it, and that is told."""
    piece = str((await request.form()).get("minh-chung", ""))[:60]
    if not piece:
        raise NotFound("Không có minh chứng này.")
    try:
        await client.detach_evidence(subject.api, piece)
    except Conflict as refusal:
        return await shown(request, client, subject, Adding(faults=[refusal.detail], status=refusal.status))
    return RedirectResponse(address(subject.href, xong="go"), SEE_OTHER)


async def shown(
    request: Request, client: Client, subject: Subject, adding: Adding, *, q: str = "", done: str | None = None
) -> Response:
    """The page, with what was typed to attach a piece or to add one."""
    attached, kept = await asyncio.gather(
        _attached(client, subject), card_of(client.list_evidence(EvidenceFilter(subject.area.id, q, CHOICES)))
    )
    behind = attached_to(attached, subject.code)
    known = {one.evidence.id for one in behind}
    store = [one for one in pieces_of(kept.value.items if kept.value else []) if one.evidence.id not in known]
    return view(
        request,
        "evidence/subject.html",
        block="part",
        status=adding.status,
        nav="minh-chung",
        title=f"{'Lỗi: ' if adding.status >= 400 else ''}Minh chứng: {subject.code}, {subject.area.name}",
        subject=subject,
        unit=subject.area,
        behind=behind,
        choices=[(one.evidence.id, f"{one.name} – {one.about}"[:LONGEST_CHOICE]) for one in store],
        q=q,
        adding=adding,
        done=done,
    )


async def _attached(client: Client, subject: Subject) -> list[AttachedEvidence]:
    _, area, rest = subject.api.split("/", 2)
    if subject.api.startswith("values/"):
        return await client.list_value_evidence(area, rest.partition("/")[0])
    return await client.list_score_evidence(area)
