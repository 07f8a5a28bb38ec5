"""What other sources say of a published figure, for its proof."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contracts.indicators.values import OtherSource
from kit.light import light, number
from services.indicators.queries.figures import amount_of
from services.indicators.queries.source import Source
from services.indicators.rules.values import IndicatorRule

_OtherSource = light(OtherSource)

_OTHERS = """
    select m.id as matter, m.chosen is not distinct from o.id as is_chosen, o.id, o.value, o.numerator, o.denominator,
           o.qualifier, o.as_of, o.source, o.quote
    from matters m
    join matter_sides s on s.matter_id = m.id
    join observations o on o.id = s.observation_id and o.state = 'accepted'
    where m.indicator_no = %(indicator)s and m.area_no = %(area_no)s and m.period = %(period)s
    order by o.id
"""


async def list_others(
    source: Source, cell: Mapping[str, Any], rule: IndicatorRule
) -> tuple[UUID | None, list[OtherSource]]:
    """The matter of a cell with what each source says; nothing of a cell of which no source was recorded."""
    rows = await source.rows(_OTHERS, cell)
    others = [
        _OtherSource(
            observation=row.id,
            value=number(amount_of(row, rule)),
            numerator=number(row.numerator),
            denominator=number(row.denominator),
            qualifier=row.qualifier,
            as_of=row.as_of,
            source=row.source,
            quote=row.quote,
            is_chosen=row.is_chosen,
        )
        for row in rows
    ]
    return (rows[0].matter if rows else None), others
