"""A command with another master key than the installation's is refused and harms nothing; a new key is asked for."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from commands import storage
from kit.postgres.cluster import Cluster
from kit.settings import Settings
from tests.commands.test_backups import command
from tests.harness.live import LiveSystem

OTHER = "5a" * 32
Installed = tuple[Settings, str]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """An installation on a server of its own (roles belong to the whole server), and its administrator's DSN."""
    folder = tmp_path_factory.mktemp("installed")
    with Cluster(folder, durable=False) as cluster:
        settings = Settings(data_dir=folder, port=0)
        storage.prepare(settings, cluster.dsn)
        yield settings, cluster.dsn


def test_commands_with_another_key_are_refused_and_the_running_product_stays_ready(installed: Installed) -> None:
    settings, dsn = installed
    with LiveSystem(settings, dsn) as live:
        for words in (
            ("client", "create", "Bộ", "--scope", "indicators:read"),
            ("account", "create", "a@lantoa.example", "--role", "admin", "--area", "T15-2025"),
            ("migrate",),
            ("run", "--empty"),
            ("run", "--empty", "--split"),
        ):
            ended = command(
                settings.data_dir, *words, LANTOA_DATABASE_URL=dsn, LANTOA_MASTER_KEY=OTHER, LANTOA_PORT="0"
            )
            assert ended.returncode == 1, ended.stderr
            assert "Khóa chủ hiện tại khác với khóa" in ended.stderr
            assert "Traceback" not in ended.stderr
        for service in storage.SERVICES:
            psycopg.connect(storage.app_dsn(settings, dsn, service)).close()
        assert live.client().get("/readyz").json() == {"status": "ready"}


def test_a_new_key_is_taken_when_asked_for(installed: Installed, tmp_path: Path) -> None:
    settings, dsn = installed
    ended = command(tmp_path, "migrate", "--new-key", LANTOA_DATABASE_URL=dsn, LANTOA_MASTER_KEY=OTHER)
    assert ended.returncode == 0, ended.stderr
    now = Settings(data_dir=tmp_path, master_key=OTHER)
    for service in storage.SERVICES:
        psycopg.connect(storage.app_dsn(now, dsn, service)).close()
    back = command(settings.data_dir, "migrate", LANTOA_DATABASE_URL=dsn)
    assert back.returncode == 1
    assert back.stderr.startswith("Khóa chủ hiện tại khác với khóa")
