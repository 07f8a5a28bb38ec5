"""What stands in the cells a workbook asks for, and who put it there."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.assessments import Stage
from contracts.periods import Period
from services.indicators.queries.source import Source
from services.indicators.rules.round_trip import Said, Standing

_VALUES = """
    select i.code, v.revision, v.value, v.numerator, v.denominator, v.note, p.by_id, p.by_name, p.at
    from areas a
    join indicator_values v on v.period = %(period)s and v.area_no = a.no
    join indicators i on i.no = v.indicator_no
    join publications p on p.no = v.publication
    where a.id = %(area)s
"""
_HELD = f"{_VALUES} order by v.period, v.area_no, v.indicator_no for update of v"
# Where nothing stands yet there is no row to lock. Waiting for another workbook is normal.
_CLAIM = """
    select set_config('lock_timeout', '20s', true),
           pg_advisory_xact_lock(hashtextextended(format('values %%s %%s', %(area)s::text, %(period)s::int), 0))
"""
# A score taken back has no row, but somebody took it back.
_SCORES = """
    select n.code, s.points, s.reason, coalesce(r.by_id, s.by_id) as by_id, coalesce(r.by_name, '') as by_name,
           coalesce(r.at, s.at) as at
    from (
        select distinct on (node_id) node_id, by_id, by_name, at
        from score_revisions where assessment_id = %(id)s and stage = %(stage)s
        order by node_id, id desc
    ) r
    full join (select * from assessment_scores where assessment_id = %(id)s and stage = %(stage)s) s using (node_id)
    join framework_nodes n on n.id = node_id
"""


async def standing_values(source: Source, area: str, period: Period) -> dict[str, Standing]:
    """The values of one area and period by indicator, as the cells of a workbook show them."""
    return _by_code(await source.rows(_VALUES, {"area": area, "period": period.key}))


async def held_values(source: Source, area: str, period: Period) -> dict[str, Standing]:
    """The same; until this transaction ends nobody else changes them, nor holds what is still empty here."""
    await source.rows(_CLAIM, {"area": area, "period": period.key})
    return _by_code(await source.rows(_HELD, {"area": area, "period": period.key}))


async def standing_scores(source: Source, assessment: UUID, stage: Stage) -> dict[str, Standing]:
    """The scores of one sheet and stage by criterion, as the cells of a workbook show them."""
    rows = await source.rows(_SCORES, {"id": assessment, "stage": stage.value})
    return {row.code: _standing({"points": row.points, "reason": row.reason}, row) for row in rows}


def value_cells(value: Any) -> Said:
    """What a value fills in: of a ratio with parts the parts alone, the rest follows from them."""
    is_made = value.numerator is not None and value.denominator is not None
    shown: Decimal | None = None if is_made else value.value
    return {"value": shown, "numerator": value.numerator, "denominator": value.denominator, "note": value.note}


def _by_code(rows: Iterable[Any]) -> dict[str, Standing]:
    return {row.code: _standing(value_cells(row), row, row.revision) for row in rows}


def _standing(said: Said, row: Any, revision: int = 0) -> Standing:
    return Standing(said, revision, row.by_id, row.by_name, row.at)
