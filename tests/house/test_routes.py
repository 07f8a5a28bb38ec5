"""Routes: who may enter stands in the signature, addresses are kebab-case and versioned, summaries are Vietnamese."""

import re
from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from kit.caller import anyone, signed_in
from kit.openapi import right_of, routes_of
from tests.harness.live import LiveSystem

OPEN = {"/token", "/.well-known/jwks.json", "/.well-known/oauth-authorization-server", "/version"}
"""Addresses fixed by standards and operators; nobody has to be known there."""
SIGN_IN = "/api/gateway/v1/sessions"
ADDRESS = re.compile(r"^/api/[a-z]+/v1(/[a-z][a-z-]*|/\{[a-z_]+\})+$")


def routes(system: LiveSystem) -> Iterator[tuple[str, APIRoute]]:
    """Every documented route of the services."""
    for name, app in {**system.apps, "gateway": system.system.door.front}.items():
        yield from ((name, route) for route in routes_of(app) if route.include_in_schema)


def asks_who(dependant: Dependant) -> bool:
    """True when the signature names its caller."""
    return dependant.call in {anyone, signed_in} or any(asks_who(inner) for inner in dependant.dependencies)


def test_every_route_says_who_may_enter(system: LiveSystem) -> None:
    open_doors = [
        f"{name} {route.path}"
        for name, route in routes(system)
        if right_of(route) is None and not asks_who(route.dependant) and route.path not in OPEN | {SIGN_IN}
    ]
    assert open_doors == []


def test_every_address_is_kebab_case_and_versioned(system: LiveSystem) -> None:
    assert sorted(route.path for _, route in routes(system) if not ADDRESS.match(route.path)) == sorted(OPEN)


def test_every_route_has_a_summary_and_a_description(system: LiveSystem) -> None:
    silent = [route.path for _, route in routes(system) if not route.summary or not route.description]
    assert silent == []
