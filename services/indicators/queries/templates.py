"""What the templates to download are made of."""

from contracts.indicators.assessments import Stage
from contracts.indicators.definitions import Frequency, IndicatorKind
from contracts.periods import Period
from kit.errors import Invalid, NotFound
from kit.shapes import Fault
from kit.text import natural_key
from services.indicators.queries.frameworks import get_stored
from services.indicators.queries.scores import find_area, find_sheet, present_scores
from services.indicators.queries.source import Source
from services.indicators.rules.timing import takes
from services.indicators.workbooks.score_form import ScoreForm
from services.indicators.workbooks.value_form import ValueForm, ValueRow

NO_FORM = "Bộ chỉ số {framework} tính điểm từ tử số và mẫu số nên không có biểu mẫu Excel ghi điểm."
_INDICATORS = "select code, name, unit, kind, minimum, maximum, frequency from indicators"


async def reach_of(source: Source, area: str) -> list[str]:
    """The nodes from which an area is governed; NotFound for an unknown one."""
    found = await find_area(source, area)
    if found is None:
        raise NotFound(f"Không có đơn vị “{area}”.")
    return list(found.reach)


async def score_form(source: Source, *, framework: str, area: str, period: Period, stage: Stage) -> ScoreForm:
    """The form of a sheet, with the scores already saved.

    NotFound for an unknown framework or area; Invalid for a framework whose points are computed: a form holds points.
    """
    stored = await get_stored(source, framework)
    if stored.framework.by_inputs:
        detail = f"{NO_FORM.format(framework=framework)} Hãy nhập trên trang Nhập số liệu hoặc gửi qua giao diện API."
        raise Invalid(faults=[Fault(pointer="/query/framework", detail=detail)])
    unit = await find_area(source, area)
    if unit is None:
        raise NotFound(f"Không có đơn vị “{area}”.")
    sheet = await find_sheet(source, framework_id=stored.id, area=area, period=period)
    standing = {} if sheet is None else await present_scores(source, sheet)
    return ScoreForm(
        framework=stored.framework.for_unit(area),
        area=area,
        area_name=unit.name,
        period=period,
        stage=stage,
        points={key: kept.points for key, (kept, _) in standing.items()},
        reasons={key: reason for key, (_, reason) in standing.items() if reason is not None},
    )


async def value_form(source: Source, *, area: str, period: Period) -> ValueForm:
    """The form of the indicators that take values for a period, for one area; NotFound for an unknown area."""
    unit = await find_area(source, area)
    if unit is None:
        raise NotFound(f"Không có đơn vị “{area}”.")
    rows = [
        ValueRow(row.code, row.name, row.unit, IndicatorKind(row.kind), row.minimum, row.maximum)
        for row in sorted(await source.rows(_INDICATORS), key=lambda row: natural_key(row.code))
        if takes(Frequency(row.frequency), period)
    ]
    return ValueForm(area=area, area_name=unit.name, period=period, rows=rows)


async def units_of_measure(source: Source) -> dict[str, str]:
    """The unit of measure of every indicator by its code."""
    return {row.code: row.unit for row in await source.rows(_INDICATORS)}
