"""How long a page takes while values pour in at full speed, beside the same page when nothing else happens."""

import itertools
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from bench.facts import Facts
from bench.ground import Ground
from bench.ingest import Sender
from bench.material import BATCH, FIRST, MONTHS, as_json, batches, keys_of
from bench.page import visitor_of
from bench.rounds import Line
from bench.served import Connection, product
from bench.visits import fresh, visit
from contracts.periods import Period

VISITS, WARM = 150, 10
PAUSE = 0.03
"""Seconds between two visits, so that they meet every stage of a batch."""
BATCHES = 40
"""New ones; then the same with every value changed, then back again, until the visitor has left."""
AFTER = Period(FIRST.kind, FIRST.year + MONTHS // 12, FIRST.number)


class Pouring:
    """A client that sends one batch after another in a thread of its own."""

    def __init__(self, sender: Sender, bodies: Sequence[bytes]) -> None:
        self._sender = sender
        self._bodies = bodies
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._pour)
        self._failure: Exception | None = None
        self._took = 0.0
        self._sent = 0

    def __enter__(self) -> "Pouring":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _pour(self) -> None:
        try:
            for body in itertools.cycle(self._bodies):
                if self._enough.is_set():
                    return
                self._took += self._sender.send("application/json", body, received=BATCH)
                self._sent += 1
        except Exception as error:
            self._failure = error

    @property
    def rate(self) -> float:
        """Values a second while it poured."""
        return self._sent * BATCH / self._took


def measure_busy(ground: Ground, facts: Facts) -> Iterator[Line]:
    """A leader's dashboard, made anew for every visit and as the gateway would answer it, idle and busy."""
    given = list(itertools.islice(batches(keys_of(facts.admin), MONTHS, AFTER), BATCHES))
    bodies = [as_json(batch) for batch in given]
    bodies += [as_json([value.changed() for value in batch]) for batch in given]
    with product(ground, facts.admin, "busy") as server:
        visitor = visitor_of(server)
        kinds: dict[str, Callable[[], float]] = {
            "made anew each time": lambda: visit(server, fresh(visitor)),
            "repeated": lambda: visit(server, visitor),
        }
        idle = {kind: _waits(one) for kind, one in kinds.items()}
        sender = Sender.of(Connection(server.url), ground.client(facts.admin))
        with Pouring(sender, bodies) as pouring:
            busy = {kind: _waits(one) for kind, one in kinds.items()}
    for kind in kinds:
        for name, part, goal in (("p99", 98, "≤ 5 ×"), ("p50", 49, "")):
            below, above = (statistics.quantiles(taken[kind], n=100)[part] for taken in (idle, busy))
            what = f"dashboard {kind}, {name} idle / while {pouring.rate:,.0f} values/s pour in"
            limit, ours = (f"{took * 1000:.3g} ms" for took in (below, above))
            yield Line(what, limit, ours, f"{above / below:.1f} ×", goal if kind == "made anew each time" else "")


def _waits(one: Callable[[], float]) -> list[float]:
    waits = []
    for _ in range(WARM + VISITS):
        time.sleep(PAUSE)
        waits.append(one())
    return waits[WARM:]
