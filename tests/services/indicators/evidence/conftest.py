"""An officer of a commune nobody else uses here, and their evidence over HTTP."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from contracts.access import Role
from tests.harness.files import pdf
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in

API = "/api/indicators/v1"
UNIT, OTHER = "X22552-2025", "X22528-2025"
Sent = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def officer(system: LiveSystem) -> httpx.Client:
    return signed_in(system, employ(system, Role.COMMUNE_OFFICER, UNIT))


@pytest.fixture(scope="module")
def stranger(system: LiveSystem) -> httpx.Client:
    return signed_in(system, employ(system, Role.COMMUNE_OFFICER, OTHER))


@pytest.fixture
def send(officer: httpx.Client) -> Sent:
    """Sends a file as evidence: `send("a.pdf", pdf("a"))`."""

    def send(
        name: str, data: bytes, *, by: httpx.Client | None = None, area: str = UNIT, **form: str
    ) -> httpx.Response:
        return (by or officer).post(f"{API}/evidence/files", data={"area": area, **form}, files={"file": (name, data)})

    return send


@pytest.fixture
def kept(send: Sent) -> Callable[[str], dict[str, Any]]:
    """A piece of evidence that is there: `kept("quyet-dinh")`."""

    def kept(words: str) -> dict[str, Any]:
        answer = send(f"{words}.pdf", pdf(words))
        assert answer.status_code in (200, 201), answer.text
        found: dict[str, Any] = answer.json()
        return found

    return kept
