"""The indicators service."""

from collections.abc import Mapping

from fastapi import FastAPI

from kit.asgi import App
from kit.database import Database
from kit.feeds import feed_router, kept_events, retention
from kit.migrations import head_of
from kit.secrets import Vault
from kit.service import create_service
from kit.settings import Settings
from kit.tokens import SigningKey
from services.indicators.feed import follow_directory, follow_measurements
from services.indicators.routes import ROUTERS
from services.indicators.routes.seals import PURPOSE


def create_app(
    settings: Settings,
    database: Database,
    signing_key: SigningKey,
    directory: App,
    measuring: Mapping[str, App] | None = None,
) -> FastAPI:
    """Raise the service; it follows the feed of `directory` while it runs, and tells its deeds in one of its own.

    `measuring` are the services whose measurements become values, by name: each has a feed to follow.
    """
    followed = [follow_measurements(name, app, signing_key, database) for name, app in (measuring or {}).items()]
    app = create_service(
        "indicators",
        "Lan Tỏa: chỉ tiêu, số liệu, đánh giá và xếp hạng",
        [*ROUTERS, feed_router(kept_events)],
        signing_key=signing_key,
        database=database,
        head=head_of("indicators"),
        lifespans=[
            follow_directory(directory, signing_key, database).lifespan,
            *(consumer.lifespan for consumer in followed),
            retention(database),
        ],
    )
    app.state.workbook_key = bytes.fromhex(Vault(settings.secrets_dir, settings.given_master_key).derive(PURPOSE))
    return app
