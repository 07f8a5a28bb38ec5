"""Two gateways on one database: none answers from memory what the other has seen changed."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from commands import storage
from gateway.cache import lease
from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, single
from tests.harness.store import Store

HA_NOI = "T01-2025"
PERIOD = "2026-Q1"
CHANGES = 20
END_LISTENERS = """
select count(pg_terminate_backend(pid)) from pg_locks join pg_database on pg_database.oid = pg_locks.database
where locktype = 'advisory' and datname = current_database() and granted
"""

TAKE_ALONE = "select pg_advisory_lock(19540, 1)"
WAITING = """
select count(*) from pg_locks join pg_database on pg_database.oid = pg_locks.database
where locktype = 'advisory' and datname = current_database() and not granted
"""


@pytest.fixture(scope="module")
def first(store: Store) -> Iterator[LiveSystem]:
    """A product on a clone of its own."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield live


@pytest.fixture(scope="module")
def client(first: LiveSystem) -> httpx.Client:
    """A system that saves and reads, at the first door."""
    return first.token("values:write", "indicators:read")


def at(door: LiveSystem, client: httpx.Client) -> Office:
    """The same system at one door or the other."""
    other = door.client()
    other.headers["Authorization"] = client.headers["Authorization"]
    return Office(door, other)


def keeps(live: LiveSystem) -> bool:
    return live.system.door.cache.keeps("frontend", time.monotonic())


def test_a_second_door_opens_and_closes_unnoticed(first: LiveSystem, client: httpx.Client, store: Store) -> None:
    here = at(first, client)
    unit = here.units_of(HA_NOI)[-1]
    here.save(single("KTS-03", unit, PERIOD, 1))
    first.keep_answers()
    assert here.figure("KTS-03", unit, PERIOD)["value"] == 1
    with LiveSystem(store.settings(), first.admin) as second:
        there = at(second, client)
        assert not keeps(first)
        for number in range(2, CHANGES):
            writer, reader = (here, there) if number % 2 else (there, here)
            writer.save(single("KTS-03", unit, PERIOD, number))
            assert reader.figure("KTS-03", unit, PERIOD)["value"] == number
            assert not keeps(first)
            assert not keeps(second)
    first.keep_answers()
    assert here.figure("KTS-03", unit, PERIOD)["value"] == CHANGES - 1


def test_a_door_whose_lock_was_taken_away_asks_anew_until_it_has_it_back(
    first: LiveSystem, client: httpx.Client
) -> None:
    here = at(first, client)
    unit = here.units_of(HA_NOI)[-2]
    first.keep_answers()
    with psycopg.connect(first.admin, autocommit=True) as connection:
        row = connection.execute(END_LISTENERS).fetchone()
        assert row == (1,)
        while keeps(first):
            connection.execute("select pg_sleep(0.01)")
    here.save(single("KTS-03", unit, PERIOD, 7))
    assert here.figure("KTS-03", unit, PERIOD)["value"] == 7
    first.keep_answers()
    here.save(single("KTS-03", unit, PERIOD, 8))
    assert here.figure("KTS-03", unit, PERIOD)["value"] == 8


def test_a_door_that_does_not_answer_holds_nobody_up(
    first: LiveSystem, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "PATIENCE", 0.1)
    first.keep_answers()
    here = at(first, client)
    with psycopg.connect(first.admin, autocommit=True) as other, ThreadPoolExecutor(1) as pool:
        session = storage.app_dsn(first.settings, first.admin, "gateway")
        silent = pool.submit(psycopg.connect(session, autocommit=True).execute, TAKE_ALONE)
        while other.execute(WAITING).fetchone() != (1,):
            pass
        other.execute(END_LISTENERS)
        held = silent.result()
        here.save(single("KTS-03", here.units_of(HA_NOI)[-3], PERIOD, 9))
        with pytest.raises(psycopg.OperationalError):
            held.connection.execute("select 1")
    first.keep_answers()
