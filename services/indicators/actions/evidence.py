"""Evidence: added to a unit's store, put behind values and scores, taken away as long as nothing is published of it."""

import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PureWindowsPath
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.access import Right
from contracts.audit import Action
from contracts.indicators.evidence import EvidenceKind, InstrumentEvidence
from kit.caller import Caller
from kit.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from kit.shapes import Fault
from services.indicators.actions.deeds import Deed, tell
from services.indicators.queries.evidence import attachments, pieces
from services.indicators.queries.evidence.attachments import Subject
from services.indicators.queries.source import Transaction
from services.indicators.queries.templates import reach_of
from services.indicators.rules.evidence.files import LARGEST, FileRefused, media_type_of
from services.indicators.rules.territory import OUT_OF_REACH, own_line

OTHER_UNIT = "Minh chứng thuộc đơn vị khác nên không gắn vào đây được."
_LONGEST_NAME = 200


class EvidenceFixed(Conflict):
    """409: what is published keeps the evidence it was published with."""

    slug = "evidence-fixed"
    title = "Minh chứng của số đã công bố"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent."""

    name: str
    data: bytes


async def add_file(
    session: AsyncSession, caller: Caller, area: str, sent: SentFile, abstract: str | None
) -> tuple[UUID, bool]:
    """Keep a file as evidence of a unit, and whether it is new there: the same bytes are kept once.

    Raises TooLarge, Invalid for a file that is not taken, Forbidden out of reach.
    """
    source = Transaction(session)
    _refuse_strangers(caller, area, await reach_of(source, area))
    if len(sent.data) > LARGEST:
        raise TooLarge(f"Tệp lớn hơn {LARGEST // 1024**2} MB.", [_about_file("Hãy nén ảnh hoặc chia nhỏ tệp.")])
    name = _plain_name(sent.name)
    try:
        media_type = media_type_of(name, sent.data)
    except FileRefused as refusal:
        raise Invalid("Tệp này không dùng làm minh chứng được.", [_about_file(str(refusal))]) from refusal
    digest = sha256(sent.data).hexdigest()
    await pieces.keep_file(source, digest=digest, media_type=media_type, content=sent.data)
    told = {"kind": EvidenceKind.FILE.value, "abstract": abstract or name, "file_name": name, "digest": digest}
    return await _add(session, caller, area, told)


async def add_instrument(session: AsyncSession, caller: Caller, wanted: InstrumentEvidence) -> tuple[UUID, bool]:
    """Name an official document as evidence of a unit, and whether it is new there. Forbidden out of reach."""
    _refuse_strangers(caller, wanted.area, await reach_of(Transaction(session), wanted.area))
    told = {"kind": EvidenceKind.INSTRUMENT.value, **wanted.model_dump(exclude={"area"})}
    return await _add(session, caller, wanted.area, told)


async def attach(session: AsyncSession, caller: Caller, subject: Subject, evidence: UUID, note: str | None) -> None:
    """Put a unit's evidence behind one of its values or scores; once more changes its note alone."""
    source = Transaction(session)
    _refuse_outsiders(caller, subject)
    piece = await pieces.get_row(source, evidence)
    if piece.area != subject.area:
        raise Invalid(OTHER_UNIT, [Fault(pointer="/path/evidence", detail=OTHER_UNIT)])
    if await attachments.attach(source, subject, evidence, note=note, by_name=caller.name):
        after = {"evidence": str(evidence), "abstract": piece.abstract, "note": note}
        await tell(session, caller, Deed(Action.EVIDENCE_ATTACHED, subject.name, subject.area, after=after))


async def detach(session: AsyncSession, caller: Caller, subject: Subject, evidence: UUID) -> None:
    """Take evidence away from behind a value or score that is not published. NotFound, EvidenceFixed."""
    source = Transaction(session)
    _refuse_outsiders(caller, subject)
    piece = await pieces.get_row(source, evidence)
    if await attachments.hold(source, subject):
        raise EvidenceFixed(
            "Số hoặc điểm này đã nộp hoặc đã công bố cùng minh chứng; chỉ gắn thêm được, không gỡ được."
        )
    if not await attachments.detach(source, subject, evidence):
        raise NotFound(pieces.MISSING)
    before = {"evidence": str(evidence), "abstract": piece.abstract}
    await tell(session, caller, Deed(Action.EVIDENCE_DETACHED, subject.name, subject.area, before=before))


async def _add(session: AsyncSession, caller: Caller, area: str, told: dict[str, Any]) -> tuple[UUID, bool]:
    given = {**told, "area": area, "by_id": caller.id, "by_name": caller.name}
    evidence, is_new = await pieces.add_evidence(Transaction(session), given)
    if is_new:
        after = {name: str(value) for name, value in told.items() if value is not None}
        await tell(session, caller, Deed(Action.EVIDENCE_ADDED, f"evidence:{evidence}", area, after=after))
    return evidence, is_new


def _refuse_strangers(caller: Caller, area: str, reach: list[str]) -> None:
    """Whoever may send a unit's values, or judge it for itself, may add to its evidence."""
    sends = caller.may(Right.VALUES_WRITE, reach)
    if not (sends or caller.may(Right.ASSESSMENTS_SELF, own_line(area, reach))):
        raise Forbidden(OUT_OF_REACH, [Fault(pointer="/area", detail=OUT_OF_REACH)])


def _refuse_outsiders(caller: Caller, subject: Subject) -> None:
    if subject.of_value:
        allowed = caller.may(Right.VALUES_WRITE, subject.reach)
    else:
        allowed = caller.may(Right.ASSESSMENTS_SELF, own_line(subject.area, subject.reach))
    if not allowed:
        raise Forbidden(OUT_OF_REACH)


def _about_file(detail: str) -> Fault:
    return Fault(pointer="/file", detail=detail)


def _plain_name(name: str) -> str:
    """The last part of a file's name as sent: a label, never a path."""
    plain = unicodedata.normalize("NFC", PureWindowsPath(name.replace("\x00", "")).name)
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1]}{dot}{suffix}"[-_LONGEST_NAME:]
