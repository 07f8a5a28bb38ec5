"""Importing workbooks: read beside the event loop, checked cell by cell, saved through the same actions as all else."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import ParamSpec, TypeVar

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.indicators.assessments import AssessmentCreate, NodeScoreUpdate, Stage
from contracts.indicators.imports import ImportKind, ImportReceipt
from contracts.indicators.values import Source
from kit.caller import Caller
from kit.errors import Invalid, TooLarge
from kit.shapes import Fault
from kit.validation import faults
from services.indicators.actions.assessments import open_assessment, save_scores
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.values import publish_values
from services.indicators.queries.frameworks import find_framework
from services.indicators.queries.source import Transaction
from services.indicators.queries.templates import units_of_measure
from services.indicators.rules.deeds import NATION
from services.indicators.workbooks.bench import at_the_bench
from services.indicators.workbooks.grid import Book, read_book
from services.indicators.workbooks.package import LARGEST_FILE
from services.indicators.workbooks.purpose import Purpose, settle_purpose
from services.indicators.workbooks.refusal import WorkbookRefused
from services.indicators.workbooks.scores import read_scores
from services.indicators.workbooks.values import read_values

P = ParamSpec("P")
T = TypeVar("T")

MOST_FAULTS = 100
_LONGEST_NAME = 200
_STAGES = {stage.value: stage for stage in Stage}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as sent, and what the sender says it is for."""

    name: str
    data: bytes
    purpose: Purpose


async def import_workbook(session: AsyncSession, caller: Caller, upload: Upload) -> ImportReceipt:
    """Save what a workbook holds, all or nothing.

    Raises TooLarge over 5 MB, Invalid naming each bad cell, Forbidden for areas out of the caller's reach.
    """
    if len(upload.data) > LARGEST_FILE:
        raise TooLarge(
            f"Tệp lớn hơn {LARGEST_FILE // 1024**2} MB.",
            [Fault(pointer="/file", detail="Hãy chia tệp thành nhiều phần nhỏ.")],
        )
    book = await _at_the_bench(read_book, upload.data)
    purpose = await _at_the_bench(settle_purpose, book, upload.purpose)
    importing = _import_values if purpose.kind is ImportKind.VALUES else _import_scores
    receipt = await importing(session, caller, upload, book, purpose)
    subject = "values" if receipt.assessment is None else f"assessment:{receipt.assessment}"
    told = receipt.model_dump(mode="json", exclude={"assessment"})
    await tell(session, caller, Deed(Action.FILE_IMPORTED, subject, purpose.area or NATION, after=told))
    return receipt


async def _import_scores(
    session: AsyncSession, caller: Caller, upload: Upload, book: Book, purpose: Purpose
) -> ImportReceipt:
    wanted, stage = _sheet_of(purpose), _stage_of(purpose)
    stored = await find_framework(Transaction(session), wanted.framework)
    if stored is None:
        raise Invalid(faults=[Fault(pointer="/framework", detail=f"Không có bộ chỉ số “{wanted.framework}”.")])
    table = await _at_the_bench(read_scores, book, stored.framework.for_unit(wanted.area), wanted.area, stage)
    assessment, _ = await open_assessment(session, caller, wanted)
    updates = [
        NodeScoreUpdate(code=line.code, stage=stage, points=line.points, reason=line.reason) for line in table.lines
    ]
    saved = await save_scores(session, caller, assessment, updates, seen=None, pointer=table.pointer)
    return ImportReceipt(
        kind=upload.purpose.kind,
        file_name=_plain_name(upload.name),
        sheet=table.sheet,
        rows=len(table.lines),
        created=saved.created,
        changed=saved.changed,
        unchanged=saved.unchanged,
        hidden=table.hidden,
        assessment=str(assessment),
    )


async def _import_values(
    session: AsyncSession, caller: Caller, upload: Upload, book: Book, purpose: Purpose
) -> ImportReceipt:
    units = await units_of_measure(Transaction(session))
    table = await _at_the_bench(read_values, book, units, purpose.area, purpose.period)
    saved = await publish_values(
        session, table.lines, by=caller, source=Source.IMPORTED, point=table.pointer, besides=table.faults[:MOST_FAULTS]
    )
    return ImportReceipt(
        kind=upload.purpose.kind,
        file_name=_plain_name(upload.name),
        sheet=table.sheet,
        rows=len(table.lines),
        created=saved.created,
        changed=saved.changed,
        unchanged=saved.unchanged,
        hidden=table.hidden,
    )


def _sheet_of(purpose: Purpose) -> AssessmentCreate:
    """The sheet a workbook of scores is for; Invalid names what neither the sender nor the file says soundly."""
    said = {"framework": purpose.framework, "area": purpose.area, "period": purpose.period}
    try:
        return AssessmentCreate.model_validate({field: text for field, text in said.items() if text})
    except ValidationError as error:
        raise Invalid("Chưa rõ tệp dành cho hồ sơ nào.", faults(error.errors())) from error


def _stage_of(purpose: Purpose) -> Stage:
    """Whose points the workbook holds: the unit's own where nothing else is said."""
    stage = _STAGES.get(purpose.stage or Stage.SELF.value)
    if stage is None:
        raise Invalid(faults=[Fault(pointer="/stage", detail="Lượt chấm phải là self, appraised hoặc final.")])
    return stage


async def _at_the_bench(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Slow work in a thread; what is wrong with the workbook becomes the answer to its sender."""
    try:
        return await at_the_bench(work, *args, **kwargs)
    except WorkbookRefused as error:
        count = len(error.faults)
        detail = str(error) if count == 1 else f"Tệp có {count} ô chưa đúng. Chưa có gì được lưu."
        raise Invalid(detail, error.faults[:MOST_FAULTS]) from error


def _plain_name(name: str) -> str:
    """The last part of a file's name as sent: a label, never a path."""
    return unicodedata.normalize("NFC", PureWindowsPath(name.replace("\x00", "")).name)[:_LONGEST_NAME]
