"""Routes: who may enter stands in the signature, addresses are kebab-case and versioned, summaries are Vietnamese."""

import re
from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from kit.caller import anyone
from kit.openapi import right_of
from tests.harness.live import LiveSystem

ADDRESS = re.compile(r"^/api/[a-z]+/v1(/[a-z][a-z-]*|/\{[a-z_]+\})+$")


def routes(system: LiveSystem) -> Iterator[tuple[str, APIRoute]]:
    """Every documented route of the services."""
    for name, app in system.apps.items():
        for route in app.routes:
            if isinstance(route, APIRoute) and route.include_in_schema:
                yield name, route


def asks_who(dependant: Dependant) -> bool:
    """True when the signature names its caller."""
    return dependant.call is anyone or any(asks_who(inner) for inner in dependant.dependencies)


def test_every_route_says_who_may_enter(system: LiveSystem) -> None:
    open_doors = [
        f"{name} {route.path}"
        for name, route in routes(system)
        if right_of(route) is None and not asks_who(route.dependant)
    ]
    assert open_doors == []


def test_every_address_is_kebab_case_and_versioned(system: LiveSystem) -> None:
    assert [route.path for _, route in routes(system) if not ADDRESS.match(route.path)] == []


def test_every_route_has_a_summary_and_a_description(system: LiveSystem) -> None:
    silent = [route.path for _, route in routes(system) if not route.summary or not route.description]
    assert silent == []
