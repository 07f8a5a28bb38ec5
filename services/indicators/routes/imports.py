"""Files sent in: workbooks, CSV or pasted blocks; all of a file or nothing of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile

from contracts.access import Right
from contracts.directory import AreaId
from contracts.indicators.assessments import FrameworkCode, Stage
from contracts.indicators.forms import FormCode
from contracts.indicators.imports import KINDS, ImportKind, ImportReceipt
from contracts.periods import PeriodText
from kit.caller import Caller, requires
from kit.database import SessionDep, TransactionRoute
from kit.errors import documented
from services.indicators.actions.imports.annotating import annotate_upload
from services.indicators.actions.imports.importing import import_workbook
from services.indicators.actions.imports.opening import Upload
from services.indicators.routes.seals import SealDep
from services.indicators.routes.templates import SHEET, download
from services.indicators.workbooks.package import LARGEST_FILE
from services.indicators.workbooks.purpose import Purpose

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Tệp Excel"])

_FILE = "Tệp Excel (.xlsx), CSV hoặc khối dán (.csv, .tsv, .txt), tối đa 5 MB"


async def _upload(
    *,
    file: Annotated[UploadFile, File(title=_FILE)],
    kind: Annotated[ImportKind, Form(title="Loại tệp", description=KINDS)],
    framework: Annotated[FrameworkCode | None, Form(title="Bộ chỉ số (với phiếu điểm)")] = None,
    area: Annotated[AreaId | None, Form(title="Đơn vị", description="Trống: lấy theo tệp mẫu")] = None,
    period: Annotated[PeriodText | None, Form(title="Kỳ", description="Trống: lấy theo tệp mẫu")] = None,
    stage: Annotated[Stage | None, Form(title="Lượt chấm", description="Trống: theo tệp mẫu, hoặc self")] = None,
    form: Annotated[
        FormCode | None, Form(title="Biểu mẫu", description="Ghi vào hồ sơ số liệu kỳ của biểu mẫu")
    ] = None,
    key: SealDep,
) -> Upload:
    purpose = Purpose(kind, framework=framework, area=area, period=period, stage=stage, form=form)
    return Upload(file.filename or "", await file.read(LARGEST_FILE + 1), purpose, key, file.content_type or "")


UploadDep = Annotated[Upload, Depends(_upload)]


@router.post("/imports", summary="Nhập số liệu hoặc điểm từ tệp Excel, CSV hoặc khối dán")
async def create_import(
    *, upload: UploadDep, caller: Annotated[Caller, requires(Right.INDICATORS_READ)], session: SessionDep
) -> ImportReceipt:
    """Read one file and save what it holds; bad cells are named one by one and then nothing is saved.

    Of a template of ours only the cells its sender changed are saved; one that somebody else changed meanwhile is
    refused with both numbers. Faults point at `/<sheet>/<cell>` of a workbook, `/<line>/<column>` of a text file.
    """
    return await import_workbook(session, caller, upload)


@router.post(
    "/imports/annotations",
    summary="Lấy lại tệp với ghi chú ở từng ô sai",
    response_class=Response,
    responses={**SHEET, **documented(409, 412)},
)
async def create_annotations(
    *, upload: UploadDep, caller: Annotated[Caller, requires(Right.INDICATORS_READ)], session: SessionDep
) -> Response:
    """The file that `/imports` refused, as xlsx: bad cells red with a comment each; nothing is saved or kept."""
    content = await annotate_upload(session, caller, upload)
    name = upload.plain_name.rpartition(".")[0] or upload.plain_name or "Tệp"
    return download(content, f"{name} (ghi chú lỗi).xlsx", "ghi-chu-loi.xlsx")
