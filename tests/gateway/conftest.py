"""Gateways for tests, each on a migrated database of its own."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from commands import storage
from kit.asgi import App
from kit.tokens import SigningKey
from tests.gateway.gate import Gate, Loop
from tests.gateway.services import failing, pages, telling
from tests.harness.store import Store

MakeGate = Callable[..., Gate]


@pytest.fixture(scope="session")
def gateway_dsn(store: Store) -> Iterator[tuple[Store, str]]:
    """A database whose schema `gateway` is migrated."""
    admin = store.empty()
    storage.upgrade(storage.owner_dsn(store.settings(), admin, "gateway"), "gateway")
    yield store, storage.app_dsn(store.settings(), admin, "gateway")
    store.drop(admin)


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """The loop on which gateways live."""
    made = Loop()
    yield made
    made.close()


@pytest.fixture(scope="session")
def make_gate(gateway_dsn: tuple[Store, str], loop: Loop) -> Iterator[MakeGate]:
    """Makes gateways with other settings or other services behind them."""
    store, dsn = gateway_dsn
    made: list[Gate] = []

    def make(upstreams: Mapping[str, App] | None = None, **settings: Any) -> Gate:
        chosen = store.settings().model_copy(update=settings)
        made.append(Gate(loop, chosen, dsn, {} if upstreams is None else upstreams))
        return made[-1]

    yield make
    for gate in made:
        gate.stop()


@pytest.fixture(scope="session")
def gate(make_gate: MakeGate, gateway_dsn: tuple[Store, str]) -> Gate:
    """The gateway before a telling directory, failing indicators and small pages; bodies up to 64 KiB."""
    key = SigningKey.load(gateway_dsn[0].settings().secrets_dir)
    return make_gate({"directory": telling(key), "indicators": failing, "frontend": pages()}, max_body_bytes=65536)


@pytest.fixture(scope="session")
def production_gate(make_gate: MakeGate, gateway_dsn: tuple[Store, str]) -> Gate:
    """The same behind https."""
    key = SigningKey.load(gateway_dsn[0].settings().secrets_dir)
    return make_gate({"directory": telling(key), "frontend": pages()}, public_url="https://lantoa.example")
