"""A system of its own: what is published here is no other test's framework."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, Desk, desk_of
from tests.harness.store import Store

LAO_CAI = "T15-2025"
YAML = "application/yaml"
Publish = Callable[..., httpx.Response]


@pytest.fixture(scope="package")
def own_system(store: Store) -> Iterator[LiveSystem]:
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield live


@pytest.fixture
def desk(own_system: LiveSystem) -> Desk:
    """Accounts, units and sheets on the system of this room."""
    return desk_of(own_system)


@pytest.fixture
def officer(desk: Desk) -> httpx.Client:
    """An officer of a department of Lào Cai."""
    return desk.person("department_officer", LAO_CAI)


@pytest.fixture
def publish(officer: httpx.Client) -> Publish:
    """Send a definition to the address of its code, with the version that was read."""

    def put(text: str, *, version: int | None = None, by: httpx.Client | None = None, **query: Any) -> httpx.Response:
        code = text.partition("code: ")[2].partition("\n")[0]
        headers = {"Content-Type": YAML} | ({"If-Match": f'"v{version}"'} if version else {})
        return (by or officer).put(f"{API}/frameworks/{code}", content=text.encode(), params=query, headers=headers)

    return put
