"""Proofs of figures: the rule in words, every part, who is missing, and every revision of what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from contracts.directory import AreaLevel
from contracts.indicators.values import Figure, FigureProof, ProofPart, ValueRevision
from contracts.periods import Period, PeriodRegime
from kit.errors import NotFound
from kit.light import instant, light, number
from services.indicators.queries.boundaries.figures import CarriedMaker, list_carried_rows
from services.indicators.queries.boundaries.proofs import carried_words, list_carried_parts
from services.indicators.queries.figures import (
    HIDDEN,
    FigureMaker,
    amount_of,
    list_figure_rows,
    list_nation_rows,
    nation_parameters,
    provinces_of,
)
from services.indicators.queries.held import LIVE, Held
from services.indicators.queries.moments import figure_at
from services.indicators.queries.register import rule_of
from services.indicators.queries.scopes import Scope, area_scope, area_with_indicators, list_provinces, not_in_force
from services.indicators.queries.source import Source
from services.indicators.queries.sources.cells import list_others
from services.indicators.rules.timing import counting_day
from services.indicators.rules.values import IndicatorRule

_FigureProof, _ProofPart, _ValueRevision = light(FigureProof), light(ProofPart), light(ValueRevision)

_UNITS = """
    {parts} select a.id as area, a.name as area_name, v.value, v.numerator, v.denominator, v.revision, v.source
    from areas a
    left join {values} v
           on v.period = %(period)s and v.area_no = a.no and v.indicator_no = %(indicator)s
    where a.is_leaf and a.ancestors @> array[%(area)s]
      and a.valid_from <= %(day)s and (a.valid_to is null or a.valid_to >= %(day)s)
    order by a.sort_key, a.id
"""
_PROVINCE_PARTS = """
    {parts} select a.id as area, a.name as area_name, part.total as value, part.numerator, part.denominator,
           v.revision, coalesce(v.source, case when part.area_no is not null then 'rolled_up' end) as source
    from areas a
    left join ({provinces}) part on part.area_no = a.no
    left join {values} v
           on v.period = %(period)s and v.area_no = a.no and v.indicator_no = %(indicator)s
    where a.level = 'T' and a.valid_from <= %(day)s and (a.valid_to is null or a.valid_to >= %(day)s)
    order by a.sort_key, a.id
"""
_REVISIONS = """
    select r.revision, r.value, r.numerator, r.denominator, r.qualifier, r.source, r.note, r.reason, p.at, p.by_name
    from (
        select revision, value, numerator, denominator, qualifier, source, note, reason, publication
        from value_revisions
        where period = %(period)s and area_no = %(area_no)s and indicator_no = %(indicator)s
        union all
        select revision, value, numerator, denominator, qualifier, source, note, reason, publication
        from indicator_values
        where period = %(period)s and area_no = %(area_no)s and indicator_no = %(indicator)s
    ) as r join publications p on p.no = r.publication
    where %(moment)s::timestamptz is null or p.at <= %(moment)s
    order by r.revision desc
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a figure is read: by the boundaries of a day (`on`), as it stood at a `moment`; by default neither."""

    on: date | None = None
    moment: datetime | None = None


AS_IT_STANDS = Reading()


async def get_figure(
    source: Source,
    indicator: str,
    area: str,
    period: Period,
    *,
    places: Sequence[str],
    by_name: bool,
    reading: Reading = AS_IT_STANDS,
) -> Figure:
    """One figure; NotFound when there is none, or none the reader may see."""
    found = await _find(source, (indicator, area, period), reading, places, by_name)
    return found.figure


async def get_proof(
    source: Source,
    indicator: str,
    area: str,
    period: Period,
    *,
    places: Sequence[str],
    by_name: bool,
    reading: Reading = AS_IT_STANDS,
) -> FigureProof:
    """Why one figure is what it is."""
    found = await _find(source, (indicator, area, period), reading, places, by_name)
    rule, figure = rule_of(found.indicator), found.figure
    parts: list[ProofPart] = []
    missing: list[str] = []
    if figure.carried is not None:
        parts, missing = await list_carried_parts(source, found.area, found.indicator, period, found.held)
        return _FigureProof(figure=figure, rule=carried_words(figure, rule), parts=parts, missing=missing, revisions=[])
    if figure.rolled_up is not None:
        for unit in await _units(source, found, period):
            part = _part(unit, rule)
            if part is None:
                missing.append(unit.area_name)
            else:
                parts.append(part)
    key = {"period": period.key, "area_no": found.area.no, "indicator": found.indicator.no, "moment": reading.moment}
    revisions = [_revision(one, rule, by_name) for one in await source.rows(_REVISIONS, key)]
    # What other sources say is kept as it is now, not as of a moment.
    matter, others = (None, []) if reading.moment else await list_others(source, key, rule)
    return _FigureProof(
        figure=figure,
        rule=_in_words(figure, rule),
        parts=parts,
        missing=missing,
        revisions=revisions,
        matter=matter,
        others=others,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A figure with the rows of its area and indicator, and where its values are held."""

    figure: Figure
    area: Any
    indicator: Any
    held: Held


async def _find(
    source: Source, key: tuple[str, str, Period], reading: Reading, places: Sequence[str], by_name: bool
) -> _Found:
    indicator, area, period = key
    row, indicators = await area_with_indicators(source, area, indicator)
    if reading.on is not None and not row.valid_from <= reading.on <= (row.valid_to or date.max):
        raise NotFound(not_in_force(area, reading.on))
    scope = area_scope(row, indicators, places)
    rows: list[Any] = []
    held = LIVE
    if scope.indicators:
        if reading.moment is not None:
            held = figure_at(reading.moment, area, period, next(iter(scope.indicators)))
        rows = await _rows(source, row, period, scope, reading, held)
    if not rows:
        then = "" if reading.moment is None else " vào thời điểm được hỏi"
        raise NotFound(f"Chưa có số liệu của chỉ tiêu {indicator}, {row.name}, {period.label}{then}.")
    is_carried = reading.on is not None and row.level != AreaLevel.NATION
    figure = (CarriedMaker if is_carried else FigureMaker)(scope.indicators, by_name=by_name).figure(rows[0])
    return _Found(figure, row, scope.indicators[rows[0].indicator_no], held)


async def _rows(source: Source, row: Any, period: Period, scope: Scope, reading: Reading, held: Held) -> list[Any]:
    """The row of the one figure, if there is one."""
    if row.level == AreaLevel.NATION:
        provinces = await list_provinces(source)
        return await list_nation_rows(source, scope, nation=row.no, provinces=provinces, periods=[period], held=held)
    conditions = (*scope.conditions, "area_no = %(area_no)s", "period = %(period)s")
    narrowed = Scope(scope.indicators, conditions, {**scope.parameters, "area_no": row.no, "period": period.key})
    if reading.on is not None:
        return await list_carried_rows(source, narrowed, [period], limit=1, held=held)
    return await list_figure_rows(source, narrowed, limit=1, held=held)


async def _units(source: Source, found: _Found, period: Period) -> list[Any]:
    """The units that report to the area in this period, with what each gave."""
    area, known, held = found.area, found.indicator, found.held
    day = counting_day(period, PeriodRegime(known.regime), area.valid_to)
    key = {**held.parameters, "period": period.key, "area": area.id, "indicator": known.no, "day": day}
    parts = f"with {held.parts.removesuffix(', ')}" if held.parts else ""
    if area.level != AreaLevel.NATION:
        return await source.rows(_UNITS.format(parts=parts, values=held.values), key)
    provinces = await list_provinces(source)
    where = "period = %(period)s and indicator_no = %(indicator)s"
    statement = _PROVINCE_PARTS.format(parts=parts, values=held.values, provinces=provinces_of(where, held))
    return await source.rows(statement, {**key, **nation_parameters(provinces, [period])})


def _part(unit: Any, rule: IndicatorRule) -> ProofPart | None:
    """What a unit gave to the sum; None when it gave nothing that adds up."""
    has_parts = unit.numerator is not None and unit.denominator is not None
    if not (has_parts if rule.measure.method == "ratio_of_sums" else unit.value is not None):
        return None
    return _ProofPart(
        area=unit.area,
        area_name=unit.area_name,
        value=number(amount_of(unit, rule) if rule.measure.method == "ratio_of_sums" else unit.value),
        numerator=number(unit.numerator) if rule.measure.method == "ratio_of_sums" else None,
        denominator=number(unit.denominator) if rule.measure.method == "ratio_of_sums" else None,
        revision=unit.revision,
        source=unit.source,
    )


def _revision(row: Any, rule: IndicatorRule, by_name: bool) -> ValueRevision:
    return _ValueRevision(
        revision=row.revision,
        value=number(amount_of(row, rule)),
        numerator=number(row.numerator),
        denominator=number(row.denominator),
        qualifier=row.qualifier,
        source=row.source,
        note=row.note,
        reason=row.reason,
        at=instant(row.at),
        by=row.by_name if by_name else HIDDEN,
    )


def _in_words(figure: Figure, rule: IndicatorRule) -> str:
    """The rule of the headline, and of the sum beside it."""
    summed = ""
    if figure.rolled_up is not None:
        units, of = figure.rolled_up.units, figure.rolled_up.units_total
        summed = f"{rule.measure.text} ({units}/{of} đơn vị đã có số liệu)"
    if figure.reported is None:
        return f"{summed}."
    own = "Số đơn vị tự báo cáo"
    if figure.reported.numerator is not None:
        own += f": tử số chia mẫu số, làm tròn {rule.decimals} chữ số thập phân"
    return f"{own}; số tổng hợp đặt bên cạnh: {summed[:1].lower()}{summed[1:]}." if summed else f"{own}."
