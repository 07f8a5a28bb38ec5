"""The dashboard of Lào Cai through the whole product, beside an empty app that sends the same finished bytes."""

import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from bench.door import LEADER
from bench.ground import PASSWORD, Ground
from bench.rounds import Line, ratio, take_turns
from bench.served import Served, product
from kit.asgi import Answer

PATH = "/tong-quan?dv=T15-2025"
FIRST, AGAIN = 15, 1500
WARM_SECONDS = 4.0
"""After its start the gateway asks for every answer anew for three seconds."""
BY_THE_SERVER = (b"date", b"server", b"content-length")


@dataclass(slots=True)
class Visits:
    """Visits of one page by one visitor; `numbers` make each differ in a header that answers vary by, so that nothing
    is answered from memory.
    """

    server: Served
    headers: dict[str, str]
    status: int
    count: int
    numbers: Iterator[int] | None = None

    def measure(self) -> tuple[float, float]:
        """Milliseconds of the server's CPU and of waiting (median) per visit."""
        before = self.server.cpu_seconds()
        waits = [self._wait() for _ in range(self.count)]
        cpu = (self.server.cpu_seconds() - before) / self.count
        return cpu * 1000, statistics.median(waits) * 1000

    def _wait(self) -> float:
        headers = self.headers
        if self.numbers is not None:
            headers = {**headers, "accept-language": f"vi,en;q=0.{next(self.numbers)}"}
        began = time.perf_counter()
        answer = self.server.ask("GET", PATH, headers)
        took = time.perf_counter() - began
        if answer.status != self.status:
            raise RuntimeError(answer.body.decode())
        return took


def measure_page(ground: Ground, admin: str) -> Iterator[Line]:
    """First view and repeat views of a signed-in leader."""
    with product(ground, admin, "page") as server:
        visitor = visitor_of(server)
        time.sleep(WARM_SECONDS)
        page = server.ask("GET", PATH, visitor)
        again = {**visitor, "if-none-match": page.header("etag") or ""}
        with _ready(ground, page) as limit:
            ready, first, repeat, same = take_turns(
                Visits(limit, visitor, 200, AGAIN).measure,
                Visits(server, visitor, 200, FIRST, count(100_000)).measure,
                Visits(server, visitor, 200, AGAIN).measure,
                Visits(server, again, 304, AGAIN).measure,
            )
    size = f"{len(page.body) / 1024:.0f} kB packed"
    yield _line(f"dashboard ({size}), first view: p50 of the wait", ready, first, 1, "≤ 12 ×")
    yield _line(f"dashboard ({size}), first view: CPU", ready, first, 0, "")
    yield _line("dashboard, repeat view: CPU", ready, repeat, 0, "≤ 1.3 ×")
    yield _line("dashboard, repeat view answered 304: CPU", ready, same, 0, "≤ 1.3 ×")


def visitor_of(server: Served, email: str = LEADER) -> dict[str, str]:
    """What the browser of a signed-in leader sends; all of them take gzip."""
    told = {"accept": "text/html", "accept-language": "vi", "accept-encoding": "gzip, deflate, br"}
    return {"cookie": sign_in(server, email), **told}


def sign_in(server: Served, email: str = LEADER) -> str:
    """The cookie of a leader, of Lào Cai when nobody else is named."""
    body = f'{{"email": "{email}", "password": "{PASSWORD}"}}'.encode()
    answer = server.ask("POST", "/api/gateway/v1/sessions", {"content-type": "application/json"}, body)
    return (answer.header("set-cookie") or "").partition(";")[0]


def _ready(ground: Ground, page: Answer) -> Served:
    """An empty ASGI app that answers with this very answer, headers included."""
    file = ground.folder / "ready-page"
    file.write_bytes(page.body)
    told = [(name.decode(), value.decode("latin-1")) for name, value in page.headers if name not in BY_THE_SERVER]
    return Served(["-m", "bench.ready", str(file), json.dumps(told)], {}, ground.folder / "ready-page.log")


def _line(what: str, limit: list[tuple[float, float]], ours: list[tuple[float, float]], part: int, goal: str) -> Line:
    below, above = [figures[part] for figures in limit], [figures[part] for figures in ours]
    told = [f"{statistics.median(figures):.3g} ms" for figures in (below, above)]
    return Line(what, told[0], told[1], f"{ratio(above, below):.2f} ×", goal)
