"""Reading: rows, never objects that SQLAlchemy keeps; as many statements for one row as for many; a known price."""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from kit.database import in_unit
from services.indicators.models import IndicatorRow
from tests.harness.files import pdf
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in
from tests.house.source import TOWERS, modules

PLACES = {
    "area": "T15-2025",
    "area_id": "T15-2025",
    "indicator": "CQS-01",
    "period": "2026-09",
    "organisations/{code}": "H38",
    "forms/{code}": "CDS-XA-QUY",
    "frameworks/{code}": "CDS-XA-2025",
    "indicators/{code}": "CQS-01",
    "templates/{kind}": "values",
    "values/{area}": "X28159-2025",
}
REVISION = "/api/indicators/v1/values/{indicator}/{area}/{period}/revisions/{revision}"
FIXED = {REVISION: REVISION.format(indicator="DVC-766", area="T15-2025", period="2026-10", revision=1)}
QUERIES = {
    "/api/directory/v1/area-matches": "q=lao+cai",
    "/api/indicators/v1/frameworks/{code}/diff": "with=QD766",
    "/api/indicators/v1/evidence": "area=X28159-2025",
    "/api/indicators/v1/outliers": "form=HC-XA-THANG&period=2026-11",
    "/api/indicators/v1/outliers/csv": "form=HC-XA-THANG&period=2026-11",
    "/api/indicators/v1/rankings": "framework=DTI-2022&period=2022",
    "/api/indicators/v1/rankings/ways": "framework=QD766&period=2026&area=T15-2025",
    "/api/indicators/v1/templates/{kind}": "area=X28159-2025&period=2026-09",
}
MOST_ON_THE_DASHBOARD = {"directory": 1, "indicators": 11}
"""Statements of one view by a leader of Lào Cai. A page that needs more must be worth it: raise this in its commit."""


def documented(system: LiveSystem) -> list[tuple[str, str]]:
    """Service and path of everything that can be read."""
    return [
        (name, path)
        for name, app in system.apps.items()
        if name != "frontend"
        for path, methods in app.openapi()["paths"].items()
        if "get" in methods
    ]


OWED = {"form": "CDS-XA-QUY", "area": "X28159-2025", "period": "2026-Q4"}
_APPRAISER = text("""
    insert into role_grants (account_id, role, place)
    select id, 'appraiser', 'T80-2025' from accounts where email = :email
""")
FIRST_OF = {
    "target": "/api/indicators/v1/targets?area=T15-2025",
    "assessment": "/api/indicators/v1/assessments?framework=CDS-XA-2025",
    "observation": "/api/indicators/v1/observations?limit=1",
    "matter": "/api/indicators/v1/matters?limit=1",
    "instrument_id": "/api/directory/v1/instruments?limit=1",
}
"""Where the id of something to read is found: the first of a list."""


@pytest.fixture
def ids(system: LiveSystem, leader: httpx.Client) -> dict[str, str]:
    """An id for each place in an address that only a list tells."""
    officer = system.client("commune_officer")
    sent, about = {"file": ("a.pdf", pdf("nhà"))}, {"area": "X28159-2025"}
    made = {
        "evidence": officer.post("/api/indicators/v1/evidence/files", data=about, files=sent).json()["id"],
        "submission": officer.post("/api/indicators/v1/submissions", json=OWED).json()["id"],
    }
    made["panel"] = _seated(system, leader)
    return made | {name: leader.get(path).json()["items"][0]["id"] for name, path in FIRST_OF.items()}


def _seated(system: LiveSystem, leader: httpx.Client) -> str:
    """A panel of Tây Ninh on which the reader sits."""
    account = leader.get("/api/gateway/v1/sessions/current").json()["account"]
    said: dict[str, Any] = {"framework": "CDS-XA-2025", "period": "2025", "area": "T80-2025"}
    said["members"] = [{"account": account, "name": "Người đọc", "head": True}]
    publisher = signed_in(system, employ(system, "publisher", "T80-2025"))
    for old in publisher.get("/api/indicators/v1/panels", params={"area": "T80-2025"}).json()["items"]:
        match = {"If-Match": f'"v{old["version"]}"'}
        publisher.delete(f"/api/indicators/v1/panels/{old['id']}", params={"reason": "Thử"}, headers=match)
    return str(publisher.post("/api/indicators/v1/panels", json=said).json()["id"])


def address_of(path: str, ids: dict[str, str]) -> str:
    """A path with something to read in each of its places."""
    if path in FIXED:
        return FIXED[path]
    known = {**PLACES, **ids}

    def put(match: re.Match[str]) -> str:
        name, before = match[1], path[: match.start()].rpartition("/")[0].rpartition("/")[2]
        return known.get(f"{before}/{{{name}}}") or known[name]

    query = QUERIES.get(path)
    return re.sub(r"\{(\w+)\}", put, path) + (f"?{query}" if query else "")


@contextmanager
def objects_loaded() -> Iterator[list[str]]:
    """The names of the classes of which SQLAlchemy makes objects meanwhile."""
    found: list[str] = []

    def note(_: Session, loaded: Any) -> None:
        found.append(type(loaded).__name__)

    event.listen(Session, "loaded_as_persistent", note)
    try:
        yield found
    finally:
        event.remove(Session, "loaded_as_persistent", note)


@pytest.fixture
def leader(system: LiveSystem) -> httpx.Client:
    """An officer of Tây Ninh's department, where there is a sheet to read, who reads what waits, and appraises."""
    email = employ(system, "department_officer", "T80-2025")
    system.run(_let_appraise(system, email))
    return signed_in(system, email)


async def _let_appraise(system: LiveSystem, email: str) -> None:
    async with in_unit(system.databases["gateway"]) as session:
        await session.execute(_APPRAISER, {"email": email})


def read(client: httpx.Client, address: str) -> None:
    """Read it, whatever it holds."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.text}"


def test_no_reading_makes_an_object_of_a_row(system: LiveSystem, leader: httpx.Client, ids: dict[str, str]) -> None:
    with objects_loaded() as found:
        for name, path in documented(system):
            system.statements(name, partial(read, leader, address_of(path, ids)))

    assert found == []


def test_an_object_that_is_made_is_noticed(system: LiveSystem) -> None:
    with objects_loaded() as found:
        system.run(_load_one(system))

    assert found == ["IndicatorRow"]


async def _load_one(system: LiveSystem) -> None:
    async with AsyncSession(system.databases["indicators"].engine) as session:
        (await session.exec(select(IndicatorRow).limit(1))).one()


def test_a_long_list_costs_as_many_statements_as_a_short_one(
    system: LiveSystem, leader: httpx.Client, ids: dict[str, str]
) -> None:
    lists = [
        (name, path)
        for name, path in documented(system)
        if any(
            asked["name"] == "limit"
            for asked in system.apps[name].openapi()["paths"][path]["get"].get("parameters", ())
        )
    ]

    def cost(name: str, path: str, limit: int) -> int:
        return system.statements(name, partial(read, leader, _limited(address_of(path, ids), limit)))

    costs = {path: (cost(name, path, 1), cost(name, path, 500)) for name, path in lists}

    assert len(lists) > 8
    assert {path: found for path, found in costs.items() if found[0] != found[1]} == {}


def _limited(address: str, limit: int) -> str:
    return f"{address}{'&' if '?' in address else '?'}limit={limit}"


def test_the_dashboard_costs_no_more_statements_than_agreed(system: LiveSystem) -> None:
    view = partial(read, system.client("leader", "T15-2025"), "/tong-quan?dv=T15-2025")

    spent = {name: system.statements(name, view) for name in MOST_ON_THE_DASHBOARD}

    assert {name: count for name, count in spent.items() if count > MOST_ON_THE_DASHBOARD[name]} == {}


def test_queries_name_the_columns_they_want() -> None:
    guilty = [
        f"{name}:{node.lineno}"
        for name, tree, _ in modules(*TOWERS)
        if "/queries" in name or "/routes" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in {"select", "query", "get_one"} and _takes_a_row(node)
    ]

    assert guilty == []


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _takes_a_row(node: ast.Call) -> bool:
    """Whether a whole table is named: `select(AreaRow)`, never `select(AreaRow.id)`."""
    return any(isinstance(given, ast.Name) and given.id.endswith("Row") for given in node.args)
