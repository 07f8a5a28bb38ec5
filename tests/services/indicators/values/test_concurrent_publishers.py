"""Many publishers at once: every sum is exact, every revision is there, nobody waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random

from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, ratio, single

WRITERS, BATCHES = 8, 6


def test_eight_publishers_on_the_same_keys_leave_exact_sums_and_whole_histories(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    units = office.units_of("T01-2025")[:30]
    together = threading.Barrier(WRITERS)
    changes = [0] * WRITERS

    def publish(number: int) -> None:
        chance = Random(number)
        mine = Office(fresh_system, fresh_system.client())
        mine.client.headers["Authorization"] = office.client.headers["Authorization"]
        together.wait()
        for _ in range(BATCHES):
            chosen = chance.sample(units, 20)
            values = [ratio("XHS-01", unit, "2026-Q3", chance.randrange(50), 50) for unit in chosen]
            values += [single("KTS-03", unit, "2026-Q3", chance.randrange(100)) for unit in chosen]
            chance.shuffle(values)
            receipt = mine.save(*values)
            changes[number] += receipt["created"] + receipt["changed"]

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(publish, range(WRITERS)))

    assert office.sums_disagreeing_with_a_recount() == 0
    held = office.get("values", within="T01-2025", period_from="2026-Q3", period_to="2026-Q3", limit=500)["items"]
    assert sum(value["revision"] for value in held) == sum(changes)
    total = sum(Decimal(str(value["value"])) for value in held if value["indicator"] == "KTS-03")
    assert office.figure("KTS-03", "T01-2025", "2026-Q3")["value"] == total
