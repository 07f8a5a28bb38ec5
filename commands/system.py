"""The composition: every part in one process, one part alone, or some here and the others asked over the network."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import FastAPI

from commands.keys import signing_key
from commands.parts import ASKED_BY, GATEWAY, PARTS, asked_urls
from commands.storage import app_dsn
from kit.asgi import App, Message, Receive, Scope, Send
from kit.database import Database
from kit.forwarding import Behind, Forwarder
from kit.settings import Settings
from kit.tokens import SigningKey

if TYPE_CHECKING:
    from gateway.door.dispatch import Door

INTERNAL = "/internal/"
ENDS = ("lifespan.startup.failed", "lifespan.shutdown.complete", "lifespan.shutdown.failed")


class Link:
    """A door that is hung before the house behind it stands: pages call the gateway, the gateway calls pages."""

    def __init__(self) -> None:
        self.app: App | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on to the app that was linked."""
        assert self.app is not None, "linked before the first request"
        await self.app(scope, receive, send)


class Connected:
    """An app whose ways to other processes are open while it runs."""

    def __init__(self, app: App, ways: Iterable[Forwarder]) -> None:
        self._app = app
        self._ways = tuple(ways)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the start and end of the process."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_last(message: Message) -> None:
            """The server does not wait for us once it was told of the end, so the ways are closed before."""
            if message["type"] in ENDS:
                for way in self._ways:
                    await way.close()
            await send(message)

        for way in self._ways:
            await way.open()
        await self._app(scope, receive, send_last)


class Abandonable:
    """A part whose feed is read over the network: a wait whose reader has gone ends, and holds no process up."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; only internal reading, which has no body, is watched."""
        if scope["type"] != "http" or not scope["path"].startswith(INTERNAL):
            await self._app(scope, receive, send)
            return
        answer = asyncio.ensure_future(self._app(scope, _no_body, send))
        leaving = asyncio.ensure_future(_left(receive))
        await asyncio.wait({answer, leaving}, return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        if not answer.done():
            answer.cancel()
            await asyncio.wait({answer})
        elif not answer.cancelled():
            answer.result()


async def _no_body() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@dataclass(frozen=True, slots=True)
class System:
    """The gateway with what is behind it in this process; `served` is what a server is given."""

    door: "Door"
    served: App
    apps: Mapping[str, FastAPI]
    databases: Mapping[str, Database]
    signing_key: SigningKey


@dataclass(frozen=True, slots=True)
class Ground:
    """What every part is raised on; a part's code is imported when it is raised, so nobody carries another's weight."""

    settings: Settings
    admin: str
    key: SigningKey
    stores: dict[str, Database] = field(default_factory=dict)

    def directory(self) -> FastAPI:
        """Who and where."""
        from services.directory import app

        return app.create_app(self.settings, self._store("directory"), self.key)

    def indicators(self, directory: App) -> FastAPI:
        """What is measured; it follows the feed of `directory`."""
        from services.indicators import app

        return app.create_app(self.settings, self._store("indicators"), self.key, directory)

    def frontend(self, gateway: App) -> FastAPI:
        """The pages; they know the system through the gateway only."""
        from frontend import app

        return app.create_app(self.settings, self.key, gateway)

    def gateway(self, upstreams: Mapping[str, App]) -> "Door":
        """The one door."""
        from gateway import app

        return app.create_app(self.settings, self._store(GATEWAY), self.key, upstreams)

    def ways(self, urls: Mapping[str, str]) -> dict[str, Forwarder]:
        """A forwarder to each part that is served elsewhere."""
        return {part: Forwarder(url, key=self.key, name=part) for part, url in urls.items()}

    def _store(self, service: str) -> Database:
        self.stores[service] = Database(app_dsn(self.settings, self.admin, service), service)
        return self.stores[service]


def build(settings: Settings, admin: str, local: Collection[str] = PARTS) -> System:
    """Raise the gateway and the `local` parts; the others are asked where their settings say.

    Databases open when the gateway's lifespan is entered, ways to other processes with the lifespan of `served`.
    """
    ground = Ground(settings, admin, signing_key(settings))
    ways = ground.ways(asked_urls(settings, GATEWAY, but=local))
    link = Link()
    apps: dict[str, FastAPI] = {}
    if "directory" in local:
        apps["directory"] = ground.directory()
    if "indicators" in local:
        apps["indicators"] = ground.indicators(apps.get("directory") or ways["directory"])
    if "frontend" in local:
        apps["frontend"] = ground.frontend(link)
    upstreams: dict[str, App] = {part: apps.get(part) or ways[part] for part in ASKED_BY[GATEWAY]}
    door = ground.gateway(upstreams)
    link.app = door
    served: App = Connected(Behind(door, ground.key), ways.values()) if ways else door
    return System(door, served, apps, ground.stores, ground.key)


def build_part(settings: Settings, admin: str, part: str) -> App:
    """Raise one part to be served alone; whom it asks is asked over the network. WrongSetting names a missing one."""
    ground = Ground(settings, admin, signing_key(settings))
    ways = ground.ways(asked_urls(settings, part))
    raised: Mapping[str, Callable[[], App]] = {
        "directory": ground.directory,
        "indicators": lambda: ground.indicators(ways["directory"]),
        "frontend": lambda: ground.frontend(ways[GATEWAY]),
        GATEWAY: lambda: ground.gateway(ways),
    }
    return Connected(Behind(Abandonable(raised[part]()), ground.key), ways.values())


@asynccontextmanager
async def opened(stores: Mapping[str, Database]) -> AsyncIterator[None]:
    """The databases, open for a command that runs without a server."""
    for store in stores.values():
        await store.open()
    try:
        yield
    finally:
        for store in stores.values():
            await store.close()
