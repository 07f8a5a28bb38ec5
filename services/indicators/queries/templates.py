"""What the templates to download are made of."""

from typing import Any

from contracts.indicators.assessments import Stage
from contracts.indicators.definitions import Frequency, IndicatorKind
from contracts.periods import Period
from kit.clock import today
from kit.errors import Invalid, NotFound
from kit.shapes import Fault
from kit.text import natural_key
from services.indicators.queries.areas import get_area
from services.indicators.queries.forms import find_form
from services.indicators.queries.frameworks import get_stored
from services.indicators.queries.round_trips import standing_values
from services.indicators.queries.scores import find_area, find_sheet, present_scores, version_of
from services.indicators.queries.source import Source
from services.indicators.queries.submissions.cells import cells_of
from services.indicators.queries.submissions.heads import find_head
from services.indicators.rules.forms.form import misfits
from services.indicators.rules.round_trip import Standing
from services.indicators.rules.submissions.cells import cell_said
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
    version = 0 if sheet is None else await version_of(source, sheet)
    return ScoreForm(
        framework=stored.framework.for_unit(area),
        area=area,
        area_name=unit.name,
        period=period,
        stage=stage,
        points={key: kept.points for key, (kept, _) in standing.items()},
        reasons={key: reason for key, (_, reason) in standing.items() if reason is not None},
        version=version,
    )


async def value_form(source: Source, *, area: str, period: Period) -> ValueForm:
    """The form of the indicators that take values for a period, with those published; NotFound for an unknown area."""
    unit = await find_area(source, area)
    if unit is None:
        raise NotFound(f"Không có đơn vị “{area}”.")
    rows = [
        _row(row)
        for row in sorted(await source.rows(_INDICATORS), key=lambda row: natural_key(row.code))
        if takes(Frequency(row.frequency), period)
    ]
    standing = await standing_values(source, area, period)
    return ValueForm(area=area, area_name=unit.name, period=period, rows=rows, standing=standing)


async def draft_form(source: Source, *, form: str, area: str, period: Period) -> ValueForm:
    """The workbook of a form (biểu mẫu) for one unit and period, with what its submission holds; NotFound, Invalid."""
    known, unit = await find_form(source, form), await get_area(source, area)
    if known is None:
        raise NotFound(f"Không có biểu mẫu “{form}”.")
    faults = [Fault(pointer=f"/query/{field}", detail=said) for field, said in misfits(known, unit, period, today())]
    if faults:
        raise Invalid("Biểu mẫu không dành cho đơn vị hoặc kỳ này.", faults)
    rows = {row.code: row for row in await source.rows(_INDICATORS)}
    asked = [rows[code] for code in known.items if code in rows]
    head = await find_head(source, known, area, period)
    cells = {} if head is None else (await cells_of(source, [head.id])).get(head.id, {})
    return ValueForm(
        area=area,
        area_name=unit.name,
        period=period,
        rows=[_row(row) for row in asked],
        standing={code: Standing(cell_said(cell)) for code, cell in cells.items()},
        form=(known.code, known.terms.name),
        version=0 if head is None else head.version,
    )


def _row(row: Any) -> ValueRow:
    return ValueRow(row.code, row.name, row.unit, IndicatorKind(row.kind), row.minimum, row.maximum)


async def units_of_measure(source: Source) -> dict[str, str]:
    """The unit of measure of every indicator by its code."""
    return {row.code: row.unit for row in await source.rows(_INDICATORS)}
