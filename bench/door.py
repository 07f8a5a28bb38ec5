"""What the gateway adds to a request: the same in-process calls with and without it, by the CPU clock."""

import asyncio
import gc
import os
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from bench.ground import PASSWORD, Ground
from bench.ready import app_of
from bench.rounds import ROUNDS, Line, ratio
from commands.system import System, build, opened
from gateway import app as gateway
from gateway.door.access_log import flush
from kit.asgi import App, call
from kit.caller import Caller, Grant, identity
from kit.logs import configure

EMPTY_CALLS, REAL_CALLS = 3000, 300
PATH = "/api/directory/v1/areas/T15-2025"
LEADER = "lanhdao.laocai@lantoa.example"
BROWSER = {
    "host": "127.0.0.1:8000",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36",
    "accept": "application/json",
    "accept-encoding": "gzip, deflate, br",
    "accept-language": "vi,en;q=0.5",
    "sec-fetch-site": "same-origin",
}
Case = tuple[App, Mapping[str, str], int]


def measure_door(ground: Ground, admin: str) -> Iterator[Line]:
    """Added CPU over an app that does nothing, and what that is of a small real request."""
    configure(ground.settings.log_level)
    with _lines_to(ground.folder / "door.log"):
        figures = asyncio.run(_measure(ground, admin))
    bare, direct = figures["bare"], figures["direct"]
    for name, who in (("session", "a session"), ("token", "a token"), ("nobody", "nobody signed in")):
        ours = figures[name]
        added = statistics.median(one - other for one, other in zip(ours, bare, strict=True))
        yield Line(f"door before an empty app, {who}", _micro(bare), _micro(ours), f"+{added:.0f} µs", "≤ 15 µs added")
    through = figures["through"]
    yield Line("one area by a session, service alone / through the door", _micro(direct), _micro(through),
               f"{ratio(through, direct):.2f} ×", "")  # fmt: skip


@contextmanager
def _lines_to(path: os.PathLike[str]) -> Iterator[None]:
    """The access log goes to a file, as in operation; otherwise it would drown the table's progress."""
    kept = os.dup(2)
    with ExitStack() as stack:
        stack.callback(os.close, kept)
        stack.callback(os.dup2, kept, 2)
        os.dup2(stack.enter_context(open(path, "wb")).fileno(), 2)  # noqa: PTH123
        yield
        flush()


async def _measure(ground: Ground, admin: str) -> dict[str, list[float]]:
    """Microseconds of CPU per call of each case, round by round."""
    system = build(ground.settings, admin)
    async with opened(system.databases):
        cases = await _cases(ground, admin, system)
        taken: dict[str, list[float]] = {name: [] for name in cases}
        gc.collect()
        gc.freeze()
        for _ in range(ROUNDS + 1):
            for name, case in cases.items():
                taken[name].append(await _micros(case))
    return {name: figures[1:] for name, figures in taken.items()}


async def _cases(ground: Ground, admin: str, system: System) -> dict[str, Case]:
    empty = app_of(b'{"status":"ok"}')
    door = gateway.create_app(ground.settings, system.databases["gateway"], system.signing_key, {"directory": empty})
    session = {**BROWSER, "cookie": await session_of(system)}
    client = await asyncio.to_thread(ground.client, admin)
    form = f"grant_type=client_credentials&client_id={client.client_id}&client_secret={client.client_secret}"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    told = await call(system.door, "POST", "/token", headers=kind, body=form.encode())
    token = {**BROWSER, "authorization": f"Bearer {told.json()['access_token']}"}
    leader = Caller("bench", "account", "Đo", (Grant(frozenset({"indicators:read"}), "T15-2025"),))
    known = {**BROWSER, "x-lantoa-identity": identity(system.signing_key, leader, 600)}
    return {
        "bare": (empty, session, EMPTY_CALLS),
        "session": (door, session, EMPTY_CALLS),
        "token": (door, token, EMPTY_CALLS),
        "nobody": (door, BROWSER, EMPTY_CALLS),
        "direct": (system.apps["directory"], known, REAL_CALLS),
        "through": (system.door, session, REAL_CALLS),
    }


async def session_of(system: System) -> str:
    """The cookie of a signed-in leader of Lào Cai."""
    body = f'{{"email": "{LEADER}", "password": "{PASSWORD}"}}'.encode()
    kind = {"content-type": "application/json"}
    answer = await call(system.door, "POST", "/api/gateway/v1/sessions", headers=kind, body=body)
    return (answer.header("set-cookie") or "").partition(";")[0]


async def _micros(case: Case) -> float:
    app, headers, calls = case
    began = time.process_time_ns()
    for _ in range(calls):
        answer = await call(app, "GET", PATH, headers=headers)
    took = time.process_time_ns() - began
    if answer.status != 200:
        raise RuntimeError(answer.body.decode())
    return took / calls / 1000


def _micro(figures: list[float]) -> str:
    return f"{statistics.median(figures):.0f} µs"
