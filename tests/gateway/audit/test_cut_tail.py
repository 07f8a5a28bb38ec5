"""A tail cut off while the product runs: told in the log and to readers, and the anchor keeps what it knows."""

import pytest
import structlog
from structlog.testing import LogCapture

from commands.keys import vault
from gateway.sealing import sealer
from gateway.sealing.anchor import seals_in
from gateway.sealing.keys import SealKey
from gateway.sealing.sealer import Sealer
from tests.gateway.audit.conftest import Archive

AHEAD = "audit anchor is ahead of the database"


def cut_tail(archive: Archive) -> None:
    """Take the newest seal away, with its leaves and events."""
    newest = "(select max(no) from audit_seals)"
    archive.tamper(
        f"delete from audit_events where id in (select event_id from audit_leaves where seal_no = {newest})",
        f"delete from audit_leaves where seal_no = {newest}",
        f"delete from audit_seals where no = {newest}",
    )


def is_broken(archive: Archive) -> bool:
    """What a reader of the history is told."""
    answer = archive.gate.signed_in(("admin", "VN")).get("/api/gateway/v1/audit-seal")
    return bool(answer.json()["is_broken"])


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> LogCapture:
    """What the sealer writes into the log."""
    capture = LogCapture()
    monkeypatch.setattr(sealer, "log", structlog.wrap_logger(None, processors=[capture]))
    return capture


def test_a_tail_cut_off_while_the_product_runs_is_an_alarm_and_stays_one(archive: Archive, told: LogCapture) -> None:
    archive.record(3)
    archive.seal()
    assert not is_broken(archive)
    before = archive.anchor.path.read_bytes()
    archive.record(2)
    archive.seal()
    anchored = archive.anchor.path.read_bytes()
    assert len(anchored) > len(before)

    cut_tail(archive)
    archive.record(1)
    for _ in range(3):
        archive.seal()

    assert [(line["log_level"], line["event"]) for line in told.entries] == [("error", AHEAD)]
    assert is_broken(archive)
    assert archive.anchor.path.read_bytes() == anchored
    assert "cut" in {found.fault for found in archive.findings()}

    again = Sealer(archive.gate.database, SealKey.of(vault(archive.gate.settings)), archive.anchor)
    archive.gate.loop.run(again.seal())
    assert again.is_broken
    assert archive.anchor.path.read_bytes() == anchored


def test_an_anchor_moved_aside_is_begun_anew_and_the_chain_goes_on(archive: Archive) -> None:
    archive.anchor.path.rename(archive.anchor.path.with_name("evidence.jsonl"))
    again = Sealer(archive.gate.database, SealKey.of(vault(archive.gate.settings)), archive.anchor)
    archive.gate.loop.run(again.seal())
    assert not again.is_broken
    numbers = [row.no for row in archive.gate.rows("select no from audit_seals order by no")]
    assert [seal.batch.no for seal in seals_in(archive.anchor.path)] == numbers


def test_a_tail_cut_off_is_noticed_though_nothing_new_happens(archive: Archive) -> None:
    again = Sealer(archive.gate.database, SealKey.of(vault(archive.gate.settings)), archive.anchor)
    archive.record(1)
    archive.gate.loop.run(again.seal())
    cut_tail(archive)
    archive.gate.loop.run(again.seal())
    assert again.is_broken
