"""A refused file back to its sender: tried as an import, nothing of it kept, every bad cell marked."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from kit.caller import Caller
from kit.errors import Conflict, Invalid
from kit.shapes import Fault
from services.indicators.actions.imports.importing import save_opened
from services.indicators.actions.imports.opening import Upload, at_work, open_book, read_upload
from services.indicators.workbooks.annotations import annotated
from services.indicators.workbooks.grid import Book

_NOTHING_WRONG = "Tệp này không có ô nào sai: không có gì để ghi chú. Hãy tải lên để lưu."


async def annotate_upload(session: AsyncSession, caller: Caller, upload: Upload) -> bytes:
    """The sender's file as xlsx with a comment on every bad cell; nothing is saved.

    Raises what `import_workbook` raises for a file that cannot be opened, and Conflict where nothing is wrong.
    """
    book = await read_upload(upload)
    faults = await _faults(session, caller, upload, book)
    if not faults:
        raise Conflict(_NOTHING_WRONG)
    return await at_work(annotated, upload.data, book, faults)


async def _faults(session: AsyncSession, caller: Caller, upload: Upload, book: Book) -> Sequence[Fault]:
    trial = await session.begin_nested()
    try:
        await save_opened(session, caller, await open_book(upload, book))
        return []
    except Invalid as refusal:
        return refusal.faults or [Fault(pointer="/file", detail=refusal.detail)]
    finally:
        await trial.rollback()
