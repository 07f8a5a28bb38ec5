"""Which PostgreSQL this installation uses, as whom, and how its schemas come up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from kit.database import Database
from kit.postgres.cluster import Cluster, running_dsn
from kit.postgres.errors import DataDirectoryBusy
from kit.postgres.external import refuse_old
from kit.postgres.provision import provision, provision_statements, role_dsn
from kit.secrets import Vault
from kit.settings import Settings

SERVICES = ("directory", "indicators", "gateway")
ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def server(settings: Settings, *, beside: bool = True) -> Iterator[str]:
    """The administrator's DSN: of the external server when one is set, else of the embedded one, started here.

    `beside` lets a command work on the embedded server that a running product holds; two products never share one.
    """
    if settings.database_url is not None:
        dsn = settings.database_url.get_secret_value()
        refuse_old(dsn)
        yield dsn
        return
    cluster = Cluster(settings.data_dir)
    try:
        dsn = cluster.start()
    except DataDirectoryBusy:
        if not beside:
            raise
        dsn = running_dsn(settings.data_dir)
    try:
        yield dsn
    finally:
        cluster.stop()


def password_of(settings: Settings, role: str) -> str:
    """The password of a database role, derived from the installation's master key."""
    return Vault(settings.secrets_dir).derive(f"role:{role}")


def owner_dsn(settings: Settings, admin: str, service: str) -> str:
    """The DSN under which a service's schema is migrated."""
    role = f"lantoa_{service}_owner"
    return role_dsn(admin, role, password_of(settings, role))


def app_dsn(settings: Settings, admin: str, service: str) -> str:
    """The DSN under which a service works; `LANTOA_DB_<SERVICE>` moves it to a server of its own."""
    own = settings.service_dsn(service)
    if own is not None:
        return own
    role = f"lantoa_{service}_app"
    return role_dsn(admin, role, password_of(settings, role))


def databases(settings: Settings, admin: str) -> dict[str, Database]:
    """The database of each service, not yet open."""
    return {service: Database(app_dsn(settings, admin, service), service) for service in SERVICES}


def provision_sql(settings: Settings) -> list[str]:
    """The statements an administrator runs when we may not create roles and schemas ourselves."""
    url = settings.database_url
    database = urlsplit(url.get_secret_value()).path.lstrip("/") if url is not None else "lantoa"
    return provision_statements(SERVICES, lambda role: password_of(settings, role), database)


def alembic_config(service: str) -> Config:
    """Alembic's configuration of one service's history."""
    return Config(str(ROOT / "alembic.ini"), ini_section=service)


def prepare(settings: Settings, admin: str) -> None:
    """Create roles and schemas where missing, then bring every schema to its newest migration."""
    provision(admin, SERVICES, lambda role: password_of(settings, role))
    for service in SERVICES:
        upgrade(owner_dsn(settings, admin, service), service)


def upgrade(dsn: str, service: str, revision: str = "head") -> None:
    """Migrate one schema; a service's history is independent of every other's."""
    with migration_connection(dsn, service) as config:
        command.upgrade(config, revision)


@contextmanager
def migration_connection(dsn: str, service: str) -> Iterator[Config]:
    """Alembic's configuration with an open connection of the schema's owner."""
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
