"""Outliers (số bất thường) of all units of a form and period, as JSON and as a spreadsheet."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.access import Right
from contracts.indicators.checks import METHODS, OutlierMethod
from contracts.indicators.forms import FormCode
from contracts.indicators.outliers import Outlier, Outliers
from contracts.periods import Period, PeriodText
from kit.caller import Caller, requires
from kit.database import ReaderDep, TransactionRoute
from kit.errors import Invalid, NotFound
from kit.light import answer, light
from kit.paging import AfterQuery, LimitQuery, cursor, keys_of, link_after
from kit.shapes import Fault
from kit.sheets import write_csv
from services.indicators.queries.checks import outliers as queries
from services.indicators.queries.checks.standing import Wanted
from services.indicators.queries.forms import find_form
from services.indicators.routes.parameters import WithinQuery, readable

router = APIRouter(prefix="/api/indicators/v1", route_class=TransactionRoute, tags=["Kiểm tra số liệu"])

COLUMNS = (
    "area", "area_name", "indicator", "indicator_name", "unit", "source", "value", "basis", "points", "must_explain",
    "explanation",
)  # fmt: skip
_Outliers = light(Outliers)
OF_METHOD = ("method", "score", "lower", "upper")


async def _wanted(
    *,
    form: Annotated[FormCode, Query(title="Biểu mẫu")],
    period: Annotated[PeriodText, Query(title="Kỳ")],
    within: WithinQuery = None,
    method: Annotated[OutlierMethod | None, Query(title="Phương pháp", description=METHODS)] = None,
    caller: Annotated[Caller, requires(Right.INDICATORS_READ)],
    reader: ReaderDep,
) -> Wanted:
    known, at = await find_form(reader, form), Period.parse(period)
    if known is None:
        raise NotFound(f"Không có biểu mẫu “{form}”.")
    if not known.is_in_force_for(at):
        detail = f"Biểu mẫu {form} không áp dụng cho {at.label}."
        raise Invalid(detail, [Fault(pointer="/query/period", detail=detail)])
    return Wanted(known, at, readable(caller), within, method)


WantedDep = Annotated[Wanted, Depends(_wanted)]


@router.get("/outliers", summary="Số bất thường của một biểu mẫu và kỳ", response_model=Outliers)
async def list_outliers(
    *,
    request: Request,
    _caller: Annotated[Caller, requires(Right.INDICATORS_READ)],
    reader: ReaderDep,
    wanted: WantedDep,
    limit: LimitQuery = 50,
    after: AfterQuery = None,
) -> Response:
    """Numbers sent or published that stand apart from their unit's past or from other units, by unit and line.

    A page looks through so many numbers at most: it may be short or empty, the end is where `next` is empty.
    """
    place = keys_of(after, (str, str, str))
    found = await queries.list_outliers(reader, wanted, after=place, limit=limit)
    told = _Outliers(
        form=wanted.form.code,
        period=str(wanted.period),
        within=wanted.within,
        units=found.units,
        numbers=found.numbers,
        unapplied=found.unapplied,
        items=found.items,
        next=link_after(request, cursor(*found.onward)) if found.onward else None,
    )
    return answer(told)


@router.get("/outliers/csv", summary="Số bất thường, dạng CSV", response_class=Response)
async def download_outliers(
    *, _caller: Annotated[Caller, requires(Right.INDICATORS_READ)], reader: ReaderDep, wanted: WantedDep
) -> Response:
    """All of them, firmest first, one line per number and method, for spreadsheets."""
    found = await queries.find_outliers(reader, wanted)
    name = f'attachment; filename="so-bat-thuong-{wanted.form.code}-{wanted.period}.csv"'
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return Response(_table(found), media_type="text/csv; charset=utf-8", headers=headers)


def _table(found: Sequence[Outlier]) -> str:
    """One line per number and method."""
    lines = (
        [*(getattr(one, name) for name in COLUMNS), *(getattr(method, name) for name in OF_METHOD)]
        for one in found
        for method in one.methods
    )
    return write_csv((*COLUMNS, *OF_METHOD), lines)
