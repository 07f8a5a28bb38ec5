"""The world of the feed's tests."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from commands import storage
from kit.tokens import SigningKey
from tests.harness.store import Store
from tests.kit.feeds.world import Place, World, lay_tables, opened, run

Story = Callable[[World], Awaitable[Any]]


@pytest.fixture
def tell(empty_database: Callable[[], str], store: Store) -> Callable[[Story], Any]:
    """Runs a story (a coroutine function over a World) in a fresh database."""
    settings, admin = store.settings(), empty_database()
    for schema in ("directory", "indicators"):
        lay_tables(storage.owner_dsn(settings, admin, schema), schema)
    place = Place(
        storage.app_dsn(settings, admin, "directory"),
        storage.app_dsn(settings, admin, "indicators"),
        admin,
        SigningKey.load(settings.secrets_dir),
    )

    async def play(story: Story) -> Any:
        async with opened(place) as world:
            return await story(world)

    return lambda story: run(play(story))
