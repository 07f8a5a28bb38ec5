"""Every role explores the whole interface: no 5xx, no answer the documents do not tell of."""

from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.specs.openapi import checks

from commands.documents import FOLDER
from contracts.access import Role
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in
from tests.harness.store import Store

UNIT = "X28165-2025"
CASES = 4
EXCLUDED = [
    checks.positive_data_acceptance,  # valid text may name nothing there is: a documented 404 or 422
    checks.negative_data_rejection,  # who lacks the right is refused before the data is looked at
    checks.missing_required_header,  # the same
    checks.ignored_auth,  # who may enter is tested address by address
    checks.unsupported_method,
    checks.use_after_free,
    checks.ensure_resource_availability,
]
whole = schemathesis.openapi.from_path(FOLDER / "merged.json")
explore = settings(
    max_examples=CASES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # the examples and edge cases of the documents are explored in tests/contracts
    suppress_health_check=list(HealthCheck),
)


class People:
    """One person of each role, signed in again whenever an operation ended their session."""

    def __init__(self, system: LiveSystem) -> None:
        self.url = system.url
        self._system = system
        self._emails = {role: employ(system, role, UNIT) for role in Role}
        self._clients: dict[Role, httpx.Client] = {}

    def headers(self, role: Role) -> dict[str, str]:
        """What a request of this person carries."""
        client = self._clients.get(role)
        if client is None or client.get("/api/gateway/v1/sessions/current").status_code != 200:
            client = self._clients[role] = signed_in(self._system, self._emails[role])
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        return {"Cookie": cookies, "X-CSRF-Token": client.headers["X-CSRF-Token"]}


@pytest.fixture(scope="module")
def people(store: Store) -> Iterator[People]:
    """Everybody, on a system nobody else uses."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield People(live)


@whole.parametrize()
@explore
def test_whoever_explores_gets_documented_answers(case: Case, people: People) -> None:
    for role in Role:
        case.call_and_validate(base_url=people.url, headers=people.headers(role), excluded_checks=EXCLUDED)
