"""What a reader asked for, resolved to keys: which areas, indicators and periods, and what they may see of them."""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from contracts.periods import Period, every_period
from contracts.reach import NATION
from kit.errors import NotFound
from services.indicators.queries.definitions import EDITION, current_definitions, definitions_of
from services.indicators.queries.found_areas import AREAS_EDITION, GUARD, FoundAreas, kept, put_by
from services.indicators.queries.source import Source
from services.indicators.queries.wanted import Wanted

_PROVINCES = "select no from areas where level = 'T'"
_MINE = "select no from areas where reach && %(places)s::text[]"
IS_NUMBER = "coalesce(value, nullif(denominator, 0)) is not null"
"""Whether a saved value has a number: one taken back has none, nor has a ratio of nothing."""
# Every distinct period costs one probe of the key, however many values there are.
PERIODS_IN_USE = """
    with recursive walk as (
        (select min(period) as period from indicator_values)
        union all
        select (select min(period) from indicator_values where period > walk.period) from walk
        where walk.period is not null
    )
    select period from walk where period is not null
"""
PERIODS_OF_AREAS = f"""
    select period from ({PERIODS_IN_USE}) as used
    where exists (
        select from unnest({{areas}}) as one (no) cross join lateral (
            select from {{rolled}} r where r.period = used.period and r.area_no = one.no and r.units > 0 limit 1
        ) as sum limit 1
    ) or exists (
        select from unnest({{areas}}) as one (no) cross join lateral (
            select from {{values}} v where v.period = used.period and v.area_no = one.no limit 1
        ) as value limit 1
    )
"""  # noqa: S608 - our own statement
"""The periods in which one of `areas`, an array of numbers, has a value or a sum.

Area by area, one probe of the key each, until one has something; asked for all at once, the database reads every row of
theirs. Sums come first: areas above communes nearly always have one, and seldom a value of their own to be found.
"""

_SCOPE = f"""
    select {EDITION} as edition, {AREAS_EDITION} as areas_edition,
           coalesce(wanted.areas, '{{}}')::text as areas, coalesce(wanted.mine, '{{}}')::text as mine,
           case when %(asks_periods)s::bool then array({PERIODS_IN_USE}) end as periods
    from (
        select array_agg(no) as areas, array_agg(no) filter (where reach && %(places)s::text[]) as mine
        from areas
        where %(narrows)s::bool
          and (%(area)s::text is null or id = %(area)s or %(with_former)s::bool and no in (
              select c.source_no from carries c join areas t on t.no = c.target_no where t.id = %(area)s))
          and (%(within)s::text is null or id = %(within)s or ancestors @> array[%(within)s]
               or %(with_former)s::bool and reach @> array[%(within)s])
          and (%(level)s::text is null or level = %(level)s)
          and (%(on)s::date is null or valid_from <= %(on)s and (valid_to is null or valid_to >= %(on)s))
    ) as wanted
"""  # noqa: S608 - our own statements
_AREA = f"select *, {EDITION} as edition from areas where id = %(area)s"  # noqa: S608 - our own words
# Materialised, or the provinces were found again for every period.
_NATION = f"""
    with here as materialized (
        select no, reach, array({_PROVINCES}) as provinces from areas where id = %(nation)s
    )
    select no, reach, provinces, {EDITION} as edition,
           case when %(with_periods)s::bool then array({PERIODS_IN_USE}) end as periods
    from here
"""  # noqa: S608 - our own statements
_NEWEST = f"""period = (
    select used.period from unnest(%(periods)s::int[]) with ordinality as used (period, place)
    where exists (select from {{values}} where period = used.period and {IS_NUMBER} and {{where}})
       or exists (select from {{rolled}} where period = used.period and units > 0 and {{where}})
    order by used.place limit 1)"""  # noqa: S608 - our own statement


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


Read = Callable[[Scope], Awaitable[list[Any]]]
"""Reads the rows of a scope."""


async def read_wanted(source: Source, wanted: Wanted, places: Sequence[str], read: Read) -> tuple[Scope, list[Any]]:
    """The scope of what is wanted and what `read` finds in it; one statement where its areas were looked up before.

    What was kept is asked for only as long as it holds: where it does not any more, the statement finds nothing, and
    everything is looked up anew.
    """
    found = kept(source, _key(wanted, places))
    before = None
    if found is not None:
        before = await _scope(source, found, wanted, places)
        guarded = replace(before, conditions=(*before.conditions, GUARD), parameters=before.parameters | found.editions)
        if rows := await read(guarded):
            return before, rows
    scope = await scope_of(source, wanted, places)
    return (scope, []) if scope == before else (scope, await read(scope))


async def scope_of(source: Source, wanted: Wanted, places: Sequence[str]) -> Scope:
    """The keys a reader may see of what they want; `places` are the ids on which they may read what is not public."""
    found = await _found(source, wanted, places)
    put_by(source, _key(wanted, places), found)
    return await _scope(source, found, wanted, places)


def _key(wanted: Wanted, places: Sequence[str]) -> Hashable | None:
    """What the areas found depend on; None where more was looked up than areas."""
    if not wanted.narrows or wanted.asks_periods:
        return None
    return wanted.area, wanted.within, wanted.level, wanted.on, wanted.with_former, *sorted(places)


async def _scope(source: Source, found: FoundAreas, wanted: Wanted, places: Sequence[str]) -> Scope:
    indicators = await indicators_of(source, found.edition, wanted.indicator)
    conditions: list[str] = []
    parameters: dict[str, Any] = {}
    if wanted.narrows:
        parameters["areas"] = found.areas
        conditions.append(_among("area_no", "areas", is_one="," not in found.areas))
    secret = [no for no, row in indicators.items() if not row.public]
    if secret and wanted.narrows and found.mine == found.areas:
        secret = []  # to somebody who may read everything of all these areas
    if secret:
        mine = found.mine if wanted.narrows else await _all_mine(source, places)
        parameters |= {"open": [no for no in indicators if no not in secret], "secret": secret, "mine": mine}
        conditions.append(_VISIBLE)
    elif wanted.indicator:
        parameters["open"] = list(indicators)
        conditions.append(_among("indicator_no", "open", is_one=True))
    if wanted.period is not None or wanted.is_short or wanted.asks_periods:
        parameters["periods"] = _wanted_periods(wanted, found.periods)
        where = " and ".join(conditions) or "true"
        newest = wanted.newest and wanted.on is None  # by other boundaries, who reads looks for it
        held = {"values": wanted.held.values, "rolled": wanted.held.rolled}
        listed = _among("period", "periods", is_one=len(parameters["periods"]) == 1)
        conditions.append(_NEWEST.format(where=where, **held) if newest else listed)
    return Scope(indicators, tuple(conditions), parameters)


def _among(column: str, numbers: str, *, is_one: bool) -> str:
    """The condition that a column is one of the numbers of a parameter.

    Where there is one, the statement says so: of an array whose length it does not know the database expects ten, and
    a plan for ten is dearer than planning anew each time, which takes longer than the answer.
    """
    return f"{column} = (%({numbers})s::int[])[1]" if is_one else f"{column} = any(%({numbers})s::int[])"


async def _found(source: Source, wanted: Wanted, places: Sequence[str]) -> FoundAreas:
    asked = {
        "area": wanted.area,
        "within": wanted.within,
        "level": wanted.level and wanted.level.value,
        "places": list(places),
        "on": wanted.on,
        "with_former": wanted.with_former,
        "narrows": wanted.narrows,
        "asks_periods": wanted.asks_periods,
    }
    found = FoundAreas(*(await source.rows(_SCOPE, asked))[0])
    if found.is_empty and wanted.area and wanted.on:
        raise NotFound(not_in_force(wanted.area, wanted.on))
    if found.is_empty and (wanted.area or wanted.within):
        raise NotFound(f"Không có địa bàn “{wanted.area or wanted.within}”.")
    return found


def not_in_force(area: str, on: date) -> str:
    """What a reader is told who asks by the boundaries of a day for an area of another time."""
    day = f"{on:%d/%m/%Y}"
    return f"Không có địa bàn “{area}” vào ngày {day}: đọc theo địa giới hiện nay chỉ có đơn vị đang có hiệu lực."


async def _all_mine(source: Source, places: Sequence[str]) -> list[int]:
    return [row.no for row in await source.rows(_MINE, {"places": list(places)})] if places else []


_VISIBLE = """(indicator_no = any(%(open)s::int[])
    or indicator_no = any(%(secret)s::int[]) and area_no = any(%(mine)s::int[]))"""


async def wanted_indicators(source: Source, code: str | None) -> dict[int, Any]:
    """Rows of one indicator or of all, by number in the natural order of codes; NotFound for an unknown code."""
    return _named((await current_definitions(source)).rows, code)


async def area_with_indicators(source: Source, area: str, code: str | None) -> tuple[Any, dict[int, Any]]:
    """The row of one area, and rows of one indicator or of all as `wanted_indicators` gives them: in one statement."""
    rows = await source.rows(_AREA, {"area": area})
    if not rows:
        raise NotFound(f"Không có địa bàn “{area}”.")
    return rows[0], await indicators_of(source, rows[0].edition, code)


async def nation_view(source: Source, *, with_periods: bool) -> Any:
    """The nation's row with its provinces of all times and, where asked, the periods in use anywhere."""
    found = await source.rows(_NATION, {"nation": NATION, "with_periods": with_periods})
    return found[0]


def _named(rows: dict[int, Any], code: str | None) -> dict[int, Any]:
    if code is None:
        return rows
    found = {no: row for no, row in rows.items() if row.code == code}
    if not found:
        raise NotFound(f"Không có chỉ tiêu “{code}”.")
    return found


def area_scope(area: Any, indicators: dict[int, Any], places: Iterable[str]) -> Scope:
    """The indicators of one area that a reader may see: public ones, and all where they hold the right."""
    is_mine = not set(places).isdisjoint(area.reach)
    visible = {no: row for no, row in indicators.items() if row.public or is_mine}
    return Scope(visible, ("indicator_no = any(%(indicators)s::int[])",), {"indicators": list(visible)})


async def list_provinces(source: Source) -> list[int]:
    """Numbers of all provinces, past and present."""
    return [row.no for row in await source.rows(_PROVINCES)]


async def indicators_of(source: Source, edition: int | None, code: str | None) -> dict[int, Any]:
    """As `wanted_indicators`, of a known edition."""
    return _named((await definitions_of(source, edition)).rows, code)


def _wanted_periods(wanted: Wanted, used: Sequence[int] | None) -> list[int]:
    if wanted.period is not None:
        return [wanted.period.key] if suits(wanted, wanted.period) else []
    if wanted.period_from and wanted.period_to and wanted.is_short:
        tried = sorted(every_period(wanted.period_from.year, wanted.period_to.year), reverse=True)
    else:
        tried = newest_first(used or ())
    return [period.key for period in tried if suits(wanted, period)]


def newest_first(keys: Iterable[int]) -> list[Period]:
    """Periods in the order in which a reader meets them."""
    return sorted(map(Period.from_key, keys), reverse=True)


async def periods_with_values(source: Source) -> list[Period]:
    """Every period in which anybody has a value."""
    return [Period.from_key(row.period) for row in await source.rows(PERIODS_IN_USE)]


def suits(wanted: Wanted, period: Period) -> bool:
    """Whether a period lies between the bounds asked for."""
    first = wanted.period_from.first_day() if wanted.period_from else date.min
    last = wanted.period_to.last_day() if wanted.period_to else date.max
    return first <= period.first_day() and period.last_day() <= last
