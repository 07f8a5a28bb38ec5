"""What a screen asks of the service, with two months of history and with sixty, from every commune of the country."""

import asyncio
import statistics
import time
from collections.abc import Iterator

from bench.facts import SHORT, Facts
from bench.ground import Ground
from bench.material import COUNTS, FIRST, MONTHS
from bench.rounds import ROUNDS, Line, ratio
from commands.system import System, build, opened
from contracts.access import Right
from kit.asgi import App, call
from kit.caller import Caller, Grant, identity

CALLS = 15
ROOT = "/api/indicators/v1"
NEXT = str(FIRST.next())
SCREENS = {
    "dashboard of a province": (f"{ROOT}/overviews/T15-2025", f"period={NEXT}"),
    "tiles of its communes": (
        f"{ROOT}/figures",
        f"indicator={COUNTS[0]}&within=T15-2025&level=X&period={NEXT}&limit=200",
    ),
    "proof of one figure": (f"{ROOT}/figures/{COUNTS[0]}/T15-2025/{NEXT}/proof", ""),
    "dashboard of the nation": (f"{ROOT}/overviews/VN", f"period={NEXT}"),
    "dashboard of a commune, newest figures": (f"{ROOT}/overviews/X04630-2025", ""),
}


def measure_history(ground: Ground, short: Facts, long: Facts) -> Iterator[Line]:
    """Each screen's call on both databases in turn."""
    figures = asyncio.run(_measure(build(ground.settings, short.admin), build(ground.settings, long.admin)))
    for screen, (below, above) in figures.items():
        limit, ours = (f"{statistics.median(taken):.1f} ms" for taken in (below, above))
        what = f"{screen}, {SHORT} months / {MONTHS} months ({long.size})"
        yield Line(what, limit, ours, f"{ratio(above, below):.2f} ×", "≤ 1.5 ×")


async def _measure(short: System, long: System) -> dict[str, tuple[list[float], list[float]]]:
    headers = reader_of(short)
    taken: dict[str, tuple[list[float], list[float]]] = {screen: ([], []) for screen in SCREENS}
    async with opened(short.databases), opened(long.databases):
        for _ in range(ROUNDS + 1):
            for screen, (path, query) in SCREENS.items():
                for system, figures in zip((short, long), taken[screen], strict=True):
                    figures.append(await milliseconds(system.apps["indicators"], path, query, headers))
    return {screen: (below[1:], above[1:]) for screen, (below, above) in taken.items()}


def reader_of(system: System) -> dict[str, str]:
    """The headers of somebody who may read everything."""
    reader = Caller("bench", "account", "Đo", (Grant(frozenset({Right.INDICATORS_READ}), "VN"),))
    return {"x-lantoa-identity": identity(system.signing_key, reader, 3600)}


async def milliseconds(app: App, path: str, query: str, headers: dict[str, str]) -> float:
    """The median wait for one answer."""
    waits = []
    for _ in range(CALLS):
        began = time.perf_counter()
        answer = await call(app, "GET", path, query=query, headers=headers)
        waits.append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(answer.body.decode())
    return statistics.median(waits) * 1000
