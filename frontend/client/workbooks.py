"""Excel files on their way down (templates) and up (imports)."""

from dataclasses import asdict, dataclass

import httpx

from contracts.indicators.imports import ImportKind, ImportReceipt
from frontend.client.door import Door, written
from frontend.client.transport import Call

ROOT = "/api/indicators/v1"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class WorkbookScope:
    """What a workbook is about: a sheet of a framework, a form, or neither: published values."""

    area: str
    period: str
    framework: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand on, with the headers that name it."""

    body: bytes
    media_type: str
    disposition: str


class WorkbookCalls(Door):
    """Calls that carry workbooks."""

    async def get_template(self, kind: ImportKind, scope: WorkbookScope) -> Download:
        """A workbook to fill in."""
        query = written(scope)
        answer = await self.ask(Call("GET", f"{ROOT}/templates/{kind}", query, {"accept": XLSX}))
        named = answer.header("content-disposition") or "attachment"
        return Download(answer.body, answer.header("content-type") or XLSX, named)

    async def import_workbook(self, kind: ImportKind, scope: WorkbookScope, name: str, content: bytes) -> ImportReceipt:
        """Saves everything in a file, or nothing: Invalid names each bad cell by sheet and cell, or line and column."""
        answer = await self.ask(_sent(f"{ROOT}/imports", kind, scope, name, content))
        return ImportReceipt.model_validate_json(answer.body)

    async def annotate_workbook(self, kind: ImportKind, scope: WorkbookScope, name: str, content: bytes) -> Download:
        """The file back with a comment on each bad cell; Conflict where nothing is wrong."""
        answer = await self.ask(_sent(f"{ROOT}/imports/annotations", kind, scope, name, content))
        named = answer.header("content-disposition") or "attachment"
        return Download(answer.body, answer.header("content-type") or XLSX, named)


def _sent(path: str, kind: ImportKind, scope: WorkbookScope, name: str, content: bytes) -> Call:
    fields = {"kind": kind.value, **{name: text for name, text in asdict(scope).items() if text}}
    media = XLSX if name.lower().endswith(".xlsx") else "application/octet-stream"
    form = httpx.Request("POST", "http://gateway/", data=fields, files={"file": (name, content, media)})
    return Call("POST", path, "", {"content-type": form.headers["content-type"]}, form.read())
