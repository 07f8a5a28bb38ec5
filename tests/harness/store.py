"""Databases for tests: a template migrated and seeded once per run, clones of it, and empty ones."""

import asyncio
import fcntl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from commands import storage, system
from kit.postgres.provision import clone_database, create_database, drop_database, provision
from kit.settings import Settings

TEMPLATE = "lantoa_template"
PASSWORD = "Mat-khau-mau-2026"


def named(dsn: str, database: str) -> str:
    """The same server's DSN for another database."""
    return urlunsplit(urlsplit(dsn)._replace(path="/" + database))


class Store:
    """One run's databases on the run's one server."""

    def __init__(self, admin: str, folder: Path) -> None:
        self.admin = admin
        self.folder = folder

    def settings(self) -> Settings:
        """Settings of an installation in the run's folder: every clone shares its keys and role passwords."""
        return Settings(data_dir=self.folder, sample_password=PASSWORD, port=0)  # type: ignore[arg-type]

    @contextmanager
    def clone(self) -> Iterator[str]:
        """A clone of the seeded template; the DSN of its administrator."""
        self._build_template()
        name = f"clone_{uuid.uuid4().hex[:12]}"
        clone_database(self.admin, TEMPLATE, name)
        try:
            yield named(self.admin, name)
        finally:
            drop_database(self.admin, name)

    def empty(self) -> str:
        """A database with roles and schemas, no tables."""
        name = f"empty_{uuid.uuid4().hex[:12]}"
        create_database(self.admin, name)
        dsn = named(self.admin, name)
        with self._alone():
            provision(dsn, storage.SERVICES, lambda role: storage.password_of(self.settings(), role))
        return dsn

    def drop(self, dsn: str) -> None:
        """Remove a database made by `empty`."""
        drop_database(self.admin, urlsplit(dsn).path.lstrip("/"))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One worker at a time: roles belong to the whole server."""
        with (self.folder / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _build_template(self) -> None:
        """Migrate and seed the template, by whichever worker comes first."""
        done = self.folder / "template.done"
        with self._alone():
            if done.exists():
                return
            create_database(self.admin, TEMPLATE)
            dsn = named(self.admin, TEMPLATE)
            storage.prepare(self.settings(), dsn)
            asyncio.run(system.seed(self.settings(), dsn))
            done.touch()
