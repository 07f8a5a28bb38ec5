"""Large frameworks are compared beside the event loop: whoever else asks is answered meanwhile."""

import asyncio
import time

import httpx

from tests.harness.frameworks import head, nodes
from tests.harness.scoring import API, Desk

COUNT = 400
"""So many criteria that all are compared with all; at most 500 by 500 are."""


def test_others_are_answered_while_large_frameworks_are_compared(
    officer: httpx.Client, publish: object, desk: Desk
) -> None:
    assert callable(publish)
    for code, word, day, more in (
        ("SS-L1", "trước", "2027-01-01", ""),
        ("SS-L2", "sau", "2028-01-01", "succeeds: SS-L1\n"),
    ):
        tree = nodes(f'code: "{place}", name: Tiêu chí {word} số {place}, max: 0.25' for place in range(1, COUNT + 1))
        made = publish(head(code, area="T15-2025", issuer="SS-L", valid_from=day, more=more) + tree)
        assert made.status_code == 201, made.text

    async def worst_wait(until: "asyncio.Task[None]") -> float:
        worst = 0.0
        while not until.done():
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            worst = max(worst, time.perf_counter() - began)
        return worst

    async def compared() -> tuple[float, float]:
        async def ask() -> None:
            async with httpx.AsyncClient(base_url=desk.system.url, timeout=60) as client:
                answer = await client.get(f"{API}/frameworks/SS-L2/diff")
                assert answer.json()["new"]["leaves"] == COUNT

        began = time.perf_counter()
        asking = asyncio.get_running_loop().create_task(ask())
        worst = await worst_wait(asking)
        await asking
        return worst, time.perf_counter() - began

    worst, whole = desk.system.run(compared())
    assert worst < max(0.5 * whole, 0.2), f"{worst:.2f} s of {whole:.2f} s nobody was answered"
