"""`manage.py run --split`: every part in a process of its own, watched, and started again whenever it ends."""

import argparse
import asyncio
import signal
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

from commands import loading, storage
from commands.children import Child, environment
from commands.failures import CannotServe
from commands.nurseries import Nurseries
from commands.parts import GATEWAY, PARTS, url_name
from commands.ports import announce, held
from commands.probing import end_when_hung, until_ready
from kit.logs import configure
from kit.settings import Settings

HERE = "127.0.0.1"
EVERYWHERE = {"0.0.0.0": HERE, "::": "::1"}  # noqa: S104  (where to reach ourselves when we listen on all addresses)
LOOPBACK = {HERE, "localhost", "::1"}
FIRST_ANSWER = 120.0
"""Seconds until all parts must have been ready for the first time."""


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Serve until interrupted. The supervisor only watches: no request waits for it, and none is lost by its end."""
    configure(settings.log_level)
    samples = not options.empty and not settings.production
    settings = loading.eased(settings, samples=samples)
    with ExitStack() as stack:
        port = stack.enter_context(held(settings.host, settings.port)).getsockname()[1]
        urls = _urls(settings, port, stack)
        nurseries = stack.enter_context(Nurseries(environment(settings)))
        admin = stack.enter_context(storage.server(settings, beside=False, lasting=True))
        loading.make_ready(settings, admin, samples=samples)
        ours = [part for part in PARTS if _is_ours(settings, part)]
        children = [Child(part, _told(settings, part, port, urls), nurseries.bear) for part in ours]
        return asyncio.run(_supervise(children, nurseries, urls, settings.host, port))


def _is_ours(settings: Settings, part: str) -> bool:
    """Whether this machine serves a part: unless its address is another's."""
    url = settings.part_url(part)
    return part == GATEWAY or url is None or urlsplit(url).hostname in LOOPBACK


def _urls(settings: Settings, port: int, stack: ExitStack) -> dict[str, str]:
    """Where each part answers: at the address that is set, else at a free port of this machine, held until the end."""
    host = EVERYWHERE.get(settings.host, settings.host)
    urls = {GATEWAY: f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"}
    for part in PARTS[:-1]:
        url = settings.part_url(part)
        if _is_ours(settings, part):
            wanted = urlsplit(url).port if url else None
            url = f"http://{HERE}:{stack.enter_context(held(HERE, wanted or 0)).getsockname()[1]}"
        assert url is not None
        urls[part] = url
    return urls


def _told(settings: Settings, part: str, port: int, urls: Mapping[str, str]) -> dict[str, str]:
    """What a child is told besides: everybody's address; only the gateway may be open to other machines."""
    own = {"LANTOA_HOST": settings.host, "LANTOA_PORT": str(port)} if part == GATEWAY else {"LANTOA_HOST": HERE}
    return {**own, **{url_name(name): url for name, url in urls.items()}}


async def _supervise(
    children: Sequence[Child], nurseries: Nurseries, urls: Mapping[str, str], host: str, port: int
) -> int:
    """Keep the children until a signal comes; the exit code it stands for. Raises CannotServe."""
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    for word in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(word, _hear, told, word)
    keeping = [asyncio.create_task(work) for work in (nurseries.keep(), *(child.keep() for child in children))]
    opening = asyncio.create_task(_open(children, urls, host, port))
    work = asyncio.gather(opening, *keeping)
    try:
        happening: set[asyncio.Future[Any]] = {told, work}
        await asyncio.wait(happening, return_when=asyncio.FIRST_COMPLETED)
        if not told.done():
            work.result()
        return 128 + told.result()
    finally:
        opening.cancel()
        for child in reversed(children):  # what the gateway has let in is served before the others go
            await child.stop()
        for task in keeping:  # the nurseries, and who waits to be born
            task.cancel()
        await asyncio.gather(work, *keeping, return_exceptions=True)


def _hear(told: "asyncio.Future[int]", word: signal.Signals) -> None:
    if not told.done():
        told.set_result(word)


async def _open(children: Sequence[Child], urls: Mapping[str, str], host: str, port: int) -> None:
    """Tell where to look once the whole is ready, then watch it.

    The gateway is asked last, so that it finds the others there.
    """
    try:
        async with asyncio.timeout(FIRST_ANSWER):
            for part in PARTS:
                await until_ready(urls[part])
    except TimeoutError as error:
        raise CannotServe(f"Sản phẩm chưa sẵn sàng sau {FIRST_ANSWER:.0f} giây, phần {part} chưa trả lời.") from error
    for child in children:
        child.has_served = True
    announce(host, port)
    await asyncio.gather(*(end_when_hung(child, urls[child.part]) for child in children))
