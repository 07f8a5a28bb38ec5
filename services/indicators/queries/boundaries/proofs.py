"""Proofs of carried figures: every former unit with what it had and how much of it counts, and who is missing."""

from typing import Any

from contracts.indicators.definitions import Aggregation
from contracts.indicators.values import Figure, ProofPart
from contracts.periods import Period
from kit.light import light, number
from services.indicators.queries.boundaries.figures import IN_FORCE, TOLD, told_days
from services.indicators.queries.figures import amount_of
from services.indicators.queries.held import Held
from services.indicators.queries.register import rule_of
from services.indicators.queries.source import Source
from services.indicators.rules.rollup import Sums, roll_up_sums
from services.indicators.rules.values import IndicatorRule

_SOURCES = f"""
    {{parts}} select s.id as area, s.name as area_name, c.share, v.revision, v.value, v.numerator, v.denominator,
           v.source, r.units, r.total, r.numerator as sum_numerator, r.denominator as sum_denominator
    from {TOLD} as told (at, calendar, administrative)
    join indicators i on i.no = %(indicator)s
    join carries c on c.target_no = %(area_no)s and {IN_FORCE}
    join areas s on s.no = c.source_no
    left join {{values}} v on v.period = told.at and v.area_no = c.source_no and v.indicator_no = i.no
    left join {{rolled}} r on r.period = told.at and r.area_no = c.source_no and r.indicator_no = i.no
                          and r.units > 0 and c.whole and not c.is_leaf
    order by s.sort_key, s.id
"""  # noqa: S608 - our own statements
_ProofPart = light(ProofPart)


async def list_carried_parts(
    source: Source, area: Any, indicator: Any, period: Period, held: Held
) -> tuple[list[ProofPart], list[str]]:
    """The former units with what they had, and the names of those that had nothing."""
    parts = f"with {held.parts.removesuffix(', ')}" if held.parts else ""
    statement = _SOURCES.format(parts=parts, values=held.values, rolled=held.rolled)
    told = {**held.parameters, **told_days([period]), "indicator": indicator.no, "area_no": area.no}
    rule = rule_of(indicator)
    rows = await source.rows(statement, told)
    made = [_part(row, rule, is_alone=len(rows) == 1) for row in rows]
    missing = [row.area_name for row, part in zip(rows, made, strict=True) if part is None]
    return [part for part in made if part is not None], missing


def _part(row: Any, rule: IndicatorRule, *, is_alone: bool) -> ProofPart | None:
    """What a former unit had: its own value, else the sum of its units."""
    method = rule.measure.method
    usable = {Aggregation.SUM: row.value, Aggregation.RATIO_OF_SUMS: row.numerator}.get(method)
    numerator, denominator, value = row.numerator, row.denominator, amount_of(row, rule)
    if usable is None and row.units is not None:
        sums = Sums(row.units, row.total, row.sum_numerator, row.sum_denominator)
        made = roll_up_sums(rule.measure, sums, row.units)
        usable, numerator, denominator, value = made.value, made.numerator, made.denominator, made.value
    if usable is None and value is None:
        return None
    return _ProofPart(
        area=row.area,
        area_name=row.area_name,
        value=number(value),
        numerator=number(numerator) if method is Aggregation.RATIO_OF_SUMS else None,
        denominator=number(denominator) if method is Aggregation.RATIO_OF_SUMS else None,
        revision=row.revision,
        source=row.source or "rolled_up",
        share=number(row.share),
        withheld=row.share is None or (usable is None and not is_alone),
    )


def carried_words(figure: Figure, rule: IndicatorRule) -> str:
    """The rule by which former units make the figure, and what had to stay out."""
    carried = figure.carried
    assert carried is not None
    assert figure.rolled_up is not None
    units, of = figure.rolled_up.units, figure.rolled_up.units_total
    start = "Theo địa giới hiện nay, từ số liệu của các đơn vị cũ"
    if not carried.mergeable:
        return f"{start}: chỉ tiêu này không gộp được, số của từng đơn vị cũ giữ nguyên bên dưới."
    if carried.units == 1 and carried.whole == 1:
        return "Theo địa giới hiện nay: đơn vị này tiếp nối nguyên vẹn một đơn vị cũ, số của đơn vị cũ được giữ nguyên."
    method = f"{rule.measure.text[:1].lower()}{rule.measure.text[1:]}"
    told = f"{start}: {method} ({units}/{of} đơn vị cũ đã có số liệu)"
    split = "; phần của đơn vị bị chia được ước tính theo tỷ lệ đã ghi" if carried.estimated else ""
    names = ", ".join(part.area_name for part in carried.parts if part.share is None)
    left = f"; chưa tính phần chuyển từ {names} vì chưa có tỷ lệ" if names else ""
    return f"{told}{split}{left}."
