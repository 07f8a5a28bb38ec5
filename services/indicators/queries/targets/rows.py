"""Rows of targets: one, lists in the order in which they were set, and by what lists can be narrowed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.periods import Period, PeriodKind
from kit.errors import NotFound
from services.indicators.queries.definitions import EDITION
from services.indicators.queries.scopes import PERIODS_IN_USE
from services.indicators.queries.source import Source

MOST = 20_000
"""More targets are not judged at once."""
_GROUND = f"""
    select {EDITION} as edition, array({PERIODS_IN_USE}) as periods,
           (select no from areas where id = 'VN') as nation, array(select no from areas where level = 'T') as provinces,
           (select no from areas where id = %(area)s) as area_no,
           (select no from areas where id = %(within)s) as within_no,
           (select no from indicators where code = %(indicator)s) as indicator_no
"""  # noqa: S608 - our own statements
_ROW = """
    select t.*, a.id as area, a.name as area_name, a.reach, a.ancestors, i.code as indicator, i.name as indicator_name,
           i.direction, i.decimals, i.minimum, i.maximum, i.regime, i.aggregation, i.public
    from targets t
    join areas a on a.no = t.area_no
    left join indicators i on i.no = t.indicator_no
"""
_WHERE = """
    where (%(withdrawn)s::bool or t.withdrawn_at is null)
      and (%(indicator_no)s::int is null or t.indicator_no = %(indicator_no)s)
      and (%(area_no)s::int is null or t.area_no = %(area_no)s)
      and (%(within)s::text is null or a.id = %(within)s or a.ancestors @> array[%(within)s])
      and (%(first)s::int is null or t.horizon between %(first)s and %(last)s)
      and (%(instrument)s::text is null or t.instrument_number = %(instrument)s)
"""
_LIST = f"{_ROW} {_WHERE} and (%(after)s::uuid is null or t.id > %(after)s) order by t.id limit %(limit)s"
_ONE = f"{_ROW} where t.id = %(id)s"
_CHILDREN = f"{_ROW} where t.parent_id = %(id)s and t.withdrawn_at is null order by a.sort_key, a.id"
_FACETS = f"""
    select array_agg(distinct t.horizon) as horizons,
           array_agg(distinct t.instrument_number) filter (where t.instrument_number is not null) as instruments
    from targets t join areas a on a.no = t.area_no {_WHERE}
"""  # noqa: S608 - our own statements
_REVISIONS = """
    select version, at, by_name, reason, terms from target_revisions where target_id = %(id)s order by version
"""
_STATED = """
    select a.id as area, t.instrument_number as number, t.instrument_place as place
    from targets t join areas a on a.no = t.area_no where t.instrument_number is not null
"""
_ANY = "select from targets where source = %(source)s limit 1"
_COUNT_CHILDREN = "select count(*) as children from targets where parent_id = %(id)s and withdrawn_at is null"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list of targets; what is left out does not narrow. A year means every period within it."""

    indicator: str | None = None
    area: str | None = None
    within: str | None = None
    horizon: Period | None = None
    instrument: str | None = None
    withdrawn: bool = False


async def get_ground(source: Source, wanted: Wanted) -> Any:
    """What lists stand on: the edition of definitions, periods in use, the nation; NotFound for unknown places."""
    asked = {"area": wanted.area, "within": wanted.within, "indicator": wanted.indicator}
    [ground] = await source.rows(_GROUND, asked)
    for name, found in (("area", ground.area_no), ("within", ground.within_no)):
        if asked[name] is not None and found is None:
            raise NotFound(f"Không có địa bàn “{asked[name]}”.")
    if wanted.indicator is not None and ground.indicator_no is None:
        raise NotFound(f"Không có chỉ tiêu “{wanted.indicator}”.")
    return ground


async def list_rows(source: Source, wanted: Wanted, ground: Any, *, after: UUID | None, limit: int) -> list[Any]:
    """Rows in the order in which targets were set, from after the id `after`; at most `limit`."""
    return await source.rows(_LIST, {**_narrowed(wanted, ground), "after": after, "limit": limit})


async def get_row(source: Source, target: UUID, *, lock: bool = False) -> Any:
    """The row of one target, in force or withdrawn; NotFound. `lock` keeps others from changing it meanwhile."""
    rows = await source.rows(f"{_ONE} for no key update of t" if lock else _ONE, {"id": target})
    if not rows:
        raise NotFound("Không có mục tiêu này.")
    return rows[0]


async def find_row(source: Source, target: UUID) -> Any | None:
    """The row of one target, or None."""
    rows = await source.rows(_ONE, {"id": target})
    return rows[0] if rows else None


async def list_children(source: Source, target: UUID) -> list[Any]:
    """The targets in force that were handed down from one, units in Vietnamese order."""
    return await source.rows(_CHILDREN, {"id": target})


async def count_children(source: Source, target: UUID) -> int:
    """How many targets in force were handed down from one."""
    [row] = await source.rows(_COUNT_CHILDREN, {"id": target})
    return int(row.children)


async def get_facets(source: Source, wanted: Wanted, ground: Any) -> tuple[list[str], list[str]]:
    """The horizons and documents of the targets of some areas and indicator."""
    narrowed = _narrowed(Wanted(wanted.indicator, wanted.area, wanted.within), ground)
    [row] = await source.rows(_FACETS, narrowed)
    horizons = sorted(map(Period.from_key, row.horizons or []))
    return [str(horizon) for horizon in horizons], sorted(row.instruments or [])


async def list_stated(source: Source) -> set[tuple[str, str, str | None]]:
    """Areas, documents and places in them from which targets were ever set, withdrawn ones too."""
    return {(row.area, row.number, row.place) for row in await source.rows(_STATED)}


async def has_any(source: Source, taken_from: str) -> bool:
    """Whether a target was ever taken from there."""
    return bool(await source.rows(_ANY, {"source": taken_from}))


async def list_revisions(source: Source, target: UUID) -> list[Any]:
    """Every version of a target, oldest first."""
    return await source.rows(_REVISIONS, {"id": target})


def _narrowed(wanted: Wanted, ground: Any) -> dict[str, Any]:
    horizon = wanted.horizon
    first = None if horizon is None else horizon.key
    whole = horizon is not None and horizon.kind is PeriodKind.YEAR
    return {
        "withdrawn": wanted.withdrawn,
        "indicator_no": ground.indicator_no,
        "area_no": ground.area_no,
        "within": wanted.within,
        "first": first,
        "last": first + 99 if first is not None and whole else first,
        "instrument": wanted.instrument,
    }
