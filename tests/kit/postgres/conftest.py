"""Data directories for servers that are started, killed and started again."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from kit.postgres.cluster import Cluster

REPOSITORY = Path(__file__).parents[3]
SCRIPT = """
import sys
from pathlib import Path
from kit.postgres.cluster import Cluster
from kit.postgres.errors import ClusterError
try:
    with Cluster(Path(sys.argv[1])) as cluster:
        print(cluster.pid, cluster.dsn, flush=True)
        sys.stdin.read()
except ClusterError as error:
    print("refused", error, flush=True)
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A fresh data directory with a space and marks in its name, in a place every user may pass through."""
    with tempfile.TemporaryDirectory(prefix="lantoa-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "dữ liệu"


@pytest.fixture(scope="session")
def used_dir() -> Iterator[Path]:
    """A data directory whose server has run before, shared: each test leaves it fit for another start."""
    with tempfile.TemporaryDirectory(prefix="lantoa-test-") as folder:
        Path(folder).chmod(0o755)
        used = Path(folder) / "var"
        with Cluster(used):
            pass
        yield used


@pytest.fixture
def cluster(used_dir: Path) -> Iterator[Cluster]:
    """A running server of the shared directory."""
    with Cluster(used_dir) as running:
        yield running


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Look again and again until a condition holds; the run's own time limit is the only deadline."""

    def look(holds: Callable[[], object]) -> None:
        while not holds():
            pass

    return look


@pytest.fixture
def launcher() -> Callable[..., AbstractContextManager[subprocess.Popen[str]]]:
    """Run a launcher in a process of its own; its one line is "SERVER_PID DSN" or "refused REASON"."""

    @contextmanager
    def run(data_dir: Path, *prefix: str) -> Iterator[subprocess.Popen[str]]:
        command = [*prefix, sys.executable, "-c", SCRIPT, str(data_dir)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as process:
            try:
                yield process
            finally:
                process.kill()

    return run


@pytest.fixture
def first_line() -> Callable[[subprocess.Popen[str]], list[str]]:
    """What a launcher says, in two parts."""

    def read(process: subprocess.Popen[str]) -> list[str]:
        assert process.stdout
        return process.stdout.readline().rstrip().split(" ", 1)

    return read
