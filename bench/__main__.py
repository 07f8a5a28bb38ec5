"""`make bench`, or `python -m bench [--long] [PART …]`: measure and print one table; leaves nothing behind."""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import psycopg

from bench.busy import measure_busy
from bench.door import measure_door
from bench.facts import measure_sums
from bench.fairness import measure_fairness
from bench.ground import Ground
from bench.history import measure_history
from bench.ingest import measure_ingest
from bench.lists import measure_lists
from bench.page import measure_page
from bench.phone import measure_phone
from bench.ranking import measure_ranking
from bench.rounds import ROUNDS, Line, seconds, tell
from bench.split import measure_split
from bench.stock import Stock

HEADER = "| what | limit | ours | ratio | goal |\n|---|---|---|---|---|\n"
PARTS: dict[str, tuple[str, Callable[[Stock], Iterator[Line]]]] = {
    "ingest": ("values in bulk", lambda stock: measure_ingest(stock.ground, stock.filled)),
    "door": ("the door", lambda stock: measure_door(stock.ground, stock.sample)),
    "split": ("the parts in processes of their own", lambda stock: measure_split(stock.ground, stock.sample)),
    "fairness": (
        "others beside a client that sends too much",
        lambda stock: measure_fairness(stock.ground, stock.sample),
    ),
    "page": ("the dashboard", lambda stock: measure_page(stock.ground, stock.sample)),
    "phone": ("pages on a slow phone", lambda stock: measure_phone(stock.ground, stock.sample)),
    "sums": ("sums made anew", lambda stock: measure_sums(stock.long)),
    "history": ("length of history", lambda stock: measure_history(stock.ground, stock.short, stock.long)),
    "lists": ("lists and charts of a million values", lambda stock: measure_lists(stock.ground, stock.million)),
    "ranking": ("a ranking", lambda stock: measure_ranking(stock.ground, stock.long)),
    "busy": ("pages while values pour in", lambda stock: measure_busy(stock.ground, stock.long)),
}


def main() -> None:
    """Measure and print."""
    options = _options()
    tell("starting a server of our own and loading the sample …")
    with Ground() as ground:
        stock = Stock(ground, is_long=options.long)
        lines: list[Line] = []
        took = seconds(lambda: lines.extend(_measure(stock, options.parts or PARTS)))
        sys.stdout.write(f"{_circumstances(ground, took)}\n\n{table(lines)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the product beside its limits.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure, all when none: {', '.join(PARTS)}")
    parser.add_argument("--long", action="store_true", help="63.6 million values instead of 10.6")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return options


def _measure(stock: Stock, parts: Iterable[str]) -> Iterator[Line]:
    for name, (what, measure) in PARTS.items():
        if name in parts:
            tell(f"{what} …")
            began = perf_counter()
            for line in measure(stock):
                tell(f"  {line.what}: {line.limit} / {line.ours} = {line.ratio}")
                yield line
            tell(f"  took {perf_counter() - began:.0f} s")


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    rows = (f"| {line.what} | {line.limit} | {line.ours} | {line.ratio} | {line.goal} |\n" for line in lines)
    return HEADER + "".join(rows)


def _circumstances(ground: Ground, took: float) -> str:
    with psycopg.connect(ground.admin) as connection:
        server: Any = connection.execute("show server_version").fetchone()
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    command = " ".join(["python -m bench", *sys.argv[1:]])
    return (
        f"{datetime.now(UTC):%d/%m/%Y}, `{command}`, {took:.0f} s: {os.cpu_count()} cores"
        f" of a shared machine (load {busy}), Python {platform.python_version()}, PostgreSQL {server[0]} with fsync,"
        f" median of {ROUNDS} rounds. Trust ratios, not absolute figures."
    )


if __name__ == "__main__":
    main()
