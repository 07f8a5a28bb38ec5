"""The indicators service."""

from fastapi import FastAPI

from kit.asgi import App
from kit.database import Database
from kit.feeds import feed_router, kept_events, retention
from kit.migrations import head_of
from kit.service import create_service
from kit.settings import Settings
from kit.tokens import SigningKey
from services.indicators.feed import follow_directory
from services.indicators.routes import ROUTERS


def create_app(settings: Settings, database: Database, signing_key: SigningKey, directory: App) -> FastAPI:
    """Raise the service; it follows the feed of `directory` while it runs, and tells its deeds in one of its own."""
    return create_service(
        "indicators",
        "Lan Tỏa: chỉ tiêu, số liệu, đánh giá và xếp hạng",
        [*ROUTERS, feed_router(kept_events)],
        signing_key=signing_key,
        database=database,
        head=head_of("indicators"),
        lifespans=[follow_directory(directory, signing_key, database).lifespan, retention(database)],
    )
