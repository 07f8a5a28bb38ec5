"""Ten thousand random questions across units, through the interface, pages, exports and search: nothing leaks."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from kit.asgi import call
from kit.caller import Caller
from tests.harness.live import LiveSystem
from tests.harness.scoring import Desk, desk_of
from tests.harness.secrets import Secrets
from tests.harness.store import Store
from tests.harness.tries import Questions, Try, texts_of

TRIES, AT_ONCE, BESIDE = 10_000, 250, 4
PLANTED = {
    "T80-2025": ("X28159-2025", "X28108-2025", "X28114-2025"),
    "T15-2025": ("X04630-2025", "X04474-2025", "X04492-2025"),
    "T38-2025": ("X16522-2025", "X16417-2025"),
}
WITHIN = {"VN": {*PLANTED, *(area for areas in PLANTED.values() for area in areas), "VN"}} | {
    province: {province, *communes} for province, communes in PLANTED.items()
}
PEOPLE = (
    ("commune_officer", "X28159-2025"), ("commune_officer", "X04630-2025"), ("commune_officer", "X16522-2025"),
    ("commune_officer", "X00097-2025"), ("department_officer", "T15-2025"), ("appraiser", "T80-2025"),
    ("publisher", "T38-2025"), ("leader", "T80-2025"), ("viewer", "T38-2025"), ("team_leader", "X04474-2025"),
    ("admin", "T15-2025"), ("leader", "T01-2025"),
)  # fmt: skip
MARK = re.compile(r"73\d{7}|146\d{7}|2\d{9}|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
"""What every mark looks like: the planted numbers, their sums, and the ids of sheets."""
TELLING = (
    "values", "figures", "figure", "proof", "overview", "changes", "list", "sheet", "sheet proof", "ranking",
    "template", "page of a unit", "page of an area", "page of an indicator", "page of a figure", "export",
    "page of ranks", "page of a sheet", "page of scoring",
)  # fmt: skip
STATE = """
    select (select json_agg(v order by v::text) from indicators.indicator_values v)::text,
           (select json_agg(s order by s::text) from indicators.assessment_scores s)::text,
           (select count(*) from indicators.assessments), (select count(*) from indicators.publications)
"""


@dataclass(slots=True)
class Visitor:
    """Somebody who asks, and the marks that are theirs to read."""

    name: str
    headers: dict[str, str]
    area: str
    own: frozenset[str]


@dataclass(slots=True)
class Findings:
    """What came of the tries."""

    leaks: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    cursors: list[str] = field(default_factory=lambda: [""])

    def note(self, visitor: Visitor, tried: Try, answer: Any, marks: frozenset[str]) -> None:
        """Judge one answer."""
        what = f"{visitor.name}: {tried.method} {tried.path}?{tried.query} {answer.status}"
        if answer.status == 429 or answer.status >= 500 or (tried.method != "GET" and answer.status < 400):
            self.broken.append(what)
        if answer.status == 200:
            self.answered[tried.kind] += 1
        told = {mark for text in texts_of(answer.body) for mark in MARK.findall(text)} & marks
        self.seen[tried.kind] += bool(told & visitor.own)
        if stolen := {mark for mark in told - visitor.own if mark not in tried.asked}:
            self.leaks.append(f"{what} tells {sorted(stolen)[:3]}")


@pytest.fixture(scope="module")
def admin(store: Store) -> Iterator[str]:
    with store.clone() as dsn:
        yield dsn


@pytest.fixture(scope="module")
def system(store: Store, admin: str) -> Iterator[LiveSystem]:
    with LiveSystem(store.settings(), admin) as live:
        yield live


@pytest.fixture(scope="module")
def secrets(system: LiveSystem) -> Secrets:
    found = Secrets(system)
    found.plant(*(area for areas in PLANTED.values() for area in areas))
    found.add_sums(PLANTED)
    return found


def visitors(desk: Desk, secrets: Secrets) -> list[Visitor]:
    """People of every role in some places, a system of one province, and nobody."""
    found = [Visitor("nobody", {}, "", frozenset())]
    for role, area in PEOPLE:
        client = desk.person(role, area)
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers = {"cookie": cookie, "x-csrf-token": client.headers["X-CSRF-Token"]}
        found.append(Visitor(f"{role} {area}", headers, area, _marks(secrets, area)))
    token = desk.system.token("indicators:read", "values:write", area="T80-2025").headers["Authorization"]
    found.append(Visitor("a system", {"authorization": token}, "T80-2025", _marks(secrets, "T80-2025")))
    return found


def _marks(secrets: Secrets, area: str) -> frozenset[str]:
    return frozenset(mark for unit in WITHIN.get(area, {area}) for mark in secrets.marks.get(unit, ()))


async def ask_beside(
    system: LiveSystem, tries: Iterator[tuple[Visitor, Try]], marks: frozenset[str], found: Findings
) -> None:
    """Several questions at once, as connections are shared by all who ask."""
    await asyncio.gather(*(ask(system, tries, marks, found) for _ in range(BESIDE)))


async def ask(system: LiveSystem, tries: Iterator[tuple[Visitor, Try]], marks: frozenset[str], found: Findings) -> None:
    """Put the questions through the one door; a feed that was read is read on from there."""
    for visitor, tried in tries:
        headers = {"host": "127.0.0.1:8000", "accept": "*/*", **visitor.headers}
        if tried.body:
            headers["content-type"] = tried.content_type
        if tried.match:
            headers["if-match"] = tried.match
        answer = await call(
            system.system.door, tried.method, tried.path, query=tried.query, headers=headers, body=tried.body
        )
        found.note(visitor, tried, answer, marks)
        found.cursors.extend(filter(None, [answer.header("feed-cursor")]))


def drawn(
    questions: Questions, people: list[Visitor], secrets: Secrets, found: Findings
) -> Iterator[tuple[Visitor, Try]]:
    """One try in six is to write what belongs to another."""
    draw = questions.draw
    for _ in range(AT_ONCE):
        visitor = draw.choice(people)
        if draw.random() > 1 / 6:
            yield visitor, questions.asks(after=draw.choice(found.cursors[-5:]))
            continue
        others = sorted(secrets.sheets.keys() - WITHIN.get(visitor.area, {visitor.area}))
        area = draw.choice(others)
        yield visitor, questions.writes(area, secrets.sheets[area])


def state(admin: str) -> object:
    """Everything that a stranger might have changed."""
    with psycopg.connect(admin) as connection:
        return connection.execute(STATE).fetchone()


def asked(system: LiveSystem, secrets: Secrets, count: int, seed: int) -> Findings:
    """What came of so many questions."""
    people, found = visitors(desk_of(system), secrets), Findings()
    marks = frozenset(mark for told in secrets.marks.values() for mark in told)
    questions = Questions(random.Random(seed), sorted(WITHIN["VN"]), sorted(secrets.sheets.values()))
    for _ in range(count // AT_ONCE):
        system.run(ask_beside(system, drawn(questions, people, secrets, found), marks, found))
    return found


def test_ten_thousand_questions_across_units_leak_nothing_and_change_nothing(
    system: LiveSystem, admin: str, secrets: Secrets
) -> None:
    before = state(admin)

    found = asked(system, secrets, TRIES, 20260710)

    assert (found.leaks, found.broken) == ([], [])
    assert state(admin) == before
    assert {kind for kind in TELLING if found.seen[kind] == 0} == set(), "those within reach read what is theirs there"
    assert {*TELLING, "search", "page of search", "page of entry"} == found.answered.keys()


def test_the_second_wall_alone_lets_nothing_through(
    system: LiveSystem, admin: str, secrets: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(admin)
    monkeypatch.setattr(Caller, "may", lambda *_: True)
    monkeypatch.setattr(Caller, "places", lambda *_: ["VN"])

    found = asked(system, secrets, TRIES // 10, 20260711)

    assert (found.leaks, found.broken) == ([], [])
    assert state(admin) == before
