"""A ranking of the 63 former provinces by 98 criteria: the service's answer beside one statement over the scores."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import LiteralString

import psycopg

from bench.facts import Facts
from bench.ground import Ground
from bench.history import CALLS, ROOT, milliseconds, reader_of
from bench.rounds import ROUNDS, Line, ratio
from commands import storage
from commands.system import System, build, opened
from contracts.access import Right
from contracts.indicators.assessments import AssessmentCreate, NodeScoreUpdate, Stage
from kit.asgi import call
from kit.caller import Caller, Grant
from kit.database import in_unit
from services.indicators.actions.assessments import open_assessment, save_scores
from services.indicators.actions.frameworks import publish_framework
from services.indicators.queries.rankings.intervals import forget

CODE, PERIOD = "DO-98", "2024"
GROUPS, CRITERIA = 7, 14
QUERY = f"framework={CODE}&period={PERIOD}"
PROVINCES = 63
_FORMER: LiteralString = "select id from indicators.areas where level = 'T' and valid_to is not null order by no"
_FRAMEWORK_HEAD = f"""\
code: {CODE}
name: Bộ chỉ số đo hiệu năng
name_en: Measured framework
issuer: {{number: "Không có", issued_on: 2021-01-01, by: Đo hiệu năng, source: "Tạo ra để đo"}}
applies_to: {{level: province, class: Tỉnh}}
valid_from: 2021-01-01
periods: year
scale: {{total: {GROUPS * CRITERIA * 10}, unit: points, decimals: 2}}
formula: sum
default_rule: manual
nodes:
"""
_JUDGE = Caller("bench", "service", "Đo hiệu năng", (Grant(frozenset(
    {Right.ASSESSMENTS_APPRAISE, Right.ASSESSMENTS_FINALISE}), "VN"),))  # fmt: skip
_PLAIN: LiteralString = """
    select areas.name, sum(s.points) as points, rank() over (order by round(sum(s.points) / sum(n.max_points), 4) desc)
    from indicators.assessments a
    join indicators.frameworks f on f.id = a.framework_id
    join indicators.assessment_scores s on s.assessment_id = a.id and s.stage = 'final'
    join indicators.framework_nodes n on n.id = s.node_id
    join indicators.areas on areas.id = a.area
    where f.code = %s and a.period = %s
    group by areas.name order by 3, 1
"""


def measure_ranking(ground: Ground, facts: Facts) -> Iterator[Line]:
    """Score every sheet at every stage through the product, then ask for the ranking."""
    with psycopg.connect(facts.admin) as connection:
        provinces = [str(row[0]) for row in connection.execute(_FORMER)]
        if len(provinces) != PROVINCES:
            raise RuntimeError(f"{len(provinces)} former provinces")
        asyncio.run(_score(ground, facts.admin, provinces))
        plain, ours = asyncio.run(_measure(connection, build(ground.settings, facts.admin)))
    limit, answer = (f"{statistics.median(taken):.2f} ms" for taken in (plain, ours))
    what = f"ranking {PROVINCES} × {GROUPS * CRITERIA} beside {facts.size}, SQL over the scores / the service"
    yield Line(what, limit, answer, f"{ratio(ours, plain):.2f} ×", "≤ 5 ms")
    made, kept = asyncio.run(_measure_intervals(build(ground.settings, facts.admin)))
    what = f"intervals of {PROVINCES} × {GROUPS * CRITERIA}, 1,000 draws: kept / made anew"
    answer = f"{statistics.median(made) / 1000:.2f} s"
    yield Line(what, f"{statistics.median(kept):.2f} ms", answer, f"{ratio(made, kept):.0f} ×", "< 2 s")


def framework_text() -> str:
    """A framework of 98 criteria in seven groups, as a file would define it."""
    lines = [_FRAMEWORK_HEAD]
    for group in range(1, GROUPS + 1):
        lines.append(f'  - {{code: "{group}", name: Nhóm {group}, max: {CRITERIA * 10}, children: [')
        lines += [
            f'      {{code: "{group}.{place}", name: Tiêu chí {group}.{place}, max: 10}},\n'
            for place in range(1, CRITERIA + 1)
        ]
        lines.append("    ]}\n")
    return "".join(lines)


async def _score(ground: Ground, admin: str, provinces: list[str]) -> None:
    database = storage.databases(ground.settings, admin)["indicators"]
    async with opened({"indicators": database}), in_unit(database) as session:
        await publish_framework(session, framework_text())
        for place, province in enumerate(provinces):
            own = Caller("bench", "service", "Đo hiệu năng", (Grant(frozenset({Right.ASSESSMENTS_SELF}), province),))
            wanted = AssessmentCreate(framework=CODE, area=province, period=PERIOD)
            sheet, _ = await open_assessment(session, own, wanted)
            for caller, stages in ((own, (Stage.SELF,)), (_JUDGE, (Stage.APPRAISED, Stage.FINAL))):
                given = [score for stage in stages for score in _scores(place, stage)]
                await save_scores(session, caller, sheet, given, seen=None, pointer=lambda row, field: field)


def _scores(place: int, stage: Stage) -> Iterator[NodeScoreUpdate]:
    """Every criterion of one sheet at one stage."""
    for group in range(1, GROUPS + 1):
        for number in range(1, CRITERIA + 1):
            points = Decimal((place * 31 + group * 7 + number * 13) % 1000) / 100
            yield NodeScoreUpdate(code=f"{group}.{number}", stage=stage, points=points)


async def _measure(connection: psycopg.Connection, system: System) -> tuple[list[float], list[float]]:
    """Milliseconds of the plain statement and of the service's answer, round by round."""
    plain, ours = [], []
    headers = reader_of(system)
    async with opened(system.databases):
        for _ in range(ROUNDS + 1):
            plain.append(_plain(connection))
            ours.append(await milliseconds(system.apps["indicators"], f"{ROOT}/rankings", QUERY, headers))
    return plain[1:], ours[1:]


async def _measure_intervals(system: System) -> tuple[list[float], list[float]]:
    """Milliseconds of the ranking with intervals: made anew (nothing is kept yet), then kept, round by round."""
    made, kept = [], []
    headers = reader_of(system)
    firm = f"{QUERY}&robustness=true"
    async with opened(system.databases):
        for _ in range(ROUNDS):
            forget()
            began = time.perf_counter()
            await call(system.apps["indicators"], "GET", f"{ROOT}/rankings", query=firm, headers=headers)
            made.append((time.perf_counter() - began) * 1000)
            kept.append(await milliseconds(system.apps["indicators"], f"{ROOT}/rankings", firm, headers))
    return made, kept


def _plain(connection: psycopg.Connection) -> float:
    waits = []
    for _ in range(CALLS):
        began = time.perf_counter()
        rows = connection.execute(_PLAIN, [CODE, int(PERIOD) * 100], prepare=True).fetchall()
        waits.append(time.perf_counter() - began)
        if len(rows) != PROVINCES:
            raise RuntimeError(f"{len(rows)} ranked")
    return statistics.median(waits) * 1000
