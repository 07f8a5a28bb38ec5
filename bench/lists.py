"""Every list and chart over a million values: the service's answer beside the same question in plain SQL, at p95."""

import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

from bench.facts import Facts
from bench.ground import Ground
from bench.history import ROOT, reader_of
from bench.material import COUNTS, FIRST, RATIOS
from bench.page import WARM_SECONDS, visitor_of
from bench.rounds import Line
from bench.served import Served, product
from commands.system import System, build, opened
from kit.asgi import call

CALLS = 60
"""Of each question: the 95th percentile is the third worst."""
WARM = 10
"""A statement is planned for every call of its first five."""
OK = 200
COUNT, RATIO = COUNTS[0], RATIOS[0]
PERIOD = str(FIRST.next())
KNOWN: dict[str, Any] = {
    "count": COUNT,
    "ratio": RATIO,
    "period": FIRST.next().key,
    "province": "T15-2025",
    "commune": "X04630-2025",
}
_VALUE: LiteralString = """
    select i.code, a.id, a.name, v.period, v.value, v.numerator, v.denominator, v.qualifier, v.as_of, v.source,
           v.source_text, v.note, v.revision, p.at, p.by_name
    from indicator_values v join areas a on a.no = v.area_no join indicators i on i.no = v.indicator_no
    join publications p on p.no = v.publication
"""
_BOTH: LiteralString = """
    select i.code, a.id, a.name, k.period, r.total, r.numerator, r.denominator, r.units, r.illustrative, v.value,
           v.numerator as own_numerator, v.denominator as own_denominator, v.revision, v.qualifier, v.note, p.at,
           p.by_name, (select array_agg(u.units order by u.valid_from) from unit_counts u where u.area_no = a.no)
"""
_JOINED: LiteralString = """
    join areas a on a.no = k.area_no join indicators i on i.no = k.indicator_no
    left join rollups r on (r.period, r.area_no, r.indicator_no) = (k.period, k.area_no, k.indicator_no)
    left join indicator_values v on (v.period, v.area_no, v.indicator_no) = (k.period, k.area_no, k.indicator_no)
    left join publications p on p.no = v.publication
"""
_SUM: LiteralString = (
    _BOTH.replace("k.period", "r.period")
    + """
    from rollups r join areas a on a.no = r.area_no join indicators i on i.no = r.indicator_no
    left join indicator_values v on (v.period, v.area_no, v.indicator_no) = (r.period, r.area_no, r.indicator_no)
    left join publications p on p.no = v.publication
"""
)
_COMMUNES: LiteralString = "a.ancestors @> array[%(province)s] and a.level = 'X'"
_PROVINCE: LiteralString = "area_no = (select no from areas where id = %(province)s)"
_COMMUNE: LiteralString = "area_no = (select no from areas where id = %(commune)s)"
_ONE: LiteralString = f"""
    period = %(period)s and {_PROVINCE} and indicator_no = (select no from indicators where code = %(count)s)
"""  # noqa: S608 - ours
_CELL: LiteralString = "period, area_no, indicator_no"
_KEY: LiteralString = "order by v.period, v.area_no, v.indicator_no"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: over HTTP, and of the database by whoever writes SQL, for the same answer."""

    what: str
    path: str
    query: str
    plain: LiteralString
    beside: tuple[LiteralString, ...] = ()
    """Further statements of the same answer."""


def _dashboard(mine: LiteralString) -> tuple[LiteralString, tuple[LiteralString, ...]]:
    """The newest nine figures of every indicator, all definitions, and the periods there are."""
    keys: LiteralString = f"""
        select period, area_no, indicator_no from indicator_values where {mine} union
        select period, area_no, indicator_no from rollups where units > 0 and {mine}
    """  # noqa: S608 - ours
    newest: LiteralString = f"""
        select *, row_number() over (partition by indicator_no order by period desc) as place from ({keys}) k
    """  # noqa: S608 - ours
    return (
        f"{_BOTH} from ({newest}) k {_JOINED} where k.place <= 9",
        ("select * from indicators", f"select distinct period from ({keys}) k order by period desc"),  # noqa: S608 - ours
    )


QUESTIONS = (
    Question(
        "values of a commune",
        f"{ROOT}/values",
        "area=X04630-2025&limit=500",
        f"{_VALUE} where a.id = %(commune)s {_KEY} limit 500",
    ),
    Question(
        "values of an indicator in a province and period",
        f"{ROOT}/values",
        f"indicator={COUNT}&within=T15-2025&period_from={PERIOD}&period_to={PERIOD}&limit=500",
        f"{_VALUE} where i.code = %(count)s and v.period = %(period)s and {_COMMUNES} {_KEY} limit 500",
    ),
    Question(
        "changes, 500 of them",
        f"{ROOT}/changes",
        "limit=500",
        f"{_VALUE} order by p.txid, p.no, v.period, v.area_no, v.indicator_no limit 500",
    ),
    Question(
        "tiles of a province's communes",
        f"{ROOT}/figures",
        f"indicator={COUNT}&within=T15-2025&level=X&period={PERIOD}&limit=500",
        f"{_VALUE} where i.code = %(count)s and v.period = %(period)s and {_COMMUNES} {_KEY} limit 500",
    ),
    Question(
        "map of the provinces",
        f"{ROOT}/figures",
        f"indicator={RATIO}&level=T&period={PERIOD}&limit=100",
        f"{_SUM} where i.code = %(ratio)s and r.period = %(period)s and a.level = 'T' order by a.no",
    ),
    Question(
        "trend of a commune",
        f"{ROOT}/figures",
        f"indicator={RATIO}&area=X04630-2025",
        f"{_VALUE} where i.code = %(ratio)s and a.id = %(commune)s {_KEY}",
    ),
    Question(
        "trend of a province",
        f"{ROOT}/figures",
        f"indicator={RATIO}&area=T15-2025",
        f"{_SUM} where i.code = %(ratio)s and a.id = %(province)s order by r.period",
    ),
    Question(
        "trend of the nation",
        f"{ROOT}/figures",
        f"indicator={RATIO}&area=VN",
        """
        select r.period, sum(coalesce(v.numerator, r.numerator)), sum(coalesce(v.denominator, r.denominator)), count(*)
        from rollups r join areas a on a.no = r.area_no join indicators i on i.no = r.indicator_no
        left join indicator_values v on (v.period, v.area_no, v.indicator_no) = (r.period, r.area_no, r.indicator_no)
        where i.code = %(ratio)s and a.level = 'T' and r.units > 0 group by r.period order by r.period
        """,
    ),
    Question("dashboard of a province", f"{ROOT}/overviews/T15-2025", "", *_dashboard(_PROVINCE)),
    Question("dashboard of a commune", f"{ROOT}/overviews/X04630-2025", "", *_dashboard(_COMMUNE)),
    Question(
        "proof of a province's figure",
        f"{ROOT}/figures/{COUNT}/T15-2025/{PERIOD}/proof",
        "",
        f"{_VALUE} where i.code = %(count)s and v.period = %(period)s and {_COMMUNES} {_KEY}",
        (
            f"{_SUM} where i.code = %(count)s and r.period = %(period)s and a.id = %(province)s",
            f"select * from value_revisions where {_ONE}",  # noqa: S608 - ours
            f"select o.*, m.chosen from observations o left join matters m using ({_CELL}) where {_ONE}",  # noqa: S608
        ),
    ),
)


def measure_lists(ground: Ground, facts: Facts) -> Iterator[Line]:
    """Each question asked in turn: of the database, of the service alone, and over HTTP where it was asked before."""
    with (
        psycopg.connect(facts.admin, autocommit=True, options="-csearch_path=indicators") as connection,
        product(ground, facts.admin, "lists") as server,
    ):
        visitor = {**visitor_of(server), "accept": "application/json"}
        time.sleep(WARM_SECONDS)
        sides = Sides(connection, build(ground.settings, facts.admin), server, visitor)
        for question, plain, ours, again in asyncio.run(_measure(sides)):
            what = f"{question.what}, {facts.size}: p95 of plain SQL /"
            yield Line(f"{what} of the service", _written(plain), _written(ours), f"{ours / plain:.2f} ×", "≤ 3 ×")
            yield Line(f"{what} over HTTP, asked again", _written(plain), _written(again), f"{again / plain:.2f} ×", "")


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is asked: the database, the service in this process, the whole product in another one."""

    connection: psycopg.Connection
    system: System
    server: Served
    visitor: dict[str, str]

    async def look_up(self, question: Question) -> None:
        """Plain SQL."""
        for statement in (question.plain, *question.beside):
            found = self.connection.execute(statement, KNOWN, prepare=True).fetchall()
            if statement is question.plain and not found:
                raise RuntimeError(f"{question.what}: nothing to read")

    async def ask(self, question: Question) -> None:
        """The service, which keeps no answers."""
        headers, app = reader_of(self.system), self.system.apps["indicators"]
        answer = await call(app, "GET", question.path, query=question.query, headers=headers)
        if answer.status != OK:
            raise RuntimeError(answer.body.decode())

    async def ask_again(self, question: Question) -> None:
        """The product over HTTP, which keeps an answer as long as no value changes."""
        answer = self.server.ask("GET", f"{question.path}?{question.query}", self.visitor)
        if answer.status != OK:
            raise RuntimeError(answer.body.decode())


async def _measure(sides: Sides) -> list[tuple[Question, float, float, float]]:
    found = []
    async with opened(sides.system.databases):
        gc.collect()
        gc.freeze()  # as a server does once it is up
        for question in QUESTIONS:
            taken: tuple[list[float], ...] = ([], [], [])
            for _ in range(WARM + CALLS):
                for waits, work in zip(taken, (sides.look_up, sides.ask, sides.ask_again), strict=True):
                    waits.append(await _milliseconds(work, question))
            plain, ours, again = (_p95(waits[WARM:]) for waits in taken)
            found.append((question, plain, ours, again))
    return found


async def _milliseconds(work: Callable[[Question], Awaitable[None]], question: Question) -> float:
    began = time.perf_counter()
    await work(question)
    return (time.perf_counter() - began) * 1000


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]


def _written(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms"
