"""Values in bulk through the one door with a token, beside COPY of ready bytes into an equal table; memory before and
after a million of them.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from bench.ground import Ground
from bench.material import BATCH, MONTHS, Keys, Value, as_copy, as_csv, as_json, batches, definitions, keys_of
from bench.rounds import ROUNDS, Line, ratio, tell
from bench.served import Connection, product
from gateway.actions.clients import ClientSecret

VALUES = "/api/indicators/v1/values"
_EQUAL_TABLE = "create table limit_values (like indicators.indicator_values including all)"
_SETTLE = "vacuum analyze"
Encoder = Callable[[Sequence[Value]], bytes]
FORMATS: dict[str, tuple[str, Encoder]] = {"JSON": ("application/json", as_json), "CSV": ("text/csv", as_csv)}
GOALS = {"JSON new": "≥ 0.25", "CSV new": "≥ 0.35", "changed": "≥ 0.12", "resent": "≥ 0.2, no revision"}


@dataclass(slots=True)
class Sender:
    """A system with an access token that sends batches."""

    server: Connection
    headers: dict[str, str]
    sent: int = 0

    @classmethod
    def of(cls, server: Connection, client: ClientSecret) -> "Sender":
        """Get a token for the client."""
        form = f"grant_type=client_credentials&client_id={client.client_id}&client_secret={client.client_secret}"
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = server.ask("POST", "/token", kind, form.encode())
        return cls(server, {"authorization": f"Bearer {answer.json()['access_token']}"})

    def send(self, kind: str, body: bytes, **expected: int) -> float:
        """Send one batch under a new Idempotency-Key; how long it took, once it did what was expected."""
        self.sent += 1
        headers = {**self.headers, "content-type": kind, "idempotency-key": f"bench-{self.sent:08}"}
        began = time.perf_counter()
        answer = self.server.ask("POST", VALUES, headers, body)
        took = time.perf_counter() - began
        if answer.status != 200 or not expected.items() <= answer.json().items():
            raise RuntimeError(answer.body.decode())
        return took


@dataclass(slots=True)
class Limit:
    """COPY into a table like the one that holds the values, by the server's administrator, committed."""

    connection: psycopg.Connection[Any]
    keys: Keys

    @classmethod
    def on(cls, admin: str, keys: Keys) -> "Limit":
        """Make the equal table."""
        connection = psycopg.connect(admin)
        connection.execute(_EQUAL_TABLE)
        connection.commit()
        return cls(connection, keys)

    def copy(self, values: Sequence[Value]) -> float:
        """How long ready bytes of these rows took."""
        ready = as_copy(values, self.keys)
        began = time.perf_counter()
        with self.connection.cursor() as cursor, cursor.copy("copy limit_values from stdin") as copy:
            copy.write(ready)
        self.connection.commit()
        return time.perf_counter() - began


@dataclass(slots=True)
class Taken:
    """Seconds of each round, by what was sent."""

    limit: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    resent: list[float] = field(default_factory=list)


def measure_ingest(ground: Ground, admin: str) -> Iterator[Line]:
    """Fill a database with 60 months of every commune; the first batches are measured."""
    ground.define(admin, definitions())
    keys = keys_of(admin)
    limit = Limit.on(admin, keys)
    with product(ground, admin, "ingest") as server:
        sender = Sender.of(server, ground.client(admin))
        idle = server.megabytes()
        left = batches(keys)
        for name, (kind, encode) in FORMATS.items():
            taken = Taken()
            for _ in range(ROUNDS + 1):
                _measure(next(left), kind, encode, sender, limit, taken)
            yield from _lines(name, taken)
        limit.connection.close()
        _fill(sender, left)
        yield _memory("idle", idle, "≤ 150 MB")
        count = MONTHS * len(keys.areas) * len(keys.indicators)
        yield _memory(f"after {count:,} values in batches of {BATCH:,}", server.megabytes(), "≤ 250 MB")
    settle(admin)


def fill(ground: Ground, admin: str, months: int = MONTHS) -> None:
    """Fill a database with some months of every commune."""
    ground.define(admin, definitions())
    with product(ground, admin, f"fill-{months}") as server:
        _fill(Sender.of(server, ground.client(admin)), batches(keys_of(admin), months))
    settle(admin)


def settle(admin: str) -> None:
    """What autovacuum does within a minute."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(_SETTLE)


def _fill(sender: Sender, left: Iterator[list[Value]]) -> None:
    tell("filling …")
    for batch in left:
        sender.send("application/json", as_json(batch), created=len(batch))


def _measure(batch: list[Value], kind: str, encode: Encoder, sender: Sender, limit: Limit, taken: Taken) -> None:
    """One round: the limit, the same rows through the door, then all of them changed, then the change again."""
    body, other = encode(batch), encode([value.changed() for value in batch])
    taken.limit.append(limit.copy(batch))
    taken.new.append(sender.send(kind, body, created=len(batch)))
    taken.changed.append(sender.send(kind, other, changed=len(batch)))
    taken.resent.append(sender.send(kind, other, unchanged=len(batch)))


def _lines(name: str, taken: Taken) -> Iterator[Line]:
    limit = taken.limit[1:]
    for what, figures in (("new", taken.new[1:]), ("changed", taken.changed[1:]), ("resent", taken.resent[1:])):
        goal = GOALS.get(f"{name} {what}") or GOALS[what]
        yield Line(
            f"{name}, {BATCH:,} values {what}", _rate(limit), _rate(figures), f"{ratio(limit, figures):.2f}", goal
        )


def _rate(figures: list[float]) -> str:
    return f"{BATCH / statistics.median(figures):,.0f} rows/s"


def _memory(when: str, megabytes: float, goal: str) -> Line:
    return Line(f"memory of the one process, {when}", "", f"{megabytes:.0f} MB", "", goal)
