"""Adding evidence: a file or an official document, to a unit's store and, where one is named, behind a subject."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from contracts.directory import Area
from contracts.indicators.evidence import Attaching, Evidence, InstrumentEvidence
from frontend.addresses import address
from frontend.client import Client, ClientDep, EvidenceFilter, Upload
from frontend.csrf import CsrfChecked
from frontend.pages.evidence import attaching, store
from frontend.pages.evidence.store import Adding, unit_of
from frontend.pages.evidence.subjects import PATH, Subject, subject_of
from frontend.reading.days import day_of
from frontend.render import wants_part
from frontend.visitors import caller_in
from kit.errors import Conflict, Invalid, Malformed, Refusal, TooLarge, UnsupportedMedia
from kit.shapes import Fault
from kit.validation import faults

SEE_OTHER = 303
FILE, ABSTRACT, NUMBER, DAY, ABOUT, ISSUER, WHERE = "tep", "mo-ta", "so", "ngay", "trich-yeu", "co-quan", "vi-tri"
NO_FILE = "Hãy chọn một tệp rồi bấm tải lên."
BOXES = {"file": FILE, "abstract": ABOUT, "number": NUMBER, "issued_on": DAY, "issuer": ISSUER, "note": WHERE}
WORDS = {
    NUMBER: "Hãy ghi số, ký hiệu văn bản, tối đa 60 ký tự.",
    DAY: "Hãy ghi ngày ban hành, ví dụ 30/11/2026.",
    ABOUT: "Hãy ghi trích yếu, tối đa 500 ký tự.",
    ISSUER: "Tên cơ quan tối đa 200 ký tự.",
    WHERE: "Phần này tối đa 4.000 ký tự.",
}
REFUSALS = (Invalid, Malformed, TooLarge, UnsupportedMedia, Conflict)

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a piece is to go, and what was typed of it."""

    unit: Area
    subject: Subject | None
    typed: dict[str, str]
    file: UploadFile | None


async def _closed_form(*, request: Request) -> AsyncIterator[None]:
    """Lets go of the files of a form when it has been answered, also when it was refused."""
    form = await request.form()
    try:
        yield
    finally:
        await form.close()


async def wanted_in_form(*, request: Request, client: ClientDep) -> Wanted:
    """What a form asks for."""
    form = await request.form()
    typed = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    caller = caller_in(request)
    subject = await subject_of(client, caller, typed["cho"][:200]) if typed.get("cho") else None
    unit = subject.area if subject else await unit_of(client, caller, typed.get("dv", "")[:60])
    sent = form.get(FILE)
    return Wanted(unit, subject, typed, sent if isinstance(sent, UploadFile) and sent.filename else None)


WantedDep = Annotated[Wanted, Depends(wanted_in_form)]


@router.post(f"{PATH}/tep", dependencies=[Depends(_closed_form), CsrfChecked])
async def add_file(*, request: Request, client: ClientDep, wanted: WantedDep) -> Response:
    """Keeps a file; what its content is decides whether it is taken."""
    if wanted.file is None:
        return await _refused(request, client, wanted, Adding(wanted.typed, {FILE: NO_FILE}, status=422))
    media_type = wanted.file.content_type or "application/octet-stream"
    sent = Upload(wanted.file.filename or "", media_type, await wanted.file.read())
    try:
        made = await client.add_file(wanted.unit.id, wanted.typed.get(ABSTRACT, ""), sent)
        await _attach(client, wanted, made)
    except REFUSALS as refusal:
        told = {FILE: _sentence(refusal)}
        return await _refused(request, client, wanted, Adding(wanted.typed, told, status=refusal.status))
    return _done(request, wanted, "tep")


@router.post(f"{PATH}/van-ban", dependencies=[CsrfChecked])
async def add_instrument(*, request: Request, client: ClientDep, wanted: WantedDep) -> Response:
    """Names an official document."""
    typed = wanted.typed
    try:
        told = InstrumentEvidence.model_validate(
            {
                "area": wanted.unit.id,
                "number": typed.get(NUMBER, ""),
                "issued_on": day_of(typed.get(DAY, "")),
                "abstract": typed.get(ABOUT, ""),
                "issuer": typed.get(ISSUER) or None,
            }
        )
        made = await client.add_instrument(told)
        await _attach(client, wanted, made)
    except ValidationError as error:
        return await _refused(request, client, wanted, _at_boxes(typed, faults(error.errors(include_url=False))))
    except REFUSALS as refusal:
        adding = _at_boxes(typed, refusal.faults or [Fault(pointer="", detail=refusal.detail)], refusal.status)
        return await _refused(request, client, wanted, adding)
    return _done(request, wanted, "van-ban")


async def _attach(client: Client, wanted: Wanted, made: Evidence) -> None:
    if wanted.subject is not None:
        note = wanted.typed.get(WHERE) or None
        await client.attach_evidence(wanted.subject.api, made.id, Attaching(note=note))


def _done(request: Request, wanted: Wanted, what: str) -> Response:
    """To the page the form stood on; a script goes there itself."""
    if wanted.subject is not None:
        there = address(wanted.subject.href, xong="gan")
    else:
        there = address(PATH, dv=wanted.unit.id, xong=what)
    if wants_part(request):
        return Response(headers={"HX-Redirect": there})
    return RedirectResponse(there, SEE_OTHER)


async def _refused(request: Request, client: Client, wanted: Wanted, adding: Adding) -> Response:
    if wanted.subject is not None:
        return await attaching.shown(request, client, wanted.subject, adding)
    return await store.shown(request, client, wanted.unit, adding, EvidenceFilter(wanted.unit.id, limit=store.PAGE))


def _at_boxes(typed: dict[str, str], found: Sequence[Fault], status: int = 422) -> Adding:
    """Each fault at its box in plain words; those of no box as sentences."""
    errors: dict[str, str] = {}
    others = []
    for fault in found:
        box = BOXES.get(fault.pointer.rpartition("/")[2])
        if box is None:
            others.append(fault.detail)
        else:
            errors[box] = WORDS.get(box, fault.detail)
    return Adding(typed, errors, others, status)


def _sentence(refusal: Refusal) -> str:
    return " ".join(dict.fromkeys([refusal.detail, *(fault.detail for fault in refusal.faults)])).strip()
