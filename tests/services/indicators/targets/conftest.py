"""Those who set targets, and everybody who reads them."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from contracts.access import Role
from tests.harness.live import LiveSystem
from tests.harness.reporting import API
from tests.harness.staff import employ, signed_in

Set = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def officer(system: LiveSystem) -> httpx.Client:
    """An officer of a department of Tây Ninh."""
    return signed_in(system, employ(system, Role.DEPARTMENT_OFFICER, "T80-2025"))


def terms(**more: Any) -> dict[str, Any]:
    """A target as it is sent: 80 per cent of dossiers online by 2030."""
    return {"area": "T80-2025", "indicator": "CQS-01", "horizon": "2030", "comparator": ">=", "value": 80, **more}


@pytest.fixture
def set_target(officer: httpx.Client) -> Set:
    """Set a target that must be taken."""

    def send(**more: Any) -> dict[str, Any]:
        answer = officer.post(f"{API}/targets", json=terms(**more))
        assert answer.status_code == 201, answer.text
        assert answer.headers["location"].endswith(answer.json()["id"])
        return dict(answer.json())

    return send
