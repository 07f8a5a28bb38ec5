"""A thousand guesses, from one address or from a thousand: at most twenty an hour are looked at."""

from datetime import timedelta

import pytest

from gateway import passwords
from tests.gateway.gate import Gate
from tests.gateway.signin.conftest import Clock

WRONG = "Không phải mật khẩu này"
GUESSES, EVERY = 1000, timedelta(hours=1) / 1000


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The hashes passwords were held against: no hashing, only counting."""
    found: list[str | None] = []

    async def note(password: str, stored: str | None) -> bool:
        found.append(stored)
        return False

    monkeypatch.setattr(passwords, "matches", note)
    return found


@pytest.mark.parametrize("addresses", [1, 7, GUESSES])
def test_of_a_thousand_guesses_in_an_hour_at_most_twenty_are_looked_at(
    gate: Gate, time: Clock, looked_at: list[str | None], addresses: int
) -> None:
    email, statuses = gate.account(), []
    for number in range(GUESSES):
        place = number % addresses
        statuses.append(
            gate.visitor(f"10.{addresses % 250}.{place // 250}.{place % 250}").sign_in(email, WRONG).status_code
        )
        time.pass_by(seconds=EVERY.total_seconds())
    assert len(looked_at) == statuses.count(401) <= 20
    assert statuses.count(429) == GUESSES - statuses.count(401)


def test_those_at_the_owners_own_place_count_within_the_twenty(
    gate: Gate, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = gate.account()
    assert gate.visitor("10.251.0.1").sign_in(email).status_code == 201
    given = []
    for number in range(GUESSES):
        address = "10.251.0.1" if number % 2 else f"10.252.0.{number % 250}"
        given.append(gate.visitor(address).sign_in(email, WRONG).status_code)
        time.pass_by(seconds=EVERY.total_seconds())
    assert given.count(401) <= 20


def test_an_unknown_account_costs_the_same_hashing(gate: Gate, looked_at: list[str | None]) -> None:
    known = gate.visitor("10.253.0.1").sign_in(gate.account(), WRONG)
    unknown = gate.visitor("10.253.0.2").sign_in("khong-ai-ca@lantoa.example", WRONG)
    assert known.status_code == unknown.status_code == 401
    assert len(looked_at) == 2
    assert looked_at[1] is None


def test_an_address_that_sprays_many_accounts_is_slowed(gate: Gate, time: Clock, looked_at: list[str | None]) -> None:
    given = [gate.visitor("10.254.0.1").sign_in(f"ai{n}.rai@lantoa.example", WRONG).status_code for n in range(80)]
    assert given == [401] * 60 + [429] * 20
    time.pass_by(minutes=1)
    given = [gate.visitor("10.254.0.1").sign_in(f"ai{n}.rai@lantoa.example", WRONG).status_code for n in range(90, 93)]
    assert given == [401, 429, 429]
