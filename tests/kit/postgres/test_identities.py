"""Whoever starts it, root or an ordinary user: the server runs, and never as root."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest

from kit.postgres.binaries import find_binaries
from kit.postgres.cluster import Cluster
from kit.postgres.errors import ClusterError
from kit.postgres.privilege import Identity, reachable

Launch = Callable[..., AbstractContextManager[subprocess.Popen[str]]]
FirstLine = Callable[[subprocess.Popen[str]], list[str]]
NOBODY = 65534
IS_ROOT = os.geteuid() == 0
IDENTITIES = [Identity.mapped(), Identity.other()] if IS_ROOT else [Identity.same()]
REPOSITORY = Path(__file__).parents[3]


def an_ordinary_user() -> Identity:
    """The user himself; root becomes nobody, in a namespace when checkout or Python are closed to others."""
    if not IS_ROOT:
        return Identity.same()
    places = (REPOSITORY, Path(sys.executable), Path(sys.base_prefix).resolve())
    return Identity.other() if all(reachable(place, NOBODY) for place in places) else Identity.mapped()


def test_an_ordinary_user_runs_the_server_under_his_own_name(
    data_dir: Path, launcher: Launch, first_line: FirstLine
) -> None:
    user = an_ordinary_user()
    data_dir.mkdir()
    if IS_ROOT:
        os.chown(data_dir, user.uid, user.gid)
    with launcher(data_dir, *user.command()) as process:
        server, dsn = first_line(process)
        with psycopg.connect(dsn) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("postgres",)
        assert Path(f"/proc/{server}").stat().st_uid == (data_dir / "postgres" / "password").stat().st_uid == user.uid


@pytest.fixture(scope="module")
def closed_programs() -> Iterator[Path]:
    """A copy of the package's programs below a folder only its owner may enter."""
    package = find_binaries().parents[1]
    with tempfile.TemporaryDirectory(prefix="lantoa-test-") as closed:
        shutil.copytree(package / "pginstall", Path(closed) / package.name / "pginstall")
        shutil.copytree(package.with_name(f"{package.name}.libs"), Path(closed) / f"{package.name}.libs")
        yield Path(closed) / package.name / "pginstall" / "bin"


@pytest.mark.parametrize("identity", IDENTITIES)
def test_programs_and_data_may_lie_in_folders_closed_to_the_servers_user(
    identity: Identity, data_dir: Path, closed_programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir.mkdir(mode=0o700)
    monkeypatch.setenv("LANTOA_PG_BIN", str(closed_programs))
    with Cluster(data_dir, durable=False, identity=identity) as cluster, psycopg.connect(cluster.dsn) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert (data_dir / "postgres" / "cluster").stat().st_uid == identity.uid
    with Cluster(data_dir, durable=False) as again:  # the owner found there decides who the server runs as
        assert Path(f"/proc/{again.pid}").stat().st_uid == identity.uid


@pytest.mark.parametrize("identity", IDENTITIES)
def test_data_made_under_one_identity_open_under_another(identity: Identity, used_dir: Path) -> None:
    with Cluster(used_dir, identity=identity) as cluster, psycopg.connect(cluster.dsn):
        assert Path(f"/proc/{cluster.pid}").stat().st_uid == identity.uid


def test_a_data_directory_out_of_reach_is_refused_in_plain_words(data_dir: Path) -> None:
    data_dir.parent.chmod(0o700 if IS_ROOT else 0o500)
    with pytest.raises(ClusterError, match=r"không vào được|Không ghi được"):
        Cluster(data_dir, identity=Identity.other() if IS_ROOT else None).start()
    data_dir.parent.chmod(0o700)
