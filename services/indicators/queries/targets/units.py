"""The units a target is handed down to: who they are, what they have been given, how large each is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.indicators.cascades import CascadeCheck, MissingUnit, TargetCascade
from contracts.indicators.definitions import Aggregation
from kit.light import light, number
from services.indicators.queries.source import Source
from services.indicators.queries.targets import rows as queries
from services.indicators.queries.targets.answers import Answers
from services.indicators.queries.targets.standings import goal_of, measured_of, read_standings
from services.indicators.rules.targets.cascades import Check, Given, check

_AREAS = "select no, id, name, reach, ancestors from areas where id = any(%(ids)s::text[])"
# Of an area that is no more, the units it had on its last day.
_UNITS = """
    select u.no, u.id, u.name
    from areas a join areas u on u.parent_id = a.id
    where a.id = %(area)s and u.valid_from <= least(%(today)s, a.valid_to)
      and (u.valid_to is null or u.valid_to >= least(%(today)s, a.valid_to))
    order by u.sort_key, u.id
"""
# The newest parts of each unit: what it reported itself, else what its own units add up to.
_DENOMINATORS = """
    select distinct on (area_no) area_no, denominator from (
        select area_no, period, denominator, 0 as kind from indicator_values
        where indicator_no = %(indicator)s and area_no = any(%(areas)s::int[])
        union all
        select area_no, period, denominator, 1 from rollups
        where indicator_no = %(indicator)s and area_no = any(%(areas)s::int[]) and units > 0
    ) as parts
    where denominator > 0
    order by area_no, period / 100 desc, period desc, kind
"""
_Cascade, _Check, _Missing = light(TargetCascade), light(CascadeCheck), light(MissingUnit)


async def list_areas(source: Source, ids: Sequence[str]) -> dict[str, Any]:
    """Areas by id; unknown ones are missing."""
    return {row.id: row for row in await source.rows(_AREAS, {"ids": list(ids)})}


async def list_units(source: Source, area: str, today: date) -> list[Any]:
    """The units directly below an area, in Vietnamese order."""
    return await source.rows(_UNITS, {"area": area, "today": today})


async def newest_denominators(source: Source, indicator: int | None, areas: Sequence[int]) -> dict[int, Decimal]:
    """The denominator of each area's newest figure, where there is one."""
    if indicator is None:
        return {}
    rows = await source.rows(_DENOMINATORS, {"indicator": indicator, "areas": list(areas)})
    return {row.area_no: row.denominator for row in rows}


async def get_cascade(
    source: Source, target: UUID, *, places: Sequence[str], by_name: bool, today: date
) -> TargetCascade:
    """A target as handed down; NotFound."""
    row = await queries.get_row(source, target)
    ground = await queries.get_ground(source, queries.Wanted())
    units = await list_units(source, row.area, today)
    children = await queries.list_children(source, target)
    standings = await read_standings(source, ground, children, places=places, today=today)
    weights = await newest_denominators(source, row.indicator_no, [child.area_no for child in children])
    having = {child.area_no for child in children}
    answers = Answers(standings, by_name=by_name)
    return _Cascade(
        target=str(row.id),
        units_total=len(units),
        units_with=len([unit for unit in units if unit.no in having]),
        missing=[_Missing(area=unit.id, name=unit.name) for unit in units if unit.no not in having],
        check=told(sum_check(row, children, weights, len(units))),
        children=[answers.target(child) for child in children],
    )


def sum_check(row: Any, children: Sequence[Any], weights: dict[int, Decimal], units: int) -> Check:
    """Whether the units' targets make up the area's."""
    aggregation = Aggregation(row.aggregation) if row.aggregation else Aggregation.NONE
    given = [Given(goal_of(child), weights.get(child.area_no)) for child in children]
    return check(goal_of(row), given, units, aggregation, measured_of(row))


def told(found: Check) -> CascadeCheck:
    """A check as its contract tells it."""
    return _Check(
        method=found.method,
        expected=number(found.expected),
        found=number(found.found),
        difference=number(found.difference),
        holds=found.holds,
        rule=found.rule,
    )
