"""The directory service."""

from fastapi import FastAPI

from kit.database import Database
from kit.feeds import feed_router, retention
from kit.migrations import head_of
from kit.service import create_service
from kit.settings import Settings
from kit.tokens import SigningKey
from services.directory.feed import snapshot
from services.directory.routes import ROUTERS


def create_app(settings: Settings, database: Database, signing_key: SigningKey) -> FastAPI:
    """Raise the service."""
    return create_service(
        "directory",
        "Lan Tỏa: địa bàn và cơ quan",
        [*ROUTERS, feed_router(snapshot)],
        signing_key=signing_key,
        database=database,
        head=head_of("directory"),
        lifespans=[retention(database)],
    )
