"""The whole product in one process: every service, the gateway in front, the pages behind it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from commands.storage import databases
from frontend import app as frontend
from gateway import app as gateway
from gateway.door.dispatch import Door
from kit.asgi import App, Receive, Scope, Send
from kit.database import Database
from kit.settings import Settings
from kit.tokens import SigningKey
from services.directory import app as directory
from services.indicators import app as indicators


class Link:
    """A door that is hung before the house behind it stands: pages call the gateway, the gateway calls pages."""

    def __init__(self) -> None:
        self.app: App | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on to the app that was linked."""
        assert self.app is not None, "linked before the first request"
        await self.app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class System:
    """The apps of one process and the databases they stand on."""

    door: Door
    apps: Mapping[str, FastAPI]
    databases: Mapping[str, Database]
    signing_key: SigningKey


def build(settings: Settings, admin: str) -> System:
    """Raise every app; their databases open when the gateway's lifespan is entered."""
    key = SigningKey.load(settings.secrets_dir)
    stores = databases(settings, admin)
    link = Link()
    who = directory.create_app(settings, stores["directory"], key)
    what = indicators.create_app(settings, stores["indicators"], key, who)
    pages = frontend.create_app(settings, key, link)
    apps = {"directory": who, "indicators": what, "frontend": pages}
    door = gateway.create_app(settings, stores["gateway"], key, apps)
    link.app = door
    return System(door, apps, stores, key)


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
