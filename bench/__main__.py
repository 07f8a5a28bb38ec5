"""`make bench`: measure everything and print one table; takes about two minutes and leaves nothing behind."""

import os
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg

from bench.door import measure_door
from bench.ground import Ground
from bench.history import SHORT, measure_history
from bench.ingest import fill, measure_ingest
from bench.page import measure_page
from bench.phone import measure_phone
from bench.rounds import ROUNDS, Line, seconds, tell

HEADER = "| what | limit | ours | ratio | goal |\n|---|---|---|---|---|\n"


def main() -> None:
    """Measure and print."""
    tell("starting a server of our own and loading the sample …")
    with Ground() as ground:
        lines: list[Line] = []
        took = seconds(lambda: lines.extend(_measure(ground)))
        sys.stdout.write(f"{_circumstances(ground, took)}\n\n{table(lines)}")


def _measure(ground: Ground) -> Iterator[Line]:
    sample, short, long = (ground.clone(name) for name in ("sample", "short", "long"))
    tell("values in bulk …")
    yield from measure_ingest(ground, long)
    tell("the door …")
    yield from measure_door(ground, sample)
    tell("the dashboard …")
    yield from measure_page(ground, sample)
    tell("pages on a slow phone …")
    yield from measure_phone(ground, sample)
    tell("length of history …")
    fill(ground, short, SHORT)
    yield from measure_history(ground, short, long)


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    rows = (f"| {line.what} | {line.limit} | {line.ours} | {line.ratio} | {line.goal} |\n" for line in lines)
    return HEADER + "".join(rows)


def _circumstances(ground: Ground, took: float) -> str:
    with psycopg.connect(ground.admin) as connection:
        server: Any = connection.execute("show server_version").fetchone()
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return (
        f"{datetime.now(UTC):%d/%m/%Y}, `make bench`, {took:.0f} s: {os.cpu_count()} cores of a shared machine"
        f" (load {busy}), Python {platform.python_version()}, PostgreSQL {server[0]} with fsync,"
        f" median of {ROUNDS} rounds. Trust ratios, not absolute figures."
    )


if __name__ == "__main__":
    main()
