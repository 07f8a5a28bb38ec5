"""Killing the launcher, the server, both, or initdb: the next start finds every acknowledged row."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest

from kit.postgres.binaries import find_binaries
from kit.postgres.cluster import Cluster
from kit.postgres.privilege import choose_identity

Launch = Callable[..., AbstractContextManager[subprocess.Popen[str]]]
FirstLine = Callable[[subprocess.Popen[str]], list[str]]
Wait = Callable[[Callable[[], object]], None]
ROWS = 300


def acknowledge_rows(dsn: str) -> None:
    """Write rows, each acknowledged by a commit of its own."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS written")
        connection.execute("CREATE TABLE written (number integer PRIMARY KEY)")
        for number in range(ROWS):
            connection.execute("INSERT INTO written VALUES (%s)", [number])


def assert_rows_kept(dsn: str) -> None:
    """Every acknowledged row is there."""
    with psycopg.connect(dsn) as connection:
        assert connection.execute("SELECT count(*) FROM written").fetchone() == (ROWS,)


def test_a_killed_server_starts_again_under_the_same_launcher(cluster: Cluster, until: Wait) -> None:
    acknowledge_rows(cluster.dsn)
    os.kill(cluster.pid, signal.SIGKILL)
    until(lambda: not cluster.alive)
    assert_rows_kept(cluster.start())


def test_a_killed_launcher_takes_the_server_down_and_the_next_one_finds_the_data(
    used_dir: Path, launcher: Launch, first_line: FirstLine
) -> None:
    with launcher(used_dir) as killed:
        _, dsn = first_line(killed)
        acknowledge_rows(dsn)
        with psycopg.connect(dsn) as connection:
            killed.kill()
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT pg_sleep(60)")
    with Cluster(used_dir) as cluster:
        assert_rows_kept(cluster.dsn)


@pytest.mark.parametrize("server_first", [True, False])
def test_killing_launcher_and_server_loses_nothing(
    used_dir: Path, launcher: Launch, first_line: FirstLine, *, server_first: bool
) -> None:
    with launcher(used_dir) as killed:
        server, dsn = first_line(killed)
        acknowledge_rows(dsn)
        both = [int(server), killed.pid]
        for pid in both if server_first else reversed(both):
            os.kill(pid, signal.SIGKILL)
    with Cluster(used_dir) as cluster:
        assert_rows_kept(cluster.dsn)


def test_a_live_server_left_on_our_data_is_shut_down_first(used_dir: Path) -> None:
    binaries, data = find_binaries(), used_dir / "postgres" / "cluster"
    with Cluster(used_dir) as cluster:
        acknowledge_rows(cluster.dsn)
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {cluster.port}"
    daemon = [str(binaries / "pg_ctl"), "start", "-D", str(data), "-l", str(data / "daemon.log"), "-o", options]
    subprocess.run(choose_identity(data, binaries).command(*daemon), check=True, stdout=subprocess.DEVNULL, cwd="/")
    with psycopg.connect(cluster.dsn) as connected_to_daemon:
        assert_rows_kept(cluster.start())
        with pytest.raises(psycopg.OperationalError):
            connected_to_daemon.execute("SELECT 1")
    cluster.stop()


def test_a_lock_file_naming_a_foreign_process_does_not_bar_the_start(
    cluster: Cluster, used_dir: Path, until: Wait
) -> None:
    acknowledge_rows(cluster.dsn)
    os.kill(cluster.pid, signal.SIGKILL)
    until(lambda: not cluster.alive)
    noted = used_dir / "postgres" / "cluster" / "postmaster.pid"
    _, _, rest = noted.read_text().partition("\n")
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE) as foreign:
        noted.write_text(f"{foreign.pid}\n{rest}")
        assert_rows_kept(cluster.start())
        assert foreign.poll() is None


def test_an_initdb_cut_short_leaves_nothing_that_bars_the_next_start(
    data_dir: Path, launcher: Launch, until: Wait
) -> None:
    home = data_dir / "postgres"
    with launcher(data_dir) as killed:
        until(lambda: list(home.glob("cluster.new-*/PG_VERSION")))
        killed.kill()
    assert not (home / "cluster").exists()
    with Cluster(data_dir) as cluster:
        acknowledge_rows(cluster.dsn)
        assert_rows_kept(cluster.dsn)
    assert not list(home.glob("cluster.new-*"))
