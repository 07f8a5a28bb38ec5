"""Rankings by the boundaries of a day: merged units get the mean of the former ones, and places are made anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from contracts.indicators.boundaries import Carried, CarriedPart
from contracts.indicators.rankings import Ranking
from kit.light import light, number
from services.indicators.queries.areas import get_area
from services.indicators.queries.rankings.listing import ranking_of
from services.indicators.queries.rankings.sheets import Sheets, Unit, Wanted, sheets_of
from services.indicators.queries.source import Source
from services.indicators.rules.boundaries.means import mean_of

# The units in force on a day with those that were there when the period was counted, themselves among them.
_WAYS = """
    select t.id as area, t.name, t.kind, s.id as source, s.name as source_name, way.whole, way.share
    from areas t
    cross join lateral (
        select c.source_no, c.whole, c.share from carries c
        where c.target_no = t.no and c.is_leaf = t.is_leaf
          and c.valid_from <= %(day)s and (c.valid_to is null or c.valid_to >= %(day)s)
        union all
        select t.no, true, 1 where t.valid_from <= %(day)s and not exists (
            select from carries c where c.target_no = t.no and c.source_no = t.no and c.valid_to >= %(day)s
        )
    ) as way
    join areas s on s.no = way.source_no
    where t.level = %(level)s and t.valid_from <= %(on)s and (t.valid_to is null or t.valid_to >= %(on)s)
      and (%(within)s::text is null or t.id = %(within)s or t.ancestors @> array[%(within)s])
    order by t.sort_key, t.id, s.sort_key, s.id
"""
RULE = (
    " Theo địa giới hiện nay: điểm của đơn vị gộp là trung bình cộng điểm của các đơn vị cũ;"
    " thiếu một đơn vị thì để trống."
)
_Carried, _CarriedPart = light(Carried), light(CarriedPart)


async def get_carried_ranking(source: Source, wanted: Wanted, on: date) -> Ranking:
    """The ranking of the units in force on a day, of the sheets of those that went into them."""
    sheets = await sheets_of(source, replace(wanted, within=None, compares=False))
    level = sheets.stored.framework.level
    told = {"day": sheets.period.last_day(), "on": on, "level": level.value, "within": wanted.within}
    ways = await source.rows(_WAYS, told)
    if wanted.within is not None and not ways:
        await get_area(source, wanted.within)
    by_area = {unit.row.area: unit for unit in sheets.units.values()}
    found = [_merged(list(group), by_area) for _, group in groupby(ways, lambda way: way.area)]
    units = {str(unit.row.id): unit for unit in found if unit is not None}
    made = ranking_of(Sheets(sheets.stored, sheets.period, None, units, []), wanted)
    return type(made)(**{**{name: getattr(made, name) for name in Ranking.model_fields}, "rule": made.rule + RULE})


def _merged(ways: Sequence[Any], by_area: Mapping[str, Unit]) -> Unit | None:
    """The unit that former ones make; None when none of them has a sheet."""
    units = [by_area[way.source] for way in ways if way.source in by_area]
    if not units:
        return None
    if len(ways) == 1 and ways[0].source == ways[0].area:
        return units[0]
    first = units[0]
    alike = all(way.whole for way in ways) and all(unit.basis == first.basis for unit in units)
    sources = len(ways) if alike else 0
    row = first.row._replace(area=ways[0].area, name=ways[0].name, kind=ways[0].kind, **_verified(units))
    share = mean_of([unit.share for unit in units], sources)
    score = mean_of([unit.score for unit in units], sources)
    return Unit(row, score, share, first.basis, None, _carried(ways, is_complete=share is not None))


def _verified(units: Sequence[Unit]) -> dict[str, int | None]:
    """How many criteria were verified, of all sheets together."""
    told = [(unit.row.verified, unit.row.leaves) for unit in units]
    if any(verified is None or leaves is None for verified, leaves in told):
        return {"verified": None, "leaves": None}
    return {"verified": sum(verified for verified, _ in told), "leaves": sum(leaves for _, leaves in told)}


def _carried(ways: Sequence[Any], *, is_complete: bool) -> Carried:
    parts = [way for way in ways if not way.whole]
    return _Carried(
        units=len(ways),
        whole=len(ways) - len(parts),
        parts=[_CarriedPart(area=way.source, area_name=way.source_name, share=number(way.share)) for way in parts],
        complete=is_complete,
        estimated=False,
        mergeable=not parts,
    )
