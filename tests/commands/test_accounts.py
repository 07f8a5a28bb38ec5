"""Accounts from the command line: the first administrator's code, lists, and who may still sign in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commands import storage
from kit.postgres.cluster import Cluster
from kit.settings import Settings
from tests.commands.test_backups import command

Installed = tuple[Settings, str]
EMAIL = "quan.tri@laocai.example"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """A migrated, empty installation on a server of its own."""
    folder: Path = tmp_path_factory.mktemp("installed")
    with Cluster(folder, durable=False) as cluster:
        settings = Settings(data_dir=folder, port=0)
        storage.prepare(settings, cluster.dsn)
        yield settings, cluster.dsn


def told(installed: Installed, *words: str) -> Any:
    """What `account …` prints."""
    ended = command(installed[0].data_dir, "account", *words, LANTOA_DATABASE_URL=installed[1])
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_an_operator_makes_lists_disables_and_enables_accounts(installed: Installed) -> None:
    first = told(installed, "bootstrap")
    assert first["page"] == "/kich-hoat"
    assert first["area"] == "T15-2025"
    assert len(first["code"]) > 25
    told(
        installed, "create", EMAIL, "--role", "admin", "--area", "T15-2025", "--role", "viewer", "--organisation", "H38"
    )
    refused = command(installed[0].data_dir, "account", "bootstrap", LANTOA_DATABASE_URL=installed[1])
    assert refused.returncode == 1
    assert "--again" in refused.stderr
    assert told(installed, "bootstrap", "--again")["code"] != first["code"]
    assert told(installed, "list", "QUAN") == [
        {"email": EMAIL, "name": EMAIL, "state": "active", "roles": ["admin T15-2025", "viewer H38"]}
    ]
    assert told(installed, "list", "khong co") == []
    last = command(installed[0].data_dir, "account", "disable", EMAIL, LANTOA_DATABASE_URL=installed[1])
    assert (last.returncode, "quản trị cuối cùng" in last.stderr, "--force" in last.stderr) == (1, True, True)
    assert told(installed, "list", "QUAN")[0]["state"] == "active"
    assert told(installed, "disable", EMAIL, "--force")["state"] == "disabled"
    assert told(installed, "enable", EMAIL)["state"] == "active"
    assert told(installed, "unlock", EMAIL)["state"] == "active"


def test_an_unknown_address_and_a_role_without_a_place_are_told(installed: Installed) -> None:
    settings, dsn = installed
    unknown = command(settings.data_dir, "account", "disable", "ai@do.example", LANTOA_DATABASE_URL=dsn)
    assert (unknown.returncode, unknown.stderr) == (1, "Không có tài khoản ai@do.example.\n")
    nowhere = command(settings.data_dir, "account", "create", EMAIL, "--role", "admin", LANTOA_DATABASE_URL=dsn)
    assert nowhere.returncode == 2
    assert "--organisation" in nowhere.stderr


def test_an_operator_resets_a_lost_second_factor_once(installed: Installed) -> None:
    email = "mat.dien.thoai@laocai.example"
    told(installed, "create", email, "--role", "admin", "--area", "T15-2025")
    with psycopg.connect(storage.app_dsn(*installed, "gateway")) as connection:
        (account,) = connection.execute("select id from gateway.accounts where email = %s", [email]).fetchone() or ()
        factor = "insert into gateway.second_factors (account_id, secret, last_step) values (%s, 'x', 0)"
        connection.execute(factor, [account])
        session = "insert into gateway.sessions (account_id, token_hash, csrf) values (%s, 'x', 'x')"
        connection.execute(session, [account])
    assert told(installed, "reset-second-factor", email) == {"email": email, "state": "active"}
    again = command(installed[0].data_dir, "account", "reset-second-factor", email, LANTOA_DATABASE_URL=installed[1])
    assert (again.returncode, again.stderr) == (1, "Tài khoản chưa bật xác thực hai lớp.\n")
    with psycopg.connect(storage.app_dsn(*installed, "gateway")) as connection:
        left = "select (select count(*) from gateway.second_factors), (select count(*) from gateway.sessions)"
        assert connection.execute(left).fetchone() == (0, 0)
        deed = "select actor_kind, subject from gateway.audit_events where action = 'second-factor.reset'"
        assert connection.execute(deed).fetchall() == [("operator", f"account:{account}")]
