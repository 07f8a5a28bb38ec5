"""What is left of a service's throughput behind the gateway: in a process of its own, and in one process with it."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from bench.door import PATH
from bench.ground import Ground
from bench.history import reader_of
from bench.load import Job, pressed
from bench.page import sign_in
from bench.rounds import Line, ratio, take_turns
from bench.served import Served, part, product
from commands.parts import GATEWAY, PARTS, url_name
from commands.ports import bound
from commands.system import build

HERE = "127.0.0.1"
ALONE = 4.0
"""Seconds after which a gateway that is the only one gives answers out of its memory."""
CONNECTIONS = Job("", "", {}, fresh=False).connections


@dataclass(frozen=True, slots=True)
class Pace:
    """Answers a second, and microseconds of CPU of the process that was asked for each of them."""

    rate: float
    cpu: float


def measure_split(ground: Ground, admin: str) -> Iterator[Line]:
    """One area, asked by many at once: the directory's own process, then the gateways before it.

    The gateways are measured one after the other, since two on one database do not answer from memory.
    """
    reader = reader_of(build(ground.settings, admin))
    with ExitStack() as stack:
        directory, gateway = _parts(ground, admin, stack)
        session = _session(gateway)
        alone, split, kept = take_turns(
            _pressing(directory, reader, fresh=True),
            _pressing(gateway, session, fresh=True),
            _pressing(gateway, session, fresh=False),
        )
    with ExitStack() as stack:
        directory = stack.enter_context(part(ground, admin, "directory", _urls()))
        whole = stack.enter_context(product(ground, admin, "whole"))
        beside, one = take_turns(
            _pressing(directory, reader, fresh=True), _pressing(whole, _session(whole), fresh=True)
        )
    what = f"one area, {CONNECTIONS} connections, the directory alone /"
    yield _throughput(f"{what} behind the gateway's process", alone, split, "≥ 0.45")
    yield _throughput(f"{what} out of the gateway's memory", alone, kept, "")
    yield _throughput(f"{what} behind the door of one process", beside, one, "")
    yield _cpu("CPU of the directory's process / of the gateway's process, per answer", alone, split)
    yield _cpu("CPU of the directory's process / of the one process with both, per answer", beside, one)


def _session(server: Served) -> dict[str, str]:
    """A signed-in leader, once the gateway has found out that it is the only one."""
    time.sleep(ALONE)
    return {"cookie": sign_in(server)}


def _urls() -> dict[str, str]:
    """Free ports for all parts, by the names of their settings."""
    with ExitStack() as stack:
        ports = {name: stack.enter_context(bound(HERE, 0)).getsockname()[1] for name in PARTS}
    urls = {url_name(name): f"http://{HERE}:{port}" for name, port in ports.items()}
    return {**urls, "LANTOA_PORT": str(ports[GATEWAY])}


def _parts(ground: Ground, admin: str, stack: ExitStack) -> tuple[Served, Served]:
    """Every part in its own process, as `run --split` has them; the directory and the gateway."""
    urls = _urls()
    served = {name: stack.enter_context(part(ground, admin, name, urls)) for name in PARTS}
    return served["directory"], served[GATEWAY]


def _pressing(server: Served, headers: dict[str, str], *, fresh: bool) -> Callable[[], Pace]:
    job = Job(server.url, PATH, {**headers, "accept": "application/json"}, fresh)

    def measure() -> Pace:
        before = server.cpu_seconds()
        outcome = pressed(job)
        cpu = server.cpu_seconds() - before
        return Pace(outcome.answers / outcome.seconds, cpu / outcome.answers * 1e6)

    return measure


def _throughput(what: str, limit: list[Pace], ours: list[Pace], goal: str) -> Line:
    below, above = [pace.rate for pace in limit], [pace.rate for pace in ours]
    alone, behind = (f"{statistics.median(rates):,.0f}/s" for rates in (below, above))
    return Line(what, alone, behind, f"{ratio(above, below):.2f}", goal)


def _cpu(what: str, limit: list[Pace], ours: list[Pace]) -> Line:
    below, above = [pace.cpu for pace in limit], [pace.cpu for pace in ours]
    alone, behind = (f"{statistics.median(taken):.0f} µs" for taken in (below, above))
    return Line(what, alone, behind, f"{ratio(above, below):.2f} ×", "")
