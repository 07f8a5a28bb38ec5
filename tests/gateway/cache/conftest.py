"""A gateway that answers from memory, in a database of its own."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from commands import storage
from kit.database import Database
from kit.tokens import SigningKey
from tests.gateway.cache.counting import ROOT, Counting, CountingPages
from tests.gateway.gate import Gate, Loop, Visitor
from tests.harness.store import Store


@dataclass(frozen=True, slots=True)
class Keeper:
    """The gateway and what stands behind it."""

    gate: Gate
    directory: Counting
    pages: CountingPages

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that comes by itself."""
        deadline = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < deadline
            self.gate.loop.run(asyncio.sleep(0.01))

    def keeps(self) -> bool:
        """Whether pages, and with them everything, are given from memory now."""
        return self.gate.app.cache.keeps("frontend", time.monotonic())

    def hear_all(self) -> None:
        """Wait until every change committed so far is heard: one told now is heard after them. None of those tests
        make elsewhere is the directory's.
        """
        visitor = self.gate.visitor()
        before = self.asked(visitor, f"{ROOT}/areas/X")
        self.gate.execute("select pg_notify('lantoa_changed', 'everything')")
        self.until(lambda: self.asked(visitor, f"{ROOT}/areas/X") > before)

    def asked(self, visitor: Visitor, path: str, **options: Any) -> int:
        """The number of the question this answer was made for."""
        answer = visitor.get(path, **options)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["asked"]) if path.startswith("/api") else int(answer.text.partition("|")[0])


@pytest.fixture(scope="session")
def one_keeper(store: Store, loop: Loop) -> Iterator[Keeper]:
    """The gateway, from its start on."""
    admin = store.empty()
    settings = store.settings().model_copy(update={"max_body_bytes": 65536})
    storage.upgrade(storage.owner_dsn(settings, admin, "gateway"), "gateway")
    dsn = storage.app_dsn(settings, admin, "gateway")
    directory = Counting(SigningKey.load(settings.secrets_dir), Database(dsn, "directory"))
    pages = CountingPages()
    gate = Gate(loop, settings, dsn, {"directory": directory.app, "frontend": pages.app})
    pages.door = gate.app
    yield Keeper(gate, directory, pages)
    gate.stop()
    store.drop(admin)


@pytest.fixture
def keeper(one_keeper: Keeper) -> Keeper:
    """The gateway, answering from memory."""
    one_keeper.until(one_keeper.keeps)
    one_keeper.hear_all()
    return one_keeper
