"""A server that is killed under a running product comes back where its clients look for it."""

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from kit.postgres.cluster import Cluster

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def kept(used_dir: Path) -> Iterator[Cluster]:
    """A running server that is started again whenever it ends unasked."""
    with Cluster(used_dir) as running:
        running.keep_alive()
        yield running


def answers(dsn: str) -> bool:
    """Whether a client that knows nothing but the old address gets through."""
    try:
        with psycopg.connect(dsn) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def came_back(cluster: Cluster, killed: int) -> bool:
    """Whether another server than the killed one answers."""
    return cluster.pid != killed and answers(cluster.dsn)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_it_comes_back_on_the_same_port_with_the_same_password(
    kept: Cluster, until: Until, how: signal.Signals
) -> None:
    dsn = kept.dsn
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("create table if not exists kept (n int)")
        connection.execute("insert into kept values (1)")
    for _ in range(2):
        killed = kept.pid
        os.kill(killed, how)
        until(partial(came_back, kept, killed))
    with psycopg.connect(dsn) as connection:
        assert connection.execute("select count(*) > 0 from kept").fetchone() == (True,)
    assert kept.dsn == dsn


def test_stopping_is_not_taken_for_dying(kept: Cluster) -> None:
    dsn = kept.dsn
    kept.stop()
    assert not kept.alive
    assert not answers(dsn)
