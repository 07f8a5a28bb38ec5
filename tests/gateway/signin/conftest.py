"""Gateways that demand a second factor, people who have one, and a clock that tests move."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest

from kit import clock
from kit.tokens import SigningKey
from tests.gateway.conftest import MakeGate
from tests.gateway.gate import PASSWORD, Gate, Visitor
from tests.gateway.services import pages, telling
from tests.harness.store import Store

SESSIONS = "/api/gateway/v1/sessions"
SIGN_INS = "/api/gateway/v1/sign-ins"
OWN = "/api/gateway/v1/account"
STEP = 30
OFFICER = ("commune_officer", "X28159-2025")


@pytest.fixture(scope="session")
def strict_gate(make_gate: MakeGate, gateway_dsn: tuple[Store, str]) -> Gate:
    """A gateway that demands a second factor of whoever may change what is published."""
    key = SigningKey.load(gateway_dsn[0].settings().secrets_dir)
    return make_gate({"directory": telling(key), "frontend": pages()}, second_factor=True)


class Clock:
    """The time the gateway reads: it stands still, five seconds into a code of the apps, until it is let pass."""

    def __init__(self) -> None:
        self._now = datetime.fromtimestamp(datetime.now(UTC).timestamp() // STEP * STEP + 5, UTC)

    def now(self) -> datetime:
        """The present instant."""
        return self._now

    def pass_by(self, **span: float) -> None:
        """Let time pass."""
        self._now += timedelta(**span)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """A clock for this test."""
    made = Clock()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@dataclass
class Owner:
    """Somebody with an app that shows codes."""

    email: str
    secret: str
    recovery: list[str]
    visitor: Visitor

    def code(self, time: Clock, steps: int = 0) -> str:
        """What the app shows, or showed `steps` ago or will."""
        return pyotp.TOTP(self.secret).generate_otp(int(time.now().timestamp()) // STEP + steps)


def enrolled(gate: Gate, time: Clock, *grants: tuple[str, str], address: str = "203.0.113.7") -> Owner:
    """A new account that was made to enrol while signing in."""
    email = gate.account(*(grants or (OFFICER,)))
    visitor = gate.visitor(address)
    assert visitor.sign_in(email).status_code == 202
    secret = visitor.get(f"{SIGN_INS}/enrolment").json()["secret"]
    answer = visitor.post(f"{SIGN_INS}/enrolment", json={"code": pyotp.TOTP(secret).at(time.now())})
    assert answer.status_code == 201, answer.text
    visitor.http.headers["X-CSRF-Token"] = answer.json()["session"]["csrf"]
    return Owner(email, secret, answer.json()["codes"], visitor)


def give_code(visitor: Visitor, code: str) -> httpx.Response:
    """The second step of signing in."""
    return visitor.post(f"{SIGN_INS}/second-factor", json={"code": code})


def half_signed_in(gate: Gate, owner: Owner, address: str = "203.0.113.7") -> Visitor:
    """Another browser in which the password was right."""
    visitor = gate.visitor(address)
    assert visitor.sign_in(owner.email, PASSWORD).status_code == 202
    return visitor
