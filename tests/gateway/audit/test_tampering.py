"""The server's administrator at work on the real tables: whatever is done is found, and the place of it told."""

from collections.abc import Iterator

import pytest

from tests.gateway.audit.conftest import Archive

TABLES = ("audit_events", "audit_seals", "audit_leaves", "audit_unsealed")
SEVEN = "(select id from audit_events order by id offset 6 limit 1)"
ITS_SEAL = f"(select seal_no from audit_leaves where event_id = {SEVEN})"
LAST = "(select max(no) from audit_seals)"

EVENTS = {
    "an action": f"update audit_events set action = 'session.ended' where id = {SEVEN}",
    "an outcome": f"update audit_events set outcome = 'refused' where id = {SEVEN}",
    "a time": f"update audit_events set at = at + interval '1 microsecond' where id = {SEVEN}",
    "a time that never was": f"update audit_events set at = 'infinity' where id = {SEVEN}",
    "an actor": f"update audit_events set actor_id = 'ai khác' where id = {SEVEN}",
    "an actor's kind": f"update audit_events set actor_kind = 'operator' where id = {SEVEN}",
    "an actor's name": f"update audit_events set actor_name = actor_name || ' ' where id = {SEVEN}",
    "an address": f"update audit_events set address = '203.0.113.8' where id = {SEVEN}",
    "a subject": f"update audit_events set subject = '' where id = {SEVEN}",
    "a place": f"update audit_events set place = null where id = {SEVEN}",
    "what was before": f"""update audit_events set before = '{{"a": 7}}' where id = {SEVEN}""",
    "what is after": f"update audit_events set after = null where id = {SEVEN}",
    "a reason": f"update audit_events set reason = '' where id = {SEVEN}",
    "a request": f"update audit_events set request_id = 'r' where id = {SEVEN}",
    "who told it": f"update audit_events set told_by = 'indicators' where id = {SEVEN}",
    "what told it": f"update audit_events set told_id = gen_random_uuid() where id = {SEVEN}",
    "a row": f"delete from audit_events where id = {SEVEN}",
    "a leaf": f"update audit_leaves set leaf = sha256('x') where event_id = {SEVEN}",
    "whose leaf": f"update audit_leaves set event_id = event_id + 1000000 where event_id = {SEVEN}",
    "an old leaf, in the queue again": f"delete from audit_leaves where event_id = {SEVEN}",
}
SEALS = {
    "a seal's time": f"update audit_seals set sealed_at = '2025-01-01T00:00:00.000000Z' where no = {LAST}",
    "a seal's count": f"update audit_seals set events = events + 1 where no = {LAST}",
    "a seal's root": f"update audit_seals set root = sha256('x') where no = {LAST}",
    "a seal's previous": f"update audit_seals set previous = sha256('x') where no = {LAST}",
    "a seal's hash": f"update audit_seals set hash = sha256('x') where no = {LAST}",
    "a seal's signature": f"update audit_seals set signature = sha512('x') where no = {LAST}",
    "a seal's key": f"update audit_seals set key = 'khác' where no = {LAST}",
    "the last seal": f"delete from audit_seals where no = {LAST}",
}


@pytest.fixture(scope="module")
def sealed(archive: Archive) -> Archive:
    """Some seals on some deeds."""
    for count in (5, 4, 3, 2):
        archive.record(count)
        assert archive.seal() == count
    archive.tamper(*(f"create table kept_{table} as select * from {table}" for table in TABLES))
    assert archive.findings() == []
    return archive


@pytest.fixture
def victim(sealed: Archive) -> Iterator[Archive]:
    """The same, mended afterwards."""
    yield sealed
    for table in TABLES:
        sealed.tamper(f"truncate {table}", f"insert into {table} overriding system value select * from kept_{table}")
    assert sealed.findings() == []


def number_of(archive: Archive, which: str) -> int:
    """The number a subselect stands for."""
    return int(archive.gate.rows(f"select {which} as number")[0].number)


@pytest.mark.parametrize("statement", EVENTS.values(), ids=EVENTS.keys())
def test_an_altered_event_is_named(victim: Archive, statement: str) -> None:
    number, seal = number_of(victim, SEVEN), number_of(victim, ITS_SEAL)
    victim.tamper(statement)
    found = victim.findings()
    beside = {near for finding in found for near in finding.events}
    assert number in beside
    assert all(finding.seal in {seal, None} for finding in found)


@pytest.mark.parametrize("statement", SEALS.values(), ids=SEALS.keys())
def test_an_altered_seal_is_named(victim: Archive, statement: str) -> None:
    no = number_of(victim, LAST)
    victim.tamper(statement)
    found = victim.findings()
    assert {finding.seal for finding in found} == {no}


def test_a_row_nobody_recorded_is_named(victim: Archive) -> None:
    victim.tamper(
        "insert into audit_events (id, at, action, outcome, actor_kind, actor_id) overriding system value"
        " values (-7, now(), 'session.opened', 'done', 'account', 'x')"
    )
    [found] = victim.findings()
    assert (found.fault, found.events) == ("inserted", (-7,))


def test_a_cut_tail_is_missed_by_the_anchor(victim: Archive) -> None:
    last = number_of(victim, LAST)
    victim.tamper(
        f"delete from audit_events where id in (select event_id from audit_leaves where seal_no = {last})",
        f"delete from audit_leaves where seal_no = {last}",
        f"delete from audit_seals where no = {last}",
    )
    [found] = victim.findings()
    assert (found.fault, found.seal) == ("cut", last)
    assert found.since < found.until


def test_the_whole_audit_gone_is_missed_by_the_anchor(victim: Archive) -> None:
    last = number_of(victim, LAST)
    victim.tamper(*(f"truncate {table}" for table in TABLES))
    assert [(found.fault, found.seal) for found in victim.findings()] == [("cut", no + 1) for no in range(last)]
