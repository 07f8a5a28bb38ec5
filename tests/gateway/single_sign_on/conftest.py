"""A gateway whose people may sign in at a provider that vouches for anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.gateway.gate import Gate, Loop, Visitor
from tests.harness.store import Store
from tests.harness.vouching import CLIENT, Vouching, vouching

VISITS = "/api/gateway/v1/single-sign-on/visits"
SESSIONS = "/api/gateway/v1/single-sign-on/sessions"
HERE = "https://lantoa.example"

MakeEntrance = Callable[..., "Entrance"]


@dataclass
class Entrance:
    """A gateway and its provider."""

    gate: Gate
    provider: Vouching

    def visitor(self) -> Visitor:
        """Somebody in a browser of their own."""
        return self.gate.visitor()

    def leave(self, visitor: Visitor, **start: Any) -> str:
        """Go to the provider; the state of the visit."""
        answer = visitor.post(VISITS, json=start)
        assert answer.status_code == 201, answer.text
        return self.provider.visit(answer.json()["address"])

    def enter(self, visitor: Visitor, **start: Any) -> httpx.Response:
        """Go there, come back, finish."""
        return visitor.post(SESSIONS, json={"state": self.leave(visitor, **start), "code": "mã"})

    def known(self) -> str:
        """An account whose owner the provider knows by a verified e-mail."""
        email = self.gate.account(("viewer", "T80-2025"))
        self.provider.claims |= {"sub": f"người của {email}", "email": email, "email_verified": True}
        return email


@pytest.fixture
def provider() -> Iterator[Vouching]:
    """A provider of this test's own."""
    with vouching() as found:
        yield found


@pytest.fixture
def make_entrance(gateway_dsn: tuple[Store, str], loop: Loop, provider: Vouching) -> Iterator[MakeEntrance]:
    """Makes gateways with other settings of single sign-on."""
    store, dsn = gateway_dsn
    made: list[Gate] = []

    def make(**settings: Any) -> Entrance:
        told = {
            "public_url": HERE,
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SecretStr("bi-mat"),
            "oidc_name": "VNeID",
        }
        made.append(Gate(loop, store.settings().model_copy(update=told | settings), dsn, {}))
        return Entrance(made[-1], provider)

    yield make
    for gate in made:
        gate.stop()


@pytest.fixture
def entrance(make_entrance: MakeEntrance) -> Entrance:
    """A gateway that reads the provider's discovery document."""
    return make_entrance()
