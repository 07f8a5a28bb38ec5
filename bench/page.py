"""The dashboard of Lào Cai through the whole product, beside an empty app that sends the same finished bytes."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.door import LEADER
from bench.ground import PASSWORD, Ground
from bench.rounds import Line, ratio, take_turns
from bench.served import Served, product, ready_bytes

PATH = "/tong-quan?dv=T15-2025"
PAGES, READY = 15, 1500


@dataclass(slots=True)
class Visits:
    """Visits of one page by one visitor."""

    server: Served
    headers: dict[str, str]
    status: int
    count: int

    def measure(self) -> tuple[float, float]:
        """Milliseconds of the server's CPU and of waiting (median) per visit."""
        waits = []
        before = self.server.cpu_seconds()
        for _ in range(self.count):
            began = time.perf_counter()
            answer = self.server.ask("GET", PATH, self.headers)
            waits.append(time.perf_counter() - began)
            if answer.status != self.status:
                raise RuntimeError(answer.body.decode())
        cpu = (self.server.cpu_seconds() - before) / self.count
        return cpu * 1000, statistics.median(waits) * 1000


def measure_page(ground: Ground, admin: str) -> Iterator[Line]:
    """First view and repeat view of a signed-in leader."""
    with product(ground, admin, "page") as server:
        visitor = {"cookie": sign_in(server), "accept": "text/html", "accept-language": "vi"}
        page = server.ask("GET", PATH, visitor)
        again = {**visitor, "if-none-match": page.header("etag") or ""}
        with ready_bytes(ground, page.body) as limit:
            ready, first, repeat = take_turns(
                Visits(limit, visitor, 200, READY).measure,
                Visits(server, visitor, 200, PAGES).measure,
                Visits(server, again, 304, PAGES).measure,
            )
    size = f"{len(page.body) / 1024:.0f} kB"
    yield _line(f"dashboard ({size}), first view: p50 of the wait", ready, first, 1, "≤ 12 ×")
    yield _line(f"dashboard ({size}), first view: CPU", ready, first, 0, "")
    yield _line("dashboard, repeat view answered 304: CPU", ready, repeat, 0, "≤ 1.3 ×")


def sign_in(server: Served) -> str:
    """The cookie of a leader of Lào Cai."""
    body = f'{{"email": "{LEADER}", "password": "{PASSWORD}"}}'.encode()
    answer = server.ask("POST", "/api/gateway/v1/sessions", {"content-type": "application/json"}, body)
    return (answer.header("set-cookie") or "").partition(";")[0]


def _line(what: str, limit: list[tuple[float, float]], ours: list[tuple[float, float]], part: int, goal: str) -> Line:
    below, above = [figures[part] for figures in limit], [figures[part] for figures in ours]
    told = [f"{statistics.median(figures):.3g} ms" for figures in (below, above)]
    return Line(what, told[0], told[1], f"{ratio(above, below):.1f} ×", goal)
