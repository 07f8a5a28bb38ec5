"""Every list and chart over a million values: the service's answer beside the same question in plain SQL, at p95."""

import asyncio
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
from bench.rounds import Line
from commands.system import System, build, opened
from kit.asgi import call

CALLS = 60
"""Of each question: the 95th percentile is the third worst."""
WARM = 5
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
_SUM: LiteralString = """
    select i.code, a.id, a.name, r.period, r.total, r.numerator, r.denominator, r.units, r.illustrative, v.value,
           v.numerator as own_numerator, v.denominator as own_denominator, v.revision, v.qualifier, v.note, p.at,
           p.by_name, (select array_agg(u.units order by u.valid_from) from unit_counts u where u.area_no = a.no)
    from rollups r join areas a on a.no = r.area_no join indicators i on i.no = r.indicator_no
    left join indicator_values v on (v.period, v.area_no, v.indicator_no) = (r.period, r.area_no, r.indicator_no)
    left join publications p on p.no = v.publication
"""
_COMMUNES: LiteralString = "a.ancestors @> array[%(province)s] and a.level = 'X'"
_KEY: LiteralString = "order by v.period, v.area_no, v.indicator_no"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: over HTTP, and of the database by whoever writes SQL."""

    what: str
    path: str
    query: str
    plain: LiteralString


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
    Question(
        "dashboard of a province, 8 periods of each indicator",
        f"{ROOT}/overviews/T15-2025",
        "",
        _SUM + " where a.id = %(province)s and r.period in (select distinct period from rollups"  # noqa: S608 - ours
        " where area_no = (select no from areas where id = %(province)s) order by period desc limit 9)",
    ),
    Question(
        "dashboard of a commune, 8 periods of each indicator",
        f"{ROOT}/overviews/X04630-2025",
        "",
        _VALUE + " where a.id = %(commune)s and v.period in (select distinct period from"  # noqa: S608 - ours
        " indicator_values where area_no = (select no from areas where id = %(commune)s) order by period desc limit 9)",
    ),
    Question(
        "proof of a province's figure",
        f"{ROOT}/figures/{COUNT}/T15-2025/{PERIOD}/proof",
        "",
        f"{_VALUE} where i.code = %(count)s and v.period = %(period)s and {_COMMUNES} {_KEY}",
    ),
)


def measure_lists(ground: Ground, facts: Facts) -> Iterator[Line]:
    """Each question asked in turn, of the database and of the service."""
    with psycopg.connect(facts.admin, autocommit=True, options="-csearch_path=indicators") as connection:
        for question, plain, ours in asyncio.run(_measure(connection, build(ground.settings, facts.admin))):
            what = f"{question.what}, {facts.size}: p95 of plain SQL / of the service"
            yield Line(what, f"{plain:.1f} ms", f"{ours:.1f} ms", f"{ours / plain:.2f} ×", "≤ 3 ×")


async def _measure(connection: psycopg.Connection, system: System) -> list[tuple[Question, float, float]]:
    headers = reader_of(system)
    app = system.apps["indicators"]
    found = []

    async def ask(question: Question) -> None:
        answer = await call(app, "GET", question.path, query=question.query, headers=headers)
        if answer.status != 200:
            raise RuntimeError(answer.body.decode())

    async def look_up(question: Question) -> None:
        if not connection.execute(question.plain, KNOWN, prepare=True).fetchall():
            raise RuntimeError(f"{question.what}: nothing to read")

    async with opened(system.databases):
        for question in QUESTIONS:
            plain, ours = [], []
            for _ in range(WARM + CALLS):
                plain.append(await _milliseconds(look_up, question))
                ours.append(await _milliseconds(ask, question))
            found.append((question, _p95(plain[WARM:]), _p95(ours[WARM:])))
    return found


async def _milliseconds(work: Callable[[Question], Awaitable[None]], question: Question) -> float:
    began = time.perf_counter()
    await work(question)
    return (time.perf_counter() - began) * 1000


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]
