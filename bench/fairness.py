"""How long others wait while one API client sends seven times its share, beside the same when it sends nothing."""

import statistics
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.door import PATH
from bench.ground import PLENTY, Ground
from bench.load import Job, Outcome, pressed
from bench.page import visitor_of
from bench.rounds import Line, tell
from bench.served import Connection, Served, product
from bench.visits import fresh, visit
from gateway.sample import SAMPLES
from kit.settings import Settings

ROUNDS = 4
SECONDS = 6.0
OTHERS = 3
PAUSE = 0.12
"""Seconds each of the others rests between two visits: they stay below their own share."""
AREAS = 4
"""Areas looked at after each dashboard."""
SHARES = 7
CONNECTIONS = 64
GREEDY = "/api/indicators/v1/values?limit=500"
LIMITS = {name: Settings.model_fields[name].default for name in PLENTY}
WHAT = "{kind} of others, p99 alone / beside a client at {shares} × its share{how}"


@dataclass(slots=True)
class Waits:
    """Seconds that visits of others took, by what they asked."""

    dashboards: list[float] = field(default_factory=list)
    areas: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """A product with its visitors, and how long they waited; `told` are its limits."""

    server: Served
    token: str
    visitors: list[dict[str, str]]
    alone: Waits = field(default_factory=Waits)
    beside: Waits = field(default_factory=Waits)
    sent: list[Outcome] = field(default_factory=list)


def measure_fairness(ground: Ground, admin: str) -> Iterator[Line]:
    """Others alone and beside the client, in turn, with the limits as they are set and without any."""
    with ExitStack() as stack:
        limited = _place(ground, admin, stack, "limited", LIMITS)
        free = _place(ground, admin, stack, "free", dict.fromkeys(LIMITS, 0))
        for number in range(ROUNDS + 1):
            for place in (limited, free):
                _round(place, counts=number > 0)
    for place, how in ((limited, ""), (free, ", nothing limited")):
        refused = sum(outcome.refused for outcome in place.sent)
        tell(f"  the client{how}: {sum(one.answers for one in place.sent):,} requests, {refused:,} of them refused")
        yield _line("dashboards", how, place.alone.dashboards, place.beside.dashboards)
        yield _line("one area", how, place.alone.areas, place.beside.areas)


def _place(ground: Ground, admin: str, stack: ExitStack, name: str, limits: Mapping[str, int]) -> Place:
    told = {f"LANTOA_{limit.upper()}": str(value) for limit, value in limits.items()}
    server = stack.enter_context(product(ground, admin, name, told))
    emails = [sample.email for sample in SAMPLES if sample.role == "leader"]
    visitors = [visitor_of(server, emails[number % len(emails)]) for number in range(OTHERS)]
    client = ground.client(admin)
    form = f"grant_type=client_credentials&client_id={client.client_id}&client_secret={client.client_secret}"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    token = str(server.ask("POST", "/token", kind, form.encode()).json()["access_token"])
    return Place(server, token, visitors)


def _round(place: Place, *, counts: bool) -> None:
    alone = _visited(place)
    rate = SHARES * LIMITS["rate_client"] / 60
    headers = {"authorization": f"Bearer {place.token}", "accept": "application/json"}
    job = Job(place.server.url, GREEDY, headers, fresh=True, connections=CONNECTIONS, seconds=SECONDS, rate=rate)
    with ThreadPoolExecutor(1) as beside:
        greedy: Future[Outcome] = beside.submit(pressed, job)
        busy = _visited(place)
        outcome = greedy.result()
    if counts:
        for kept, found in ((place.alone, alone), (place.beside, busy)):
            kept.dashboards += found.dashboards
            kept.areas += found.areas
        place.sent.append(outcome)


def _visited(place: Place) -> Waits:
    """What the others waited, each by themselves, for as long as a round takes."""
    waits = Waits()
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(OTHERS) as people:
        for done in [people.submit(_go_on, place.server.url, headers, until, waits) for headers in place.visitors]:
            done.result()
    return waits


def _go_on(url: str, headers: dict[str, str], until: float, waits: Waits) -> None:
    """Look at the dashboard and at some areas in turn; nothing is answered from memory."""
    connection = Connection(url)
    while time.monotonic() < until:
        waits.dashboards.append(visit(connection, fresh(headers)))
        time.sleep(PAUSE)
        for _ in range(AREAS):
            waits.areas.append(_look(connection, headers))
            time.sleep(PAUSE)


def _look(connection: Connection, headers: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = connection.ask("GET", PATH, {**fresh(headers), "accept": "application/json"})
    took = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(answer.body.decode())
    return took


def _line(kind: str, how: str, alone: list[float], beside: list[float]) -> Line:
    below, above = (statistics.quantiles(waits, n=100)[98] for waits in (alone, beside))
    what = WHAT.format(kind=kind, shares=SHARES, how=how)
    goal = "" if how else "≤ 2 ×"
    return Line(what, f"{below * 1000:.3g} ms", f"{above * 1000:.3g} ms", f"{above / below:.2f} ×", goal)
