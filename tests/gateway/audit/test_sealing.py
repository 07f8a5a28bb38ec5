"""Sealing: every event once, late ones too, by one gateway at a time; and the anchor that follows."""

import json

import psycopg
import pytest

from commands.keys import vault
from gateway.sealing.anchor import Anchor, seals_in
from gateway.sealing.keys import SealKey
from gateway.sealing.sealer import Sealer
from tests.gateway.audit.conftest import Archive

ADD = "insert into audit_events (action, outcome, actor_kind, actor_id) values ('x', 'done', 'account', %s)"


def seals_of(archive: Archive) -> list[int]:
    """The numbers of the seals."""
    return [row.no for row in archive.gate.rows("select no from audit_seals order by no")]


def test_what_is_committed_late_is_sealed_later_and_nothing_is_missed(archive: Archive) -> None:
    with archive.gate.another() as slow:
        slow.execute(ADD, ["chậm"])
        archive.record(3)
        assert archive.seal() == 3
        slow.commit()
    assert archive.seal() == 1
    assert archive.findings() == []


def test_what_is_rolled_back_leaves_a_gap_and_no_fault(archive: Archive) -> None:
    with archive.gate.another() as undecided:
        undecided.execute(ADD, ["bỏ"])
    archive.record(1)
    assert archive.seal() == 1
    assert archive.findings() == []


def test_a_second_gateway_waits_while_one_seals(archive: Archive) -> None:
    archive.record(1)
    with archive.gate.another() as other:
        other.execute("select pg_advisory_xact_lock(hashtext('lantoa seal audit'))")
        assert archive.seal() == 0
    assert archive.seal() == 1


def test_an_anchor_that_is_behind_is_brought_up(archive: Archive) -> None:
    archive.record(1)
    archive.seal()
    lines = archive.anchor.path.read_bytes().splitlines(keepends=True)
    archive.anchor.path.write_bytes(b"".join(lines[:-2]) + lines[-2][:50])
    again = Sealer(archive.gate.database, SealKey.of(vault(archive.gate.settings)), archive.anchor)
    archive.gate.loop.run(again.seal())
    assert archive.anchor.path.read_bytes().splitlines(keepends=True) == lines
    assert archive.anchor.path.stat().st_mode & 0o777 == 0o600


def test_two_gateways_with_one_folder_write_every_seal_once(archive: Archive) -> None:
    other = Sealer(
        archive.gate.database, SealKey.of(vault(archive.gate.settings)), Anchor(archive.gate.settings.data_dir)
    )
    archive.gate.loop.run(other.seal())
    archive.record(1)
    assert archive.seal() == 1
    archive.gate.loop.run(other.seal())
    assert [seal.batch.no for seal in seals_in(archive.anchor.path)] == seals_of(archive)


def test_an_anchor_that_is_ahead_stays_an_alarm(archive: Archive) -> None:
    before = archive.anchor.path.read_bytes()
    alien = json.loads(before.splitlines()[-1])
    alien["no"] += 5
    archive.anchor.path.write_bytes(before + json.dumps(alien).encode() + b"\n")
    again = Sealer(archive.gate.database, SealKey.of(vault(archive.gate.settings)), archive.anchor)
    archive.record(1)
    archive.gate.loop.run(again.seal())
    assert [found.fault for found in archive.findings()][:1] == ["anchor"]
    kept = [line for line in archive.anchor.path.read_bytes().splitlines() if json.loads(line)["no"] != alien["no"]]
    archive.anchor.path.write_bytes(b"\n".join(kept) + b"\n")


@pytest.mark.parametrize("table", ["audit_events", "audit_seals", "audit_leaves"])
@pytest.mark.parametrize("statement", ["update {} set {} = {}", "delete from {}", "truncate {}"])
def test_the_running_gateway_may_not_rewrite(archive: Archive, table: str, statement: str) -> None:
    column = {"audit_events": "reason", "audit_seals": "key", "audit_leaves": "leaf"}[table]
    with archive.gate.another() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.format(table, column, column).encode())


@pytest.mark.parametrize(
    "statement", ["insert into audit_unsealed values (1)", "update audit_unsealed set event_id = 1"]
)
def test_the_running_gateway_may_not_queue_what_it_likes(archive: Archive, statement: str) -> None:
    with archive.gate.another() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())
