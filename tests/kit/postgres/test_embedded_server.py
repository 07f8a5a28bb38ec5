"""The embedded server: what it keeps, whom it lets in, and how it shares a machine with others."""

import os
import re
import socket
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest

from kit.postgres.cluster import Cluster
from kit.postgres.errors import CannotStart, DataDirectoryBusy, OtherVersion
from kit.postgres.provision import role_dsn

Launch = Callable[..., AbstractContextManager[subprocess.Popen[str]]]
FirstLine = Callable[[subprocess.Popen[str]], list[str]]


def test_first_start_makes_a_database_and_later_starts_keep_its_data_and_port(data_dir: Path) -> None:
    with Cluster(data_dir) as first, psycopg.connect(first.dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'ĐƯỜNG' AS name")
    with Cluster(data_dir) as second, psycopg.connect(second.dsn) as connection:
        assert connection.execute("SELECT lower(name) FROM kept").fetchone() == ("đường",)
        assert second.port == first.port
        assert re.fullmatch(rf"postgresql://postgres:[\w-]+@127\.0\.0\.1:{second.port}/lantoa", second.dsn)


def test_data_are_guarded_against_power_loss_and_silent_damage_and_reached_by_loopback_only(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn) as connection:
        names = [
            *("data_checksums", "fsync", "full_page_writes", "synchronous_commit", "password_encryption"),
            *("listen_addresses", "unix_socket_directories", "TimeZone"),
        ]
        settings = {name: connection.execute("SELECT current_setting(%s)", [name]).fetchone() for name in names}
        locale = connection.execute("SELECT datlocale FROM pg_database WHERE datname = 'lantoa'").fetchone()
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
    assert [value for row in settings.values() if row for value in row] == [
        *("on", "on", "on", "on", "scram-sha-256"),
        *("127.0.0.1", "", "UTC"),
    ]
    assert locale == ("PG_UNICODE_FAST",)
    assert methods == [("scram-sha-256",)]


@pytest.mark.parametrize("password", ["", "postgres", "sai-mật-khẩu"])
def test_wrong_password_is_refused(cluster: Cluster, password: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(role_dsn(cluster.dsn, "postgres", password))


def test_password_is_readable_by_its_owner_only(cluster: Cluster, used_dir: Path) -> None:
    password = used_dir / "postgres" / "password"
    assert password.read_text() in cluster.dsn
    assert stat.S_IMODE(password.stat().st_mode) == 0o600


def test_two_data_directories_run_side_by_side(cluster: Cluster, data_dir: Path) -> None:
    with psycopg.connect(cluster.dsn) as connection:
        connection.execute("CREATE TABLE only_here ()")
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "port").write_text(str(cluster.port))
    with Cluster(data_dir, durable=False) as other, psycopg.connect(other.dsn) as connection:
        assert other.port != cluster.port
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_second_launcher_on_the_same_directory_is_refused_and_told_who_holds_it(
    used_dir: Path, launcher: Launch, first_line: FirstLine
) -> None:
    with launcher(used_dir) as first:
        first_line(first)
        with pytest.raises(DataDirectoryBusy, match=rf"đang được một bản Lan Tỏa khác.*tiến trình {first.pid}\)"):
            Cluster(used_dir).start()


def test_second_launcher_in_another_process_is_refused_too(
    cluster: Cluster, used_dir: Path, launcher: Launch, first_line: FirstLine
) -> None:
    with launcher(used_dir) as second:
        word, reason = first_line(second)
    assert word == "refused"
    assert f"tiến trình {os.getpid()}" in reason
    assert cluster.alive


def test_a_taken_port_is_given_up_for_another(used_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (used_dir / "postgres" / "port").write_text(str(port))
        with Cluster(used_dir) as cluster, psycopg.connect(cluster.dsn):
            assert cluster.port != port


def test_stopping_reaps_the_server_and_frees_the_directory(used_dir: Path) -> None:
    cluster = Cluster(used_dir)
    cluster.start()
    pid = cluster.pid
    cluster.stop()
    cluster.stop()
    assert not cluster.alive
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with Cluster(used_dir):
        pass


def test_ctrl_c_at_the_keyboard_reaches_the_launcher_alone(cluster: Cluster) -> None:
    assert os.getpgid(cluster.pid) != os.getpgrp()


def test_starting_twice_gives_the_running_server(cluster: Cluster) -> None:
    pid = cluster.pid
    assert cluster.start() == cluster.dsn
    assert cluster.pid == pid


@contextmanager
def changed(file: Path, content: str | None) -> Iterator[None]:
    """A file with another content, or without the file, put back afterwards."""
    aside = file.rename(file.with_suffix(".aside"))
    if content is not None:
        file.write_text(content)
    yield
    aside.replace(file)


def test_data_of_another_major_version_are_refused_in_plain_words(used_dir: Path) -> None:
    refused = pytest.raises(OtherVersion, match=r"do PostgreSQL 17 tạo, không mở được bằng PostgreSQL \d+")
    with changed(used_dir / "postgres" / "cluster" / "PG_VERSION", "17\n"), refused:
        Cluster(used_dir).start()


def test_a_start_that_fails_says_why_and_lets_the_directory_go(used_dir: Path) -> None:
    refused = pytest.raises(CannotStart, match=r"không khởi động được(?s:.*)pg_control")
    with changed(used_dir / "postgres" / "cluster" / "global" / "pg_control", None), refused:
        Cluster(used_dir).start()
    with Cluster(used_dir) as cluster:
        assert cluster.alive


def test_a_lost_password_file_is_named(used_dir: Path) -> None:
    refused = pytest.raises(CannotStart, match=r"Mất tệp mật khẩu .*/postgres/password")
    with changed(used_dir / "postgres" / "password", None), refused:
        Cluster(used_dir).start()


def test_a_password_file_of_another_installation_is_refused_in_plain_words(used_dir: Path) -> None:
    refused = pytest.raises(CannotStart, match="Không đăng nhập được")
    with changed(used_dir / "postgres" / "password", "another"), refused:
        Cluster(used_dir).start()


def test_starting_from_another_thread_is_refused(used_dir: Path) -> None:
    raised: list[BaseException] = []

    def start() -> None:
        try:
            Cluster(used_dir).start()
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert "main thread" in str(raised[0])
