"""A gateway whose audit is sealed on a database of its own, and its administrator at work behind its back."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from commands import storage
from commands.keys import vault
from contracts.audit import Action
from gateway.actions.audit import Actor, Deed, record
from gateway.queries.chain import chain_in
from gateway.rules.audit.verification import Found, Verification, compare_anchor
from gateway.sealing import sealer
from gateway.sealing.anchor import Anchor, seals_in
from gateway.sealing.keys import SealKey, Trusted
from kit.database import in_unit
from tests.gateway.gate import Gate, Loop
from tests.harness.store import Store


class Archive:
    """The audit of one gateway: filled through it, sealed by it, checked as the command does."""

    def __init__(self, gate: Gate, admin: str) -> None:
        self.gate = gate
        self.admin = admin
        self.anchor = Anchor(gate.settings.data_dir)
        self.trusted = Trusted([SealKey.of(vault(gate.settings)).public])

    def record(self, count: int) -> None:
        """So many deeds, each in a transaction of its own."""

        async def work() -> None:
            for number in range(count):
                async with in_unit(self.gate.database) as session:
                    deed = Deed(Action.ACCOUNT_CREATED, f"account:{number}", "VN", {"a": number}, {"a": "Đổi"})
                    await record(session, Actor("account", "nguoi", "Nguyễn Thị Hoà", "203.0.113.7"), deed)

        self.gate.loop.run(work())

    def seal(self) -> int:
        """Seal at once what waits."""
        return self.gate.loop.run(self.gate.app.front.state.sealer.seal())

    def findings(self) -> list[Found]:
        """Every fault, with the anchor of the data directory."""
        with chain_in(self.gate.database.dsn) as chain:
            verification = Verification(chain, self.trusted.has_signed)
            found = list(verification.findings())
        return found + list(compare_anchor(seals_in(self.anchor.path), verification.hashes, self.trusted.has_signed))

    def tamper(self, *statements: str) -> None:
        """Do something as the server's administrator, past every trigger."""
        with psycopg.connect(self.admin, options="-csearch_path=gateway -csession_replication_role=replica") as other:
            for statement in statements:
                other.execute(statement.encode())


@pytest.fixture(scope="module")
def archive(store: Store, loop: Loop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive nobody else writes into; it is sealed only when a test says so."""
    admin = store.empty()
    storage.upgrade(storage.owner_dsn(store.settings(), admin, "gateway"), "gateway")
    folder: Path = tmp_path_factory.mktemp("archive")
    settings = store.settings().model_copy(update={"data_dir": folder})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealer, "EVERY", 3600)
        gate = Gate(loop, settings, storage.app_dsn(store.settings(), admin, "gateway"), {})
        made = Archive(gate, admin)
        made.seal()  # what starting has recorded
        yield made
        gate.stop()
    store.drop(admin)
