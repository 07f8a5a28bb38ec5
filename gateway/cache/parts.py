"""Which parts' changes are heard: those that say themselves that they work in the database we listen to."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI

from gateway.door.places import PAGES
from kit.asgi import App, call
from kit.background import in_background

ASKED_EVERY = 2.0
"""Seconds; shorter than a lease, so that nothing is kept of a part that moved while no door was open."""
PATIENCE = 1.0


class Parts:
    """What the services said last about where they work."""

    def __init__(self, upstreams: Mapping[str, App], lost: Callable[[], None]) -> None:
        """`lost` is called when what was heard so far is not what is heard now."""
        self._services = {name: app for name, app in upstreams.items() if name != PAGES}
        self._lost = lost
        self._database = ""
        self._heard: frozenset[str] = frozenset()

    def is_heard(self, part: str | None) -> bool:
        """Whether every change of what this part tells reaches us; pages are made of what all services tell."""
        return part in self._heard

    def listen_in(self, database: str) -> None:
        """From now on changes are heard in this database."""
        if database != self._database:
            self._database = database
            self._heard = frozenset()

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Ask the services now and then, while the gateway runs."""
        async with in_background(self._follow()):
            yield

    async def _follow(self) -> None:
        while True:
            await self._ask()
            await asyncio.sleep(ASKED_EVERY)

    async def _ask(self) -> None:
        database = self._database
        names = await asyncio.gather(*(self._name_if_heard(name, database) for name in self._services))
        heard = frozenset(name for name in names if name)
        if len(heard) == len(self._services):
            heard |= {PAGES}
        if database == self._database and heard != self._heard:
            self._heard = heard
            self._lost()

    async def _name_if_heard(self, name: str, database: str) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await call(self._services[name], "GET", "/readyz")
                is_heard = answer.status == 200 and answer.json().get("database") == database
        except Exception:  # whatever goes wrong there, it is not heard
            return ""
        return name if is_heard else ""
