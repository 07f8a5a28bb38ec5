"""Workbooks sent in: values or points, all of a file or nothing of it."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile

from contracts.access import Right
from contracts.directory import AreaId
from contracts.indicators.assessments import FrameworkCode, Stage
from contracts.indicators.imports import KINDS, ImportKind, ImportReceipt
from contracts.periods import PeriodText
from kit.caller import Caller, requires
from kit.database import SessionDep, TransactionRoute
from services.indicators.actions.imports import Upload, import_workbook
from services.indicators.workbooks.package import LARGEST_FILE
from services.indicators.workbooks.purpose import Purpose

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Tệp Excel"])


@router.post("/imports", summary="Nhập số liệu hoặc điểm từ tệp Excel")
async def create_import(
    *,
    file: Annotated[UploadFile, File(title="Tệp Excel (.xlsx), tối đa 5 MB")],
    kind: Annotated[ImportKind, Form(title="Loại tệp", description=KINDS)],
    framework: Annotated[FrameworkCode | None, Form(title="Bộ chỉ số (với phiếu điểm)")] = None,
    area: Annotated[AreaId | None, Form(title="Đơn vị", description="Trống: lấy theo tệp mẫu")] = None,
    period: Annotated[PeriodText | None, Form(title="Kỳ", description="Trống: lấy theo tệp mẫu")] = None,
    stage: Annotated[Stage | None, Form(title="Lượt chấm", description="Trống: theo tệp mẫu, hoặc self")] = None,
    caller: Annotated[Caller, requires(Right.INDICATORS_READ)],
    session: SessionDep,
) -> ImportReceipt:
    """Read one workbook and save what it holds; bad cells are named one by one and then nothing is saved."""
    purpose = Purpose(kind, framework=framework, area=area, period=period, stage=stage)
    upload = Upload(file.filename or "", await file.read(LARGEST_FILE + 1), purpose)
    return await import_workbook(session, caller, upload)
