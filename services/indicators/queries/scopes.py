"""What a reader asked for, resolved to keys: which areas, indicators and periods, and what they may see of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.directory import AreaLevel
from contracts.periods import Period
from kit.errors import NotFound
from services.indicators.queries.source import Source

_ALL_INDICATORS = 'select * from indicators order by sort_code collate "C"'
_INDICATORS = "select * from indicators where code = %(code)s"
_AREAS = """
    select no, reach && %(places)s::text[] as is_mine from areas
    where (%(area)s::text is null or id = %(area)s)
      and (%(within)s::text is null or id = %(within)s or ancestors @> array[%(within)s])
      and (%(level)s::text is null or level = %(level)s)
"""
_PROVINCES = "select no from areas where level = 'T'"
_MINE = "select no from areas where reach && %(places)s::text[]"
# Every distinct period costs one probe of the key, however many values there are.
_PERIODS = """
    with recursive walk as (
        (select min(period) as period from indicator_values)
        union all
        select (select min(period) from indicator_values where period > walk.period) from walk
        where walk.period is not null
    )
    select period from walk where period is not null
"""
_PERIODS_OF_AREAS = f"""
    select period from ({_PERIODS}) as used
    where exists (select from indicator_values v where v.period = used.period and v.area_no = any(%(areas)s::int[]))
       or exists (select from rollups r
                  where r.period = used.period and r.area_no = any(%(areas)s::int[]) and r.units > 0)
"""  # noqa: S608 - our own statement


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list of values or figures; what is left out does not narrow."""

    indicator: str | None = None
    area: str | None = None
    within: str | None = None
    level: AreaLevel | None = None
    period: Period | None = None
    period_from: Period | None = None
    period_to: Period | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys that answer a question: conditions on (period, area_no, indicator_no) with their parameters."""

    indicators: dict[int, Any]
    conditions: tuple[str, ...]
    parameters: dict[str, Any]

    @property
    def where(self) -> str:
        """The conditions as SQL."""
        return " and ".join(self.conditions) or "true"


async def scope_of(source: Source, wanted: Wanted, places: Sequence[str]) -> Scope:
    """The keys a reader may see of what they want; `places` are the ids on which they may read what is not public."""
    indicators = await wanted_indicators(source, wanted.indicator)
    conditions: list[str] = []
    parameters: dict[str, Any] = {}
    narrow = (wanted.area, wanted.within, wanted.level)
    mine: list[int] | None = None
    if any(narrow):
        rows = await _wanted_areas(source, wanted, places)
        mine = [row.no for row in rows if row.is_mine]
        parameters["areas"] = [row.no for row in rows]
        conditions.append("area_no = any(%(areas)s::int[])")
    if any((wanted.period, wanted.period_from, wanted.period_to)):
        parameters["periods"] = await _wanted_periods(source, wanted)
        conditions.append("period = any(%(periods)s::int[])")
    secret = [no for no, row in indicators.items() if not row.public]
    if secret and mine is None and places:
        mine = [row.no for row in await source.rows(_MINE, {"places": list(places)})]
    if secret or wanted.indicator:
        parameters |= {"open": [no for no in indicators if no not in secret], "secret": secret, "mine": mine or []}
        conditions.append(_VISIBLE)
    return Scope(indicators, tuple(conditions), parameters)


_VISIBLE = """(indicator_no = any(%(open)s::int[])
    or indicator_no = any(%(secret)s::int[]) and area_no = any(%(mine)s::int[]))"""


async def wanted_indicators(source: Source, code: str | None) -> dict[int, Any]:
    """Rows of one indicator or of all, by number in the natural order of codes; NotFound for an unknown code."""
    rows = await source.rows(_INDICATORS, {"code": code}) if code else await source.rows(_ALL_INDICATORS)
    if code and not rows:
        raise NotFound(f"Không có chỉ tiêu “{code}”.")
    return {row.no: row for row in rows}


def area_scope(area: Any, indicators: dict[int, Any], places: Iterable[str]) -> Scope:
    """The indicators of one area that a reader may see: public ones, and all where they hold the right."""
    is_mine = not set(places).isdisjoint(area.reach)
    visible = {no: row for no, row in indicators.items() if row.public or is_mine}
    return Scope(visible, ("indicator_no = any(%(indicators)s::int[])",), {"indicators": list(visible)})


async def list_provinces(source: Source) -> list[int]:
    """Numbers of all provinces, past and present."""
    return [row.no for row in await source.rows(_PROVINCES)]


async def periods_in_use(source: Source, areas: Iterable[int]) -> list[Period]:
    """Periods in which one of these areas has a value or a sum, newest first."""
    rows = await source.rows(_PERIODS_OF_AREAS, {"areas": list(areas)})
    return sorted((Period.from_key(row.period) for row in rows), reverse=True)


async def periods_with_values(source: Source) -> list[Period]:
    """Every period in which anybody has a value."""
    return [Period.from_key(row.period) for row in await source.rows(_PERIODS)]


async def _wanted_areas(source: Source, wanted: Wanted, places: Sequence[str]) -> list[Any]:
    rows = await source.rows(
        _AREAS,
        {
            "area": wanted.area,
            "within": wanted.within,
            "level": wanted.level and wanted.level.value,
            "places": list(places),
        },
    )
    if not rows and (wanted.area or wanted.within):
        raise NotFound(f"Không có địa bàn “{wanted.area or wanted.within}”.")
    return rows


async def _wanted_periods(source: Source, wanted: Wanted) -> list[int]:
    if wanted.period is not None:
        return [wanted.period.key] if suits(wanted, wanted.period) else []
    return [period.key for period in await periods_with_values(source) if suits(wanted, period)]


def suits(wanted: Wanted, period: Period) -> bool:
    """Whether a period lies between the bounds asked for."""
    first = wanted.period_from.first_day() if wanted.period_from else date.min
    last = wanted.period_to.last_day() if wanted.period_to else date.max
    return first <= period.first_day() and period.last_day() <= last
