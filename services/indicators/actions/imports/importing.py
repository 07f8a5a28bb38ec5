"""Importing a file: read beside the event loop, compared with what it remembers, saved through the usual actions."""

from sqlmodel.ext.asyncio.session import AsyncSession

from contracts.audit import Action
from contracts.indicators.imports import ImportKind, ImportReceipt
from contracts.reach import NATION
from kit.caller import Caller
from kit.errors import Invalid
from services.indicators.actions.deeds import Deed, tell
from services.indicators.actions.imports.drafts import import_draft
from services.indicators.actions.imports.opening import Opened, Upload, open_book, read_upload
from services.indicators.actions.imports.scores import import_scores
from services.indicators.actions.imports.values import import_values
from services.indicators.workbooks.texts import placed


async def import_workbook(session: AsyncSession, caller: Caller, upload: Upload) -> ImportReceipt:
    """Save what a file holds, all or nothing; of one that remembers, only the cells its sender changed.

    Raises TooLarge over 5 MB, Invalid naming each bad cell, Forbidden for areas out of the caller's reach.
    """
    book = await read_upload(upload)
    try:
        opened = await open_book(upload, book)
        receipt = await save_opened(session, caller, opened)
    except Invalid as refusal:
        refusal.faults = placed(refusal.faults, book)
        raise
    subject = f"assessment:{receipt.assessment}" if receipt.assessment else "values"
    subject = f"submission:{receipt.submission}" if receipt.submission else subject
    told = receipt.model_dump(mode="json", exclude={"assessment", "submission"})
    await tell(session, caller, Deed(Action.FILE_IMPORTED, subject, opened.purpose.area or NATION, after=told))
    return receipt


async def save_opened(session: AsyncSession, caller: Caller, opened: Opened) -> ImportReceipt:
    """Save an opened file where it belongs: values, the draft of a submission, or a sheet of scores."""
    if opened.purpose.kind is not ImportKind.VALUES:
        return await import_scores(session, caller, opened)
    if opened.purpose.form is not None:
        return await import_draft(session, caller, opened)
    return await import_values(session, caller, opened)
