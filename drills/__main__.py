"""`make drill`: kill every process of the split form several times while people work, and print one table."""

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.rounds import seconds, tell
from drills.killing import PROCESSES, Outcome, kill_each
from tests.harness.process import Product

HEADER = (
    "| killed | times | back after, median | worst (≤ 10 s) | others' p95 before | while it is down | ratio (≤ 1.5)"
    " | others refused | lost writes |\n|---|---|---|---|---|---|---|---|---|\n"
)


def main() -> None:
    """Drill and print."""
    with tempfile.TemporaryDirectory(prefix="lantoa-drill-") as folder:
        Path(folder).chmod(0o755)
        tell("starting every part in a process of its own …")
        product = Product(Path(folder) / "var", "--split").start()
        outcomes: list[Outcome] = []
        try:
            took = seconds(lambda: outcomes.extend(kill_each(product, PROCESSES)))
        finally:
            product.stop()
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    told = f"{datetime.now(UTC):%d/%m/%Y}, `make drill`, {took:.0f} s, {os.cpu_count()} cores (load {busy})"
    sys.stdout.write(f"{told}\n\n{HEADER}{''.join(outcome.line() for outcome in outcomes)}")


if __name__ == "__main__":
    main()
