"""The product with every part in a process of its own, on a clone, as `manage.py run --split` has it."""

import asyncio
import threading
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from commands import storage
from commands.loading import remember
from kit.database import Database
from tests.harness.live import AnyForm
from tests.harness.process import Product
from tests.harness.store import Store

T = TypeVar("T")


class SplitSystem(AnyForm):
    """Five processes; coroutines run on a loop beside them, on connections of their own."""

    def __init__(self, store: Store, admin: str, folder: Path) -> None:
        """`folder` is its own; the secrets in it are the run's, so that both forms know the same tokens."""
        super().__init__()
        folder.mkdir()
        (folder / "secrets").symlink_to(store.settings().secrets_dir)
        settings = store.settings().model_copy(update={"data_dir": folder})
        remember(settings, admin, samples=True)  # the template was loaded from the files as they are
        self.admin = admin
        self.product = Product(folder, "--split", LANTOA_DATABASE_URL=admin)
        self._store = store
        self._databases = storage.databases(settings, admin)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "SplitSystem":
        with self._store.alone():  # it looks after the roles, which belong to the whole server
            self.product.start()
        self._thread.start()
        for database in self._databases.values():
            self.run(database.open())
        return self

    def __exit__(self, *_: object) -> None:
        self.close_clients()
        for database in self._databases.values():
            self.run(database.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self.product.stop()

    @property
    def url(self) -> str:
        """Where the gateway listens."""
        return self.product.url

    @property
    def databases(self) -> Mapping[str, Database]:
        """The services' databases; use them inside `run` only."""
        return self._databases

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine beside the product and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)
