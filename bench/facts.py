"""Years of monthly values of every commune, made inside the database, and their sums made anew by the product."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg.rows import namedtuple_row

from bench.ground import Ground
from bench.ingest import settle
from bench.material import FIRST, definitions
from bench.rounds import Line, seconds, tell
from services.indicators.queries.rollups import recount_rollups

SHORT = 2
INDICATORS, MANY_INDICATORS = 53, 319
"""With 60 months of today's communes about 10.6 and 63.6 million values."""
_SEARCH = "-csearch_path=indicators"

# What publishing would have saved: the publication, and of a ratio both parts with the value computed from them.
_MONTH: LiteralString = """
    with units as materialized (
        select no, row_number() over (order by no) as place from areas
        where is_leaf and valid_to is null and level = 'X'
    ), told as (
        insert into publications (by_id, by_name, periods, areas)
        select 'bench', 'Đo hiệu năng', array[%(period)s::int], array_agg(no order by no) from units
        returning no as publication
    )
    insert into indicator_values (period, area_no, indicator_no, revision, publication, value, numerator, denominator,
                                  qualifier, source)
    select %(period)s, units.no, i.no, 1, publication,
           case i.kind when 'ratio' then round(number * 100 / (number + place + 10), 1) else number end,
           case i.kind when 'ratio' then number end,
           case i.kind when 'ratio' then number + place + 10 end, 'exactly', 'api'
    from told cross join units cross join indicators i
         cross join lateral (
             select (1000 + (units.place * 37 + i.no * 13 + %(month)s::int * 11) %% 5000)::numeric as number
         ) as invented
    where i.code like 'DO-%%'
    order by units.no, i.no
"""
_COUNT: LiteralString = (
    "select count(*) from indicator_values join indicators on no = indicator_no where code like 'DO-%'"
)
_EQUAL_TABLE: LiteralString = "create table limit_rollups (like rollups including all)"
_PLAIN_SUMS: LiteralString = """
    insert into limit_rollups (period, area_no, indicator_no, total, numerator, denominator, units, illustrative)
    select period, above, indicator_no, coalesce(sum(value), 0), coalesce(sum(numerator), 0),
           coalesce(sum(denominator), 0), count(*), 0
    from indicator_values join areas on no = area_no cross join unnest(uppers) as above
    group by period, above, indicator_no
"""
_DROP_EQUAL_TABLE: LiteralString = "drop table limit_rollups"


class Administrator:
    """Statements of the server's administrator, whom no limit of time ends."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._connection = connection

    @property
    def origin(self) -> object:
        """The one connection."""
        return self._connection

    async def rows(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """All rows of one statement."""
        cursor = await self._connection.execute(statement, parameters)  # type: ignore[arg-type,unused-ignore]
        return await cursor.fetchall() if cursor.description else []


@dataclass(frozen=True, slots=True)
class Facts:
    """A database with values, and how many seconds their sums took: in plain SQL, and as the product makes them."""

    admin: str
    values: int
    plain: float
    recount: float

    @property
    def size(self) -> str:
        """How many values, for people."""
        return f"{self.values / 1e6:.1f} M values"


def make_facts(ground: Ground, admin: str, *, months: int, indicators: int) -> Facts:
    """Define the indicators as an operator's file does, fill the months, and let the product add them up."""
    ground.define(admin, definitions(indicators))
    with psycopg.connect(admin, autocommit=True, options=_SEARCH) as connection:
        period = FIRST
        for month in range(months):
            connection.execute(_MONTH, {"period": period.key, "month": month})
            period = period.next()
            if month % 10 == 9:
                tell(f"  {month + 1} of {months} months")
        settle(admin)
        row: Any = connection.execute(_COUNT).fetchone()
        connection.execute(_EQUAL_TABLE)
        plain = seconds(lambda: connection.execute(_PLAIN_SUMS))
        connection.execute(_DROP_EQUAL_TABLE)
    tell(f"  {row[0]:,} values; the product adds them up …")
    recount = seconds(lambda: asyncio.run(_recount(admin)))
    settle(admin)
    return Facts(admin, row[0], plain, recount)


async def _recount(admin: str) -> None:
    async with await psycopg.AsyncConnection.connect(admin, row_factory=namedtuple_row, options=_SEARCH) as connection:
        await recount_rollups(Administrator(connection))


def measure_sums(facts: Facts) -> Iterator[Line]:
    """Every sum and every newest period made anew, beside one statement that only adds up; measured once."""
    yield Line(
        f"sums of {facts.size} made anew (once), plain SQL / with newest periods",
        f"{facts.plain:.1f} s",
        f"{facts.recount:.1f} s",
        f"{facts.recount / facts.plain:.2f} ×",
        "",
    )
