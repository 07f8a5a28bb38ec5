"""A backup, read back into an empty data directory, answers with the same numbers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from commands import storage
from kit.postgres.binaries import find_binaries
from kit.postgres.cluster import Cluster
from kit.postgres.provision import owner_role, role_dsn
from tests.harness.live import LiveSystem
from tests.harness.store import Store
from tests.house.source import ROOT

Written = tuple[Path, list[bytes], object]
PATHS = (
    "/api/indicators/v1/figures?indicator=DVC-766&within=VN&level=T&limit=500",
    "/api/indicators/v1/values?limit=500",
    "/api/indicators/v1/assessments?limit=500",
    "/api/indicators/v1/rankings?framework=DTI-2022&period=2022&level=T",
    "/api/directory/v1/areas/T15-2025/predecessors",
)


def command(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """One command of the command line in a process of its own."""
    environment = {**os.environ, "LANTOA_DATA_DIR": str(folder), **settings}
    return subprocess.run(
        [sys.executable, "-m", "commands", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def answers(live: LiveSystem) -> list[bytes]:
    """What the paths answer."""
    client = live.token("indicators:read")
    found = [client.get(path) for path in PATHS]
    assert [answer.status_code for answer in found] == [200] * len(PATHS)
    return [answer.content for answer in found]


@pytest.fixture
def written(store: Store, tmp_path: Path) -> Iterator[Written]:
    """A backup of a loaded database, what it answered, and which story its feed told."""
    file = tmp_path / "sao lưu.dump"
    with store.clone() as dsn:
        ended = command(store.folder, "backup", str(file), LANTOA_DATABASE_URL=dsn)
        assert ended.returncode == 0, ended.stderr
        assert "secrets" in ended.stderr, "whoever keeps the file must keep the keys"
        with psycopg.connect(dsn) as connection:
            epoch = connection.execute("select epoch from directory.feed_epoch").fetchone()
        with LiveSystem(store.settings(), dsn) as live:
            yield file, answers(live), epoch


def test_a_backup_read_into_an_empty_folder_answers_the_same(written: Written, store: Store, tmp_path: Path) -> None:
    file, before, epoch = written
    assert file.stat().st_mode & 0o777 == 0o600
    folder = tmp_path / "new"
    ended = command(folder, "restore", str(file))
    assert ended.returncode == 0, ended.stderr
    with Cluster(folder, durable=False) as cluster:
        settings = store.settings().model_copy(update={"data_dir": folder})
        storage.prepare(settings, cluster.dsn)
        with LiveSystem(settings, cluster.dsn) as live:
            assert answers(live) == before
        with psycopg.connect(cluster.dsn) as restored:
            assert restored.execute("select epoch from directory.feed_epoch").fetchone() != epoch, "feeds begin anew"


def test_an_administrator_whom_row_security_binds_backs_up_every_row(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "quan-tri.dump"
    with store.clone() as dsn, psycopg.connect(dsn, autocommit=True) as admin:
        owners = ", ".join(map(owner_role, storage.SERVICES))
        admin.execute(f"create role sao_luu login password 'sao_luu'; grant {owners} to sao_luu")  # type: ignore[arg-type]
        try:
            ended = command(store.folder, "backup", str(file), LANTOA_DATABASE_URL=role_dsn(dsn, "sao_luu", "sao_luu"))
        finally:
            admin.execute("drop role sao_luu")
        held = admin.execute("select count(*) from indicators.indicator_values").fetchone()
    assert ended.returncode == 0, ended.stderr
    told = [find_binaries() / "pg_restore", "--data-only", "--table=indicator_values", "--file=-", file]
    written = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    rows = written.partition("FROM stdin;\n")[2].partition("\n\\.\n")[0].splitlines()
    assert (len(rows),) == held


def test_data_are_never_overwritten(written: Written, store: Store) -> None:
    with store.clone() as dsn:
        ended = command(store.folder, "restore", str(written[0]), LANTOA_DATABASE_URL=dsn)
    assert ended.returncode == 1
    assert ended.stderr.startswith("Cơ sở dữ liệu đã có dữ liệu (lược đồ directory, gateway, indicators)")


def test_a_file_that_is_there_is_not_written_over(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "thứ sáu.dump"
    file.write_bytes(b"the only copy")
    empty = store.empty()
    try:
        ended = command(store.folder, "backup", str(file), LANTOA_DATABASE_URL=empty)
    finally:
        store.drop(empty)
    assert (ended.returncode, file.read_bytes()) == (1, b"the only copy")
    assert ended.stderr.startswith(f"Đã có {file} nên không ghi đè.")


def test_a_file_that_is_not_there_or_no_backup_is_told(tmp_path: Path) -> None:
    missing = command(tmp_path / "var", "restore", str(tmp_path / "khong-co.dump"))
    assert (missing.returncode, missing.stderr) == (1, f"Không có tệp {tmp_path / 'khong-co.dump'}.\n")
    (tmp_path / "hong.dump").write_bytes(b"not a dump")
    broken = command(tmp_path / "var", "restore", str(tmp_path / "hong.dump"))
    assert broken.returncode == 1
    assert broken.stderr.startswith("pg_restore không làm được:")
    assert "Traceback" not in broken.stderr
