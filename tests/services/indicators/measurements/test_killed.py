"""Publisher and consumer are killed in the middle of their work, over and over: every event takes effect once."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from commands import storage
from tests.harness.live import LiveSystem
from tests.harness.measuring import INDICATOR, lay_tables, model, plan
from tests.harness.reporting import Office
from tests.harness.store import Store
from tests.house.source import ROOT

STEPS, KILLS = 240, 2


class Parts:
    """The two processes, and how far they have come."""

    def __init__(self, store: Store, admin: str, units: list[str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}"
        keys = str(store.settings().secrets_dir)
        ours = storage.app_dsn(store.settings(), admin, "indicators")
        self._admin = admin
        self._calls = {
            "publish": [admin, keys, url, json.dumps(units), str(STEPS)],
            "take": [ours, keys, url],
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, part: str) -> None:
        """Run a part."""
        command = [sys.executable, "-m", "tests.harness.measuring", part, *self._calls[part]]
        self._running[part] = subprocess.Popen(command, cwd=ROOT)

    def kill(self, part: str) -> None:
        """End it as a power failure would."""
        self._running[part].kill()
        self._running[part].wait(10)

    def kill_all(self) -> None:
        """End whatever runs."""
        for part in self._running:
            self.kill(part)

    def count(self, table: str) -> int:
        """Rows of a table."""
        with psycopg.connect(self._admin) as connection:
            row: Any = connection.execute(f"select count(*) from {table}".encode()).fetchone()
            return int(row[0])

    def wait_for(self, table: str, rows: int) -> None:
        """Until a table has so many rows."""
        until = time.monotonic() + 60
        while self.count(table) < rows:
            assert time.monotonic() < until, f"{table}: {self.count(table)} of {rows}"
            time.sleep(0.02)


@pytest.fixture
def office(fresh_system: LiveSystem) -> Office:
    """A system that reads everything, on a product of its own."""
    return Office(fresh_system, fresh_system.token("values:write", "indicators:read"))


@pytest.fixture
def parts(store: Store, office: Office) -> Iterator[Callable[[list[str]], Parts]]:
    """Makes the parts beside the product; none outlives the test."""
    made: list[Parts] = []

    def make(units: list[str]) -> Parts:
        admin = office.system.admin
        lay_tables(admin)
        made.append(Parts(store, admin, units))
        return made[-1]

    yield make
    for one in made:
        one.kill_all()


def test_every_event_takes_effect_exactly_once_whoever_is_killed(
    office: Office, parts: Callable[[list[str]], Parts]
) -> None:
    """Slow on purpose: real processes are started and killed four times."""
    units = office.units_of("T04-2025")[:8]
    both = parts(units)
    both.start("publish")
    both.start("take")
    for round_ in range(1, KILLS + 1):
        both.wait_for("measuring.done", round_ * STEPS // (KILLS + 2))
        both.wait_for("indicators.measurement_events", round_ * STEPS // (KILLS + 4))
        both.kill("publish")
        both.kill("take")
        both.start("publish")
        both.start("take")
    assert both.count("measuring.done") < STEPS, "it was killed in the middle"
    both.wait_for("indicators.measurement_events", STEPS)
    both.kill_all()

    wanted = model(plan(units, STEPS))
    found = {}
    for unit in units:
        for value in office.get("values", indicator=INDICATOR, area=unit, period_from="2031-Q1")["items"]:
            found[f"{unit}/{value['period']}"] = (value["value"], value["revision"])
    assert found == wanted
    assert both.count("measuring.outbox") == both.count("indicators.measurement_events") == STEPS
    assert both.count("indicators.measurement_events where outcome in ('parked', 'superseded')") == 0
    assert office.sums_disagreeing_with_a_recount() == 0
