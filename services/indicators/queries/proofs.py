"""Proofs of figures: the rule in words, every part, who is missing, and every revision of what was reported."""

from collections.abc import Sequence
from typing import Any

from contracts.directory import AreaLevel
from contracts.indicators.values import Figure, FigureProof, ProofPart, ValueRevision
from contracts.periods import Period, PeriodRegime
from kit.errors import NotFound
from kit.light import instant, light, number
from services.indicators.queries.areas import get_area
from services.indicators.queries.figures import (
    HIDDEN,
    PROVINCES,
    FigureMaker,
    amount_of,
    list_figure_rows,
    list_nation_rows,
    nation_parameters,
)
from services.indicators.queries.register import rule_of
from services.indicators.queries.scopes import Scope, area_scope, list_provinces, wanted_indicators
from services.indicators.queries.source import Source
from services.indicators.queries.sources.cells import list_others
from services.indicators.rules.timing import counting_day
from services.indicators.rules.values import IndicatorRule

_FigureProof, _ProofPart, _ValueRevision = light(FigureProof), light(ProofPart), light(ValueRevision)

_UNITS = """
    select a.id as area, a.name as area_name, v.value, v.numerator, v.denominator, v.revision, v.source
    from areas a
    left join indicator_values v
           on v.period = %(period)s and v.area_no = a.no and v.indicator_no = %(indicator)s
    where a.is_leaf and a.ancestors @> array[%(area)s]
      and a.valid_from <= %(day)s and (a.valid_to is null or a.valid_to >= %(day)s)
    order by a.sort_key, a.id
"""
_PROVINCE_PARTS = """
    select a.id as area, a.name as area_name, part.total as value, part.numerator, part.denominator,
           v.revision, coalesce(v.source, case when part.area_no is not null then 'rolled_up' end) as source
    from areas a
    left join ({provinces}) part on part.area_no = a.no
    left join indicator_values v
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
    order by r.revision desc
"""


async def get_figure(
    source: Source, indicator: str, area: str, period: Period, *, places: Sequence[str], by_name: bool
) -> Figure:
    """One figure; NotFound when there is none, or none the reader may see."""
    figure, _, _ = await _find(source, indicator, area, period, places, by_name)
    return figure


async def get_proof(
    source: Source, indicator: str, area: str, period: Period, *, places: Sequence[str], by_name: bool
) -> FigureProof:
    """Why one figure is what it is."""
    figure, row, known = await _find(source, indicator, area, period, places, by_name)
    rule = rule_of(known)
    parts: list[ProofPart] = []
    missing: list[str] = []
    if figure.rolled_up is not None:
        for unit in await _units(source, row, known, period):
            part = _part(unit, rule)
            if part is None:
                missing.append(unit.area_name)
            else:
                parts.append(part)
    key = {"period": period.key, "area_no": row.no, "indicator": known.no}
    revisions = [_revision(found, rule, by_name) for found in await source.rows(_REVISIONS, key)]
    matter, others = await list_others(source, key, rule)
    return _FigureProof(
        figure=figure,
        rule=_in_words(figure, rule),
        parts=parts,
        missing=missing,
        revisions=revisions,
        matter=matter,
        others=others,
    )


async def _find(
    source: Source, indicator: str, area: str, period: Period, places: Sequence[str], by_name: bool
) -> tuple[Figure, Any, Any]:
    row = await get_area(source, area)
    scope = area_scope(row, await wanted_indicators(source, indicator), places)
    rows: list[Any] = []
    if scope.indicators and row.level == AreaLevel.NATION:
        provinces = await list_provinces(source)
        rows = await list_nation_rows(source, scope, nation=row.no, provinces=provinces, periods=[period])
    elif scope.indicators:
        conditions = (*scope.conditions, "area_no = %(area_no)s", "period = %(period)s")
        narrowed = {**scope.parameters, "area_no": row.no, "period": period.key}
        rows = await list_figure_rows(source, Scope(scope.indicators, conditions, narrowed), limit=1)
    if not rows:
        raise NotFound(f"Chưa có số liệu của chỉ tiêu {indicator}, {row.name}, {period.label}.")
    figure = FigureMaker(scope.indicators, by_name=by_name).figure(rows[0])
    return figure, row, scope.indicators[rows[0].indicator_no]


async def _units(source: Source, area: Any, known: Any, period: Period) -> list[Any]:
    """The units that report to the area in this period, with what each gave."""
    day = counting_day(period, PeriodRegime(known.regime), area.valid_to)
    key = {"period": period.key, "area": area.id, "indicator": known.no, "day": day}
    if area.level != AreaLevel.NATION:
        return await source.rows(_UNITS, key)
    provinces = await list_provinces(source)
    where = "period = %(period)s and indicator_no = %(indicator)s"
    statement = _PROVINCE_PARTS.format(provinces=PROVINCES.format(where=where))
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
