"""kill -9 of one process after another, while an officer writes and visitors read what the dead one has no part in."""

import os
import signal
import statistics
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from bench.rounds import tell
from tests.harness.process import Product
from tests.journeys.sheets import OFFICER, give_points, points_of

KILLS = 5
QUIET = 4.0
"""Seconds of reading before each kill, and of rest after each recovery."""
GIVEN_UP = 60.0
PROCESSES: Mapping[str, tuple[str, ...]] = {
    "directory": ("/tro-giup", "/api/indicators/v1/frameworks", "/api/indicators/v1/values?limit=20"),
    "indicators": ("/tro-giup", "/api/directory/v1/areas/T15-2025", "/api/directory/v1/areas?level=T&limit=40"),
    "frontend": ("/api/directory/v1/areas/T15-2025", "/api/indicators/v1/values?limit=20"),
    "gateway": (),
    "database": ("/tro-giup", "/healthz"),
    "nursery": ("/tro-giup", "/api/indicators/v1/frameworks", "/api/directory/v1/areas/T15-2025"),
}
"""Each process with what must go on without it."""
EVERYTHING = (
    "/readyz",
    "/tong-quan",
    "/api/indicators/v1/values?limit=20",
    "/api/directory/v1/areas/T15-2025",
)


@dataclass(slots=True)
class Outcome:
    """What became of killing one process several times."""

    process: str
    back: list[float] = field(default_factory=list)
    before: list[float] = field(default_factory=list)
    down: list[float] = field(default_factory=list)
    refused: int = 0
    lost: int = 0

    def line(self) -> str:
        """The line of the table; times in seconds and milliseconds."""
        return (
            f"| {self.process} | {len(self.back)} | {statistics.median(self.back):.1f} s | {max(self.back):.1f} s"
            f" | {self._read()} | {self.lost} |\n"
        )

    def _read(self) -> str:
        """What the others were like; nobody is another to the gateway."""
        if not self.down:
            return "– | – | – | –"
        before, down = p95(self.before), p95(self.down)
        return f"{before:.1f} ms | {down:.1f} ms | {down / before:.2f} | {self.refused} of {len(self.down)}"


def p95(waits: Sequence[float]) -> float:
    """The wait in milliseconds that 19 of 20 stay below."""
    return statistics.quantiles(waits, n=20)[-1] * 1000 if len(waits) > 1 else 0.0


class Writer:
    """An officer who saves a new number again and again, and remembers what was acknowledged."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.acknowledged: list[float] = []
        self.tried = 0.0

    def __enter__(self) -> "Writer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._over.is_set():
            try:
                with self._product.client(OFFICER) as client:
                    while not self._over.wait(0.05):
                        self.tried = round((self.tried + 0.25) % 8, 2)
                        give_points(client, self.tried)
                        self.acknowledged.append(self.tried)
            except (httpx.HTTPError, AssertionError, KeyError, ValueError):  # refused while something is down
                self._over.wait(0.2)


class Reader:
    """A visitor who reads what does not depend on the dead one, page after page, and notes when and how long."""

    def __init__(self, product: Product, paths: Sequence[str]) -> None:
        self._product = product
        self._paths = paths
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)
        self._waits: list[tuple[float, float, bool]] = []

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def begun(self, since: float, until: float) -> list[tuple[float, bool]]:
        """What was asked in a span of the monotonic clock: seconds waited, and whether it was refused."""
        return [(waited, refused) for began, waited, refused in self._waits if since <= began < until]

    def _read(self) -> None:
        with _visitor(self._product) as client:
            while self._paths and not self._over.is_set():
                for path in self._paths:
                    began = time.monotonic()
                    refused = not _answers(client, path)
                    self._waits.append((began, time.monotonic() - began, refused))


def kill_each(product: Product, processes: Mapping[str, Sequence[str]]) -> Iterator[Outcome]:
    """Kill each process several times, in turn."""
    outcomes = {process: Outcome(process) for process in processes}
    for turn in range(KILLS):
        for process, others in processes.items():
            tell(f"killing {process}, {turn + 1} of {KILLS} …")
            _kill(product, outcomes[process], others)
    yield from outcomes.values()


def _kill(product: Product, outcome: Outcome, others: Sequence[str]) -> None:
    with Writer(product) as writer, Reader(product, others) as reader:
        began = time.monotonic()
        time.sleep(QUIET)
        killed = time.monotonic()
        os.kill(_pid_of(product, outcome.process), signal.SIGKILL)
        _wait(product, outcome.process)
        back = time.monotonic()
        time.sleep(QUIET)
    outcome.back.append(back - killed)
    outcome.before += [waited for waited, _ in reader.begun(began, killed)]
    outcome.down += [waited for waited, _ in reader.begun(killed, back)]
    outcome.refused += sum(refused for _, refused in reader.begun(killed, back))
    with product.client(OFFICER) as officer:
        found = points_of(officer)
    outcome.lost += found not in (writer.acknowledged[-1], writer.tried)  # the last one tried may be there too


def _pid_of(product: Product, process: str) -> int:
    found = product.server_pid() if process == "database" else product.part_pid(process)
    if found is None:
        raise RuntimeError(f"{process} does not run")
    return found


def _wait(product: Product, killed: str) -> None:
    """Until everything answers again."""
    began = time.monotonic()
    missing = list(EVERYTHING)
    with _visitor(product) as client:
        while missing:
            missing = [path for path in missing if not _answers(client, path)]
            if time.monotonic() - began > GIVEN_UP:
                raise RuntimeError(f"{killed} did not come back: {missing}")


def _visitor(product: Product) -> httpx.Client:
    return httpx.Client(base_url=product.url, timeout=GIVEN_UP, follow_redirects=True)


def _answers(client: httpx.Client, path: str) -> bool:
    try:
        return client.get(path).status_code == 200
    except httpx.TransportError:
        return False
