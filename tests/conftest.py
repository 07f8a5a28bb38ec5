"""What every test stands on: one PostgreSQL per run, a migrated and seeded template, the live product on a clone."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kit.logs import configure
from kit.postgres.cluster import Cluster
from tests.harness.live import LiveSystem
from tests.harness.store import Store

SERVER = "LANTOA_TEST_SERVER"
FOLDER = "LANTOA_TEST_FOLDER"
_owned: list[Cluster] = []

# Workers share two cores: how long an example takes says nothing of the code.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


def pytest_configure(config: pytest.Config) -> None:
    """Start the one server of this run; workers inherit its address."""
    configure("CRITICAL")
    for name in [name for name in os.environ if name.startswith("LANTOA_") and name not in {SERVER, FOLDER}]:
        if name not in {"LANTOA_REQUIRE_BROWSER", "LANTOA_PG_BIN"}:
            del os.environ[name]
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    folder = Path(tempfile.mkdtemp(prefix="lantoa-tests-"))
    cluster = Cluster(folder, durable=False)
    os.environ[FOLDER] = str(folder)
    os.environ[SERVER] = cluster.start()
    _owned.append(cluster)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    while _owned:
        _owned.pop().stop()
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


@pytest.fixture(scope="session")
def store() -> Store:
    """The run's database server: makes clones of the template and empty databases."""
    return Store(os.environ[SERVER], Path(os.environ[FOLDER]))


@pytest.fixture(scope="session")
def system(store: Store) -> Iterator[LiveSystem]:
    """The whole product, live on a clone of its own, shared by the tests of this worker."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield live


@pytest.fixture
def fresh_system(store: Store) -> Iterator[LiveSystem]:
    """The whole product on a clone that no other test sees."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield live


@pytest.fixture
def empty_database(store: Store) -> Iterator[Callable[[], str]]:
    """Makes databases with roles and schemas but no tables; gives the administrator's DSN of each."""
    made: list[str] = []

    def make() -> str:
        made.append(store.empty())
        return made[-1]

    yield make
    for dsn in made:
        store.drop(dsn)
