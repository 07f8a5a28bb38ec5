"""Nothing is changed or refused without a trace: derived from the documents, so that a new operation fails at first."""

import ast
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

import psycopg
import pytest
from fastapi.routing import APIRoute

from kit.openapi import routes_of
from tests.harness.live import LiveSystem
from tests.house.source import modules

UNSAFE = frozenset({"post", "put", "patch", "delete"})
RECORDING = {"gateway": "gateway.actions.audit.record", "services": "services.indicators.actions.deeds.tell"}
"""What must be reached from whatever changes something."""
WITHOUT = {
    "POST /api/gateway/v1/single-sign-on/visits": "begins a visit at the provider; what comes of it is recorded",
    "POST /api/indicators/v1/rankings/what-ifs": "works a ranking out with other scores and keeps nothing of it",
    "POST /api/gateway/v1/account/second-factor": "proposes a secret; that it is taken into use is recorded",
    "POST /api/indicators/v1/frameworks/checks": "checks a file and saves nothing",
    "POST /api/indicators/v1/forms/checks": "checks a file and saves nothing",
}
"""Operations that change nothing anybody could ask about, and why."""
STATEMENTS = ("update gateway.audit_events set reason = ''", "delete from gateway.audit_events")
PLACES = (
    "account",
    "client_id",
    "secret",
    "session_id",
    "identity",
    "delegation",
    "assessment",
    "observation",
    "submission",
    "target",
    "panel",
    "measurement",
)
NOBODY = "00000000-0000-7000-8000-000000000000"


@cache
def calls() -> dict[str, set[str]]:
    """Every function of the gateway and the services with what it may call, by full name."""
    found: dict[str, set[str]] = {}
    for path, tree, _ in modules("gateway", "services"):
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        known = dict(names_of(module, tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                named = {full for used in ast.walk(node) if (full := full_name(used, known)) is not None}
                found.setdefault(f"{module}.{node.name}", set()).update(named)
    return found


def names_of(module: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What the names of a module stand for: its own functions, and what it imports."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, f"{module}.{node.name}"
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield inner.name, f"{module}.{inner.name}"
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def full_name(used: ast.AST, known: dict[str, str]) -> str | None:
    """The full name of a function that is mentioned, also as `module.function` or `self.method`."""
    if isinstance(used, ast.Name):
        return known.get(used.id)
    if isinstance(used, ast.Attribute) and isinstance(used.value, ast.Name):
        within = known.get(used.value.id)
        return f"{within}.{used.attr}" if within is not None else known.get(used.attr)
    return None


def reaches(start: str, goal: str) -> bool:
    """Whether one function may come to call another."""
    seen, left = set[str](), [start]
    while left:
        name = left.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            left += calls().get(name, ())
    return False


def unsafe_routes(system: LiveSystem) -> Iterator[tuple[str, APIRoute]]:
    """Every documented operation that may change something."""
    for app in (*system.apps.values(), system.system.door.front):
        for route in routes_of(app):
            if isinstance(route, APIRoute) and route.include_in_schema:
                yield from ((f"{method} {route.path}", route) for method in route.methods if method.lower() in UNSAFE)


def test_every_operation_that_changes_something_comes_to_record_it(system: LiveSystem) -> None:
    silent = []
    for operation, route in unsafe_routes(system):
        start = f"{route.endpoint.__module__}.{route.endpoint.__name__}"
        if not reaches(start, RECORDING[start.partition(".")[0]]) and operation not in WITHOUT:
            silent.append(operation)
    assert silent == []


def test_an_operation_that_records_nothing_is_noticed() -> None:
    assert not reaches("gateway.routes.health.read_version", RECORDING["gateway"])
    assert reaches("gateway.routes.clients.create_client", RECORDING["gateway"])


def test_every_operation_refused_to_another_site_leaves_an_event(system: LiveSystem) -> None:
    document = system.client().get("/api/openapi.json").json()
    asked = [(method.upper(), path) for path, item in document["paths"].items() for method in item if method in UNSAFE]
    client = system.client()
    for number, (method, path) in enumerate(asked):
        address = path
        for place in PLACES:
            address = address.replace(f"{{{place}}}", NOBODY)
        headers = {"Sec-Fetch-Site": "cross-site", "X-Request-Id": f"trang-khac-{number}"}
        answer = client.request(method, address.replace("{code}", "1.1"), headers=headers)
        assert answer.status_code == 403, f"{method} {path}: {answer.text}"

    assert len(asked) > 20
    assert recorded(system, len(asked)) == {f"{method} {path}" for method, path in asked}


def recorded(system: LiveSystem, count: int) -> set[str]:
    """What was refused to another site, once so many are written."""
    statement = "select subject from audit_events where request_id like 'trang-khac-%%'"
    until = time.monotonic() + 20
    rows: list[Any] = []
    while len(rows) < count and time.monotonic() < until:
        time.sleep(0.1)
        rows = system.run(system.databases["gateway"].reader.rows(statement, {}))
    return {row.subject for row in rows}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_part_of_the_product_can_rewrite_the_audit(system: LiveSystem, statement: str) -> None:
    for database in system.databases.values():
        with (
            psycopg.connect(database.dsn) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement.encode())
