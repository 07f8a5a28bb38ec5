"""Databases for tests: a template migrated and seeded once per run, clones of it, and empty ones."""

import asyncio
import fcntl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from commands import seeding, storage
from commands.keys import password_of
from kit.postgres.provision import clone_database, database_dsn, drop_database, provision
from kit.settings import Settings

TEMPLATE = "lantoa_template"
PASSWORD = "Chim-se-mau-2026"
PLENTY = 10_000_000
"""Requests a minute: whole suites ask from one address. They are counted, as in operation, and never too many."""


def create_database(admin: str, name: str) -> str:
    """An empty database; the administrator's DSN of it."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return database_dsn(admin, name)


class Store:
    """One run's databases on the run's one server."""

    def __init__(self, admin: str, folder: Path) -> None:
        self.admin = admin
        self.folder = folder

    def settings(self) -> Settings:
        """Settings of an installation in the run's folder: every clone shares its keys and role passwords."""
        return Settings(
            data_dir=self.folder,
            sample_password=PASSWORD,
            second_factor=False,
            port=0,
            rate_account=PLENTY,
            rate_client=PLENTY,
            rate_address=PLENTY,
            at_once=1000,
        )

    @contextmanager
    def clone(self) -> Iterator[str]:
        """A clone of the seeded template; the DSN of its administrator."""
        self._build_template()
        name = f"clone_{uuid.uuid4().hex[:12]}"
        dsn = clone_database(self.admin, TEMPLATE, name)
        try:
            yield dsn
        finally:
            drop_database(self.admin, name)

    def empty(self) -> str:
        """A database with roles and schemas, no tables."""
        name = f"empty_{uuid.uuid4().hex[:12]}"
        dsn = create_database(self.admin, name)
        with self.alone():
            provision(dsn, storage.SERVICES, partial(password_of, self.settings()))
        return dsn

    def drop(self, dsn: str) -> None:
        """Remove a database made by `empty`."""
        drop_database(self.admin, urlsplit(dsn).path.lstrip("/"))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One worker at a time: roles belong to the whole server."""
        with (self.folder / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _build_template(self) -> None:
        """Migrate and seed the template, by whichever worker comes first."""
        done = self.folder / "template.done"
        with self.alone():
            if done.exists():
                return
            dsn = create_database(self.admin, TEMPLATE)
            storage.prepare(self.settings(), dsn)
            asyncio.run(seeding.seed(self.settings(), dsn, samples=True))
            done.touch()
