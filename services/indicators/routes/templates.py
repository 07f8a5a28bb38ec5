"""Templates (biểu mẫu Excel) to download, fill and send back."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from contracts.access import Right
from contracts.directory import AreaId
from contracts.indicators.assessments import FrameworkCode, Stage
from contracts.indicators.forms import FormCode
from contracts.indicators.imports import ImportKind
from contracts.periods import Period, PeriodText
from kit.caller import Caller, requires
from kit.database import Reader, ReaderDep, TransactionRoute
from kit.errors import Invalid
from kit.shapes import Fault
from services.indicators.actions.assessments import refuse_readers
from services.indicators.queries import templates as queries
from services.indicators.routes.seals import SealDep
from services.indicators.workbooks.bench import at_the_bench
from services.indicators.workbooks.score_form import write_score_form
from services.indicators.workbooks.value_form import write_value_form

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Tệp Excel"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET: dict[int | str, dict[str, Any]] = {
    200: {"description": "Tệp Excel", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("/templates/{kind}", summary="Tải biểu mẫu Excel", response_class=Response, responses=SHEET)
async def get_template(
    *,
    kind: Annotated[ImportKind, Path(title="Loại biểu mẫu")],
    framework: Annotated[FrameworkCode | None, Query(title="Bộ chỉ số (với phiếu điểm)")] = None,
    area: Annotated[AreaId, Query(title="Đơn vị")],
    period: Annotated[PeriodText, Query(title="Kỳ")],
    stage: Annotated[Stage, Query(title="Lượt chấm (với phiếu điểm)")] = Stage.SELF,
    form: Annotated[FormCode | None, Query(title="Biểu mẫu (với số liệu gửi qua hồ sơ số liệu kỳ)")] = None,
    caller: Annotated[Caller, requires(Right.INDICATORS_READ)],
    reader: ReaderDep,
    key: SealDep,
) -> Response:
    """An xlsx for one unit and period: codes locked, input cells open, what is saved already filled in.

    It remembers, sealed, what it shows: when it comes back, only the cells its sender changed are saved.
    """
    if kind is ImportKind.ASSESSMENT and framework is None:
        raise Invalid(faults=[Fault(pointer="/query/framework", detail="Phiếu điểm cần biết bộ chỉ số.")])
    refuse_readers(caller, await queries.reach_of(reader, area))
    if kind is ImportKind.VALUES or framework is None:
        return await _value_template(reader, area, Period.parse(period), form, key)
    scored = await queries.score_form(reader, framework=framework, area=area, period=Period.parse(period), stage=stage)
    content = await at_the_bench(write_score_form, scored, key)
    return download(content, f"Phiếu điểm {framework} {scored.area_name} {period}.xlsx", "phieu-diem.xlsx")


async def _value_template(reader: Reader, area: str, period: Period, code: str | None, key: bytes) -> Response:
    if code is None:
        form = await queries.value_form(reader, area=area, period=period)
    else:
        form = await queries.draft_form(reader, form=code, area=area, period=period)
    content = await at_the_bench(write_value_form, form, key)
    name = f"Số liệu {code} {form.area_name} {period}.xlsx" if code else f"Số liệu {form.area_name} {period}.xlsx"
    return download(content, name, "so-lieu.xlsx")


def download(content: bytes, name: str, plain: str) -> Response:
    """RFC 6266: the Vietnamese name for today's browsers, a plain one for the others."""
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})
