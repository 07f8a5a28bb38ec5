"""Readers of the register: over HTTP, page after page, and over its feed."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kit import asgi
from kit.caller import HEADER, Caller, Grant, identity
from tests.harness.live import LiveSystem

Get = Callable[..., Any]


@pytest.fixture
def anyone(system: LiveSystem) -> httpx.Client:
    """A visitor who did not sign in."""
    return system.client()


@pytest.fixture
def get(anyone: httpx.Client) -> Get:
    """Reads one answer of the directory: `get("areas", q="tu le")`."""

    def read(path: str, **query: Any) -> Any:
        answer = anyone.get(f"/api/directory/v1/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return read


@pytest.fixture
def every(anyone: httpx.Client, get: Get) -> Get:
    """Reads all items of a list, following its links: `every("areas", level="X")`."""

    def read(path: str, **query: Any) -> list[Any]:
        page = get(path, **{"limit": 500, **query})
        items = page["items"]
        while page["next"]:
            answer = anyone.get(page["next"])
            assert answer.status_code == 200, answer.text
            page = answer.json()
            items += page["items"]
        return items

    return read


@pytest.fixture(scope="session")
def steps(system: LiveSystem) -> list[dict[str, Any]]:
    """Every step of lineage, as the feed's snapshot tells it."""

    async def read() -> list[dict[str, Any]]:
        caller = Caller("tester", "service", grants=(Grant(frozenset({"feeds:read"}), "VN"),))
        headers = {HEADER: identity(system.system.signing_key, caller)}
        told, query = [], "limit=5000"
        while query:
            path = "/internal/v1/snapshot"
            page = (await asgi.call(system.apps["directory"], "GET", path, query=query, headers=headers)).json()
            told += page["events"]
            query = (page["next"] or "").partition("?")[2]
        return [event["data"] for event in told if event["type"] == "vn.lantoa.directory.lineage.recorded"]

    return system.run(read())
