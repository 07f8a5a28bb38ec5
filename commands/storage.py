"""Which PostgreSQL this installation uses, as whom, and how its schemas come up to date."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg

from commands.keys import password_of
from kit.migrations import head_of
from kit.postgres.cluster import Cluster, running_dsn
from kit.postgres.errors import ClusterError, DataDirectoryBusy
from kit.postgres.external import refuse_old, refuse_old_version
from kit.postgres.provision import app_role, owner_role, provision, provision_statements, role_dsn
from kit.settings import Settings

if TYPE_CHECKING:
    from alembic.config import Config

    from kit.database import Database

# SQLAlchemy and Alembic are imported where they are used: who only starts and watches others does without them.
SERVICES = ("directory", "indicators", "gateway")
ROOT = Path(__file__).resolve().parents[1]
EMBEDDED = "postgresql://localhost/lantoa"
"""What the statements for an administrator are about when no server is named."""


class NotReady(ClusterError):
    """The database cannot carry the code at hand; the message says what to do."""


@contextmanager
def server(settings: Settings, *, beside: bool = True, lasting: bool = False) -> Iterator[str]:
    """The administrator's DSN: of the external server when one is set, else of the embedded one, started here.

    `beside` lets a command work on the embedded server that a running product holds; two products never share one.
    `lasting` brings the embedded server back whenever it is killed, until the end.
    """
    external = _external(settings)
    if external is not None:
        refuse_old(external)
        yield external
        return
    cluster = Cluster(settings.data_dir)
    try:
        dsn = cluster.start()
    except DataDirectoryBusy:
        if not beside:
            raise
        dsn = running_dsn(settings.data_dir)
    else:
        if lasting:
            cluster.keep_alive()
    try:
        yield dsn
    finally:
        cluster.stop()


def running(settings: Settings) -> str:
    """The DSN of a database that somebody else runs: the external one, or the embedded one of a running product."""
    external = _external(settings)
    if external is not None:
        return external
    try:
        return running_dsn(settings.data_dir)
    except DataDirectoryBusy as error:
        raise NotReady(
            f"Chưa có cơ sở dữ liệu nào chạy trên {settings.data_dir}. Hãy đặt LANTOA_DATABASE_URL, hoặc chạy"
            " `python manage.py run` trước."
        ) from error


def _external(settings: Settings) -> str | None:
    """The shared external server, or that of the first service when each has its own."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    own = [settings.service_dsn(service) for service in SERVICES]
    return own[0] if all(own) else None


def admin_dsn(settings: Settings, admin: str, service: str) -> str:
    """The administrator's DSN of the database a service lives in: `LANTOA_DB_<SERVICE>`, or the common one."""
    return settings.service_dsn(service) or admin


def owner_dsn(settings: Settings, admin: str, service: str) -> str:
    """The DSN under which a service's schema is migrated."""
    role = owner_role(service)
    return role_dsn(admin_dsn(settings, admin, service), role, password_of(settings, role))


def app_dsn(settings: Settings, admin: str, service: str) -> str:
    """The DSN under which a service works; one that already names its app role is taken as it is, password and all."""
    dsn, role = admin_dsn(settings, admin, service), app_role(service)
    return dsn if urlsplit(dsn).username == role else role_dsn(dsn, role, password_of(settings, role))


def servers(settings: Settings, admin: str) -> dict[str, list[str]]:
    """The databases of this installation by their administrator's DSN, each with the services that live in it."""
    found: dict[str, list[str]] = {}
    for service in SERVICES:
        found.setdefault(admin_dsn(settings, admin, service), []).append(service)
    return found


def databases(settings: Settings, admin: str) -> "dict[str, Database]":
    """The database of each service, not yet open."""
    from kit.database import Database

    return {service: Database(app_dsn(settings, admin, service), service) for service in SERVICES}


def provision_sql(settings: Settings) -> list[str]:
    """The statements an administrator runs when we may not create roles and schemas ourselves, server by server."""
    statements = []
    for dsn, services in servers(settings, _external(settings) or EMBEDDED).items():
        parts = urlsplit(dsn)
        statements.append(f"-- {parts.hostname}:{parts.port or 5432}{parts.path}")
        statements += provision_statements(services, partial(password_of, settings), parts.path.lstrip("/"))
    return statements


def refuse_unready(settings: Settings, admin: str, service: str) -> None:
    """NotReady when a service could not work on its database: server too old, or schema not the code's newest."""
    with psycopg.connect(app_dsn(settings, admin, service)) as connection:
        refuse_old_version(connection.info.server_version)
        found, wanted = _version(connection, service), head_of(service)
    if found != wanted:
        raise NotReady(
            f"Lược đồ {service} của cơ sở dữ liệu đang ở phiên bản {found or 'chưa có'}, mã nguồn cần {wanted}."
            " Hãy chạy `python manage.py migrate`."
        )


def _version(connection: psycopg.Connection, service: str) -> str | None:
    """The newest migration a schema has had; None when it has none."""
    try:
        row = connection.execute(f"select version_num from {service}.alembic_version").fetchone()  # type: ignore[arg-type,unused-ignore]  # noqa: S608
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return None
    return None if row is None else str(row[0])


def migrate(settings: Settings, options: argparse.Namespace) -> int:
    """Bring the database up to date, or print what an administrator must run first."""
    if options.print_sql:
        print("\n".join(provision_sql(settings)))
        return 0
    with server(settings) as admin:
        prepare(settings, admin, new_key=options.new_key)
    return 0


def prepare(settings: Settings, admin: str, *, new_key: bool = False) -> None:
    """Create roles and schemas where missing, then bring every schema to its newest migration."""
    make_roles(settings, admin, new_key=new_key)
    for service in SERVICES:
        dsn = owner_dsn(settings, admin, service)
        if not _is_current(dsn, service):
            upgrade(dsn, service)


def make_roles(settings: Settings, admin: str, *, new_key: bool = False) -> None:
    """Create or repair the services' roles and schemas on every server.

    Roles that another master key made are left alone and OtherPasswords is raised, unless this is to be the new key.
    """
    for dsn, services in servers(settings, admin).items():
        provision(dsn, services, partial(password_of, settings), new_passwords=new_key)


def _is_current(dsn: str, service: str) -> bool:
    with psycopg.connect(dsn) as connection:
        return _version(connection, service) == head_of(service)


def alembic_config(service: str) -> "Config":
    """Alembic's configuration of one service's history."""
    from alembic.config import Config

    return Config(str(ROOT / "alembic.ini"), ini_section=service)


def upgrade(dsn: str, service: str, revision: str = "head") -> None:
    """Migrate one schema; a service's history is independent of every other's."""
    from alembic import command

    with migration_connection(dsn, service) as config:
        command.upgrade(config, revision)


@contextmanager
def migration_connection(dsn: str, service: str) -> "Iterator[Config]":
    """Alembic's configuration with an open connection of the schema's owner."""
    from sqlalchemy import create_engine, text

    url = "postgresql+psycopg://" + dsn.split("://", 1)[1]
    engine = create_engine(url, connect_args={"options": "-csearch_path=public"})
    try:
        with engine.connect() as connection:
            connection.execute(text("select 1"))
            connection.commit()
            config = alembic_config(service)
            config.attributes["connection"] = connection
            yield config
    finally:
        engine.dispose()
