"""A gateway at which one request a minute is the share of one caller, of every kind."""

import pytest

from kit.tokens import SigningKey
from tests.gateway.conftest import MakeGate
from tests.gateway.gate import Gate
from tests.gateway.services import pages, telling
from tests.harness.store import Store


@pytest.fixture(scope="session")
def strict(make_gate: MakeGate, store: Store) -> Gate:
    """One request a minute for everybody; who has signed in or taken a token sent their first by that."""
    key = SigningKey.load(store.settings().secrets_dir)
    once = {"rate_account": 1, "rate_client": 1, "rate_address": 1}
    return make_gate({"directory": telling(key), "frontend": pages()}, **once)
