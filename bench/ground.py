"""Where it is measured: a durable embedded server of its own in a temporary folder, filled by the product itself."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from commands import storage
from commands.accounts import new_client
from commands.seeding import seed
from commands.system import opened
from contracts.access import Right
from gateway.actions.clients import ClientSecret
from kit.database import in_unit
from kit.postgres.cluster import DATABASE, Cluster
from kit.postgres.provision import clone_database
from kit.settings import Settings
from services.indicators.actions.definitions import define_indicators
from services.indicators.rules.definitions import IndicatorDefinition

PASSWORD = "Do-hieu-nang-2026"  # noqa: S105 - of accounts that live as long as one run
KEPT = {"LANTOA_PG_BIN"}
PLENTY = {"rate_account": 10**9, "rate_client": 10**9, "rate_address": 10**9, "at_once": 1000}
"""Limits nobody meets: what is measured is counted as in operation, and never refused."""


class Ground:
    """One server: the sample as every installation loads it, and clones of it."""

    def __init__(self) -> None:
        for name in [name for name in os.environ if name.startswith("LANTOA_") and name not in KEPT]:
            del os.environ[name]
        self.folder = Path(tempfile.mkdtemp(prefix="lantoa-bench-"))
        self.settings = Settings(data_dir=self.folder, sample_password=PASSWORD, port=0).model_copy(update=PLENTY)
        self._cluster = Cluster(self.folder, durable=True)
        self.admin = ""

    def __enter__(self) -> "Ground":
        try:
            self.admin = self._cluster.start()
            storage.prepare(self.settings, self.admin)
            asyncio.run(seed(self.settings, self.admin, samples=True))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def clone(self, name: str) -> str:
        """A copy of the sample's database; its administrator's DSN."""
        return clone_database(self.admin, DATABASE, name)

    def define(self, admin: str, definitions: list[IndicatorDefinition]) -> None:
        """Add indicators to a database, as an operator's file does."""

        async def work() -> None:
            database = storage.databases(self.settings, admin)["indicators"]
            async with opened({"indicators": database}), in_unit(database) as session:
                await define_indicators(session, definitions)

        asyncio.run(work())

    def client(self, admin: str) -> ClientSecret:
        """A system that may read and write values of the whole country."""

        async def work() -> ClientSecret:
            database = storage.databases(self.settings, admin)["gateway"]
            async with opened({"gateway": database}):
                return await new_client(database, "Đo hiệu năng", [Right.VALUES_WRITE, Right.INDICATORS_READ], "VN")

        return asyncio.run(work())
