"""Excel files on their way down (templates) and up (imports)."""

from dataclasses import dataclass

import httpx

from contracts.indicators.imports import ImportKind, ImportReceipt
from frontend.client.door import Door, written
from frontend.client.transport import Call

ROOT = "/api/indicators/v1"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class WorkbookScope:
    """What a workbook is about."""

    framework: str | None
    area: str
    period: str


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
        query = written({"framework": scope.framework, "area": scope.area, "period": scope.period})
        answer = await self.ask(Call("GET", f"{ROOT}/templates/{kind}", query, {"accept": XLSX}))
        named = answer.header("content-disposition") or "attachment"
        return Download(answer.body, answer.header("content-type") or XLSX, named)

    async def import_workbook(self, kind: ImportKind, scope: WorkbookScope, name: str, content: bytes) -> ImportReceipt:
        """Saves everything in a workbook, or nothing: Invalid names each bad cell (`/<sheet>/<cell>`)."""
        fields = {"kind": kind.value, "area": scope.area, "period": scope.period}
        if scope.framework:
            fields["framework"] = scope.framework
        form = httpx.Request("POST", "http://gateway/", data=fields, files={"file": (name, content, XLSX)})
        headers = {"content-type": form.headers["content-type"]}
        answer = await self.ask(Call("POST", f"{ROOT}/imports", "", headers, form.read()))
        return ImportReceipt.model_validate_json(answer.body)
