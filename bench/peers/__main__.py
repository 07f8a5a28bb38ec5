"""Ours beside Django REST framework: the same questions to the same tables, in turn, by CPU of the serving process."""

import statistics
import sys
from collections.abc import Callable, Iterator
from itertools import count
from time import perf_counter

import msgspec
import psycopg

from bench.__main__ import table
from bench.ground import Ground
from bench.ingest import Sender, fill, settle
from bench.material import BATCH, COUNTS, FIRST, Value, as_json, batches, keys_of
from bench.peers.environment import peer_python
from bench.rounds import Line, ratio, take_turns, tell
from bench.served import Served, peer, product

REQUESTS = 40
PROVINCE = "T15-2025"
MONTHS = 2
PERIOD = FIRST.key
OURS = {
    "list of 50 values": (
        "/api/indicators/v1/values",
        f"indicator={COUNTS[0]}&within={PROVINCE}&period_from={FIRST}&period_to={FIRST}&limit=50",
    ),
    "sums of a province": ("/api/indicators/v1/figures", f"area={PROVINCE}&period={FIRST}&limit=50"),
    "page of 50 rows": (f"/chi-tieu/{COUNTS[0]}", f"dv={PROVINCE}&ky={FIRST}"),
}
THEIRS = {
    "list of 50 values": ("/values", f"indicator={COUNTS[0]}&within={PROVINCE}&period={PERIOD}"),
    "sums of a province": ("/sums", f"within={PROVINCE}&period={PERIOD}"),
    "page of 50 rows": ("/page", f"indicator={COUNTS[0]}&within={PROVINCE}&period={PERIOD}"),
}
GOALS = {"list of 50 values": "≥ 4 ×", "sums of a province": "≥ 4 ×", "page of 50 rows": "≥ 8 ×"}
_PEER_TABLE = """
    create table indicators.peer_values (
        id bigint generated always as identity primary key, period int not null, area_no int not null,
        indicator_no int not null, value numeric, numerator numeric, denominator numeric,
        unique (period, area_no, indicator_no)
    )
"""
_FILL = """
    insert into indicators.peer_values (period, area_no, indicator_no, value, numerator, denominator)
    select period, area_no, indicator_no, value, numerator, denominator from indicators.indicator_values
"""


def main() -> None:
    """Measure and print."""
    python = peer_python()
    with Ground() as ground:
        admin = ground.clone("peers")
        fill(ground, admin, MONTHS)
        with psycopg.connect(admin) as connection:
            connection.execute(_PEER_TABLE)
            connection.execute(_FILL)
        settle(admin)
        with product(ground, admin, "ours") as ours, peer(ground, admin, python) as theirs:
            sys.stdout.write(table(_measure(ground, admin, ours, theirs)))


def _measure(ground: Ground, admin: str, ours: Served, theirs: Served) -> Iterator[Line]:
    sender = Sender.of(ours, ground.client(admin))
    for what, goal in GOALS.items():
        tell(f"{what} …")
        mine, other = take_turns(_reading(ours, *OURS[what], sender.headers), _reading(theirs, *THEIRS[what], {}))
        yield Line(f"{what}, CPU", _micro(other), _micro(mine), f"{ratio(other, mine):.1f} ×", goal)
    tell("values in bulk …")
    left = batches(keys_of(admin), MONTHS + 12)
    for _ in range(MONTHS * 5 * len(keys_of(admin).areas) // BATCH + 1):
        next(left)
    mine, other = take_turns(
        lambda: sender.send("application/json", as_json(next(left)), received=BATCH),
        lambda: _save(theirs, next(left)),
    )
    rate = [f"{BATCH / statistics.median(taken):,.0f} rows/s" for taken in (other, mine)]
    yield Line(f"{BATCH:,} new values, wall clock", rate[0], rate[1], f"{ratio(other, mine):.1f} ×", "≥ 6 ×")


def _reading(server: Served, path: str, query: str, headers: dict[str, str]) -> Callable[[], float]:
    """Microseconds of CPU per answer; each request differs in a header that answers vary by, so none comes from a
    cache.
    """
    numbers = count(100)

    def measure() -> float:
        before = server.cpu_seconds()
        for _ in range(REQUESTS):
            language = f"vi,en;q=0.{next(numbers)}"
            answer = server.ask("GET", f"{path}?{query}", {**headers, "accept-language": language})
            if answer.status != 200 or len(answer.body) < 200:
                raise RuntimeError(answer.body.decode())
        return (server.cpu_seconds() - before) / REQUESTS * 1e6

    return measure


def _save(server: Served, values: list[Value]) -> float:
    body = msgspec.json.encode([_entry(value) for value in values])
    began = perf_counter()
    answer = server.ask("POST", "/save", {"content-type": "application/json"}, body)
    took = perf_counter() - began
    if answer.json() != {"received": len(values)}:
        raise RuntimeError(answer.body.decode())
    return took


def _entry(value: Value) -> dict[str, str | int]:
    key: dict[str, str | int] = {"indicator": value.indicator, "area": value.area, "period": value.period.key}
    if value.denominator:
        return {**key, "numerator": value.number, "denominator": value.denominator}
    return {**key, "value": value.number}


def _micro(figures: list[float]) -> str:
    return f"{statistics.median(figures):,.0f} µs"


if __name__ == "__main__":
    main()
