"""Servers in processes of their own, as uvicorn runs them, with their CPU time and memory as the kernel counts them."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bench.ground import PASSWORD, Ground
from commands.storage import ROOT
from kit.asgi import Answer

ADDRESS = re.compile(rb"Lan T\xe1\xbb\x8fa: (http://\S+)")
PATIENCE = 60.0
IDLE = 3.0
"""Seconds after which a kept connection is opened anew; the server closes it after five."""


class Served:
    """A server that says where it listens, and an HTTP connection to it."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        with log.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env={**os.environ, **environment}, stderr=said
            )
        try:
            self.url = self._wait(log)
        except BaseException:
            self.__exit__()
            raise
        address = urlsplit(self.url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
        self._used = 0.0

    def _wait(self, log: Path) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            if found := ADDRESS.search(log.read_bytes()):
                return found[1].decode()
            time.sleep(0.05)
        raise RuntimeError(log.read_text(errors="replace"))

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """One request over the kept connection."""
        if time.monotonic() - self._used > IDLE:
            self._connection.close()
        self._connection.request(method, path, body or None, dict(headers))
        answer = self._connection.getresponse()
        content = answer.read()
        self._used = time.monotonic()
        pairs = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.getheaders()]
        return Answer(answer.status, pairs, content)

    def cpu_seconds(self) -> float:
        """CPU time used by all threads so far."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def megabytes(self) -> float:
        """Memory held (resident set size)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024


def product(ground: Ground, admin: str, name: str) -> Served:
    """The whole product in one process on one database."""
    environment = {
        "LANTOA_DATABASE_URL": admin,
        "LANTOA_DATA_DIR": str(ground.folder),
        "LANTOA_PORT": "0",
        "LANTOA_SAMPLE_PASSWORD": PASSWORD,
    }
    return Served(["-m", "bench.whole"], environment, ground.folder / f"{name}.log")


def ready_bytes(ground: Ground, body: bytes) -> Served:
    """An empty ASGI app that answers everything with these bytes."""
    file = ground.folder / "ready.html"
    file.write_bytes(body)
    return Served(["-m", "bench.ready", str(file)], {}, ground.folder / "ready.log")
