"""Migrations: numbered, one head each, up from nothing, down and up again, and equal to the models."""

import re
from collections.abc import Callable

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from commands import storage
from kit.migrations import ROOT, head_of
from tests.harness.store import Store

FILE = re.compile(r"^(\d{4})_[a-z0-9_]+\.py$")


@pytest.mark.parametrize("service", storage.SERVICES)
def test_migrations_are_numbered_and_the_head_file_names_the_last(service: str) -> None:
    files = sorted(path.name for path in (ROOT / service / "versions").glob("*.py"))
    numbers = [found.group(1) for name in files if (found := FILE.match(name))]
    assert numbers == [f"{number:04d}" for number in range(1, len(files) + 1)]
    assert head_of(service) == numbers[-1]
    assert ScriptDirectory.from_config(storage.alembic_config(service)).get_heads() == [numbers[-1]]


@pytest.mark.parametrize("service", storage.SERVICES)
def test_migrations_go_up_down_and_up_and_equal_the_models(
    service: str, empty_database: Callable[[], str], store: Store
) -> None:
    dsn = storage.owner_dsn(store.settings(), empty_database(), service)
    with storage.migration_connection(dsn, service) as config:
        command.upgrade(config, "head")
        command.downgrade(config, "base")
        command.upgrade(config, "head")
        command.check(config)
