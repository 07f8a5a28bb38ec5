"""Servers in processes of their own, as uvicorn runs them, with their CPU time and memory as the kernel counts them."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bench.ground import PASSWORD, PLENTY, Ground
from commands.parts import url_name
from commands.storage import ROOT
from kit.asgi import Answer

ADDRESS = re.compile(rb"(?:Lan T\xe1\xbb\x8fa:|Serving on) (http://\S+)")
PATIENCE = 60.0
IDLE = 3.0
"""Seconds after which a kept connection is opened anew; the server closes it after five."""


class Connection:
    """One HTTP connection that is kept."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._http = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
        self._used = 0.0

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """One request and its answer."""
        if time.monotonic() - self._used > IDLE:
            self._http.close()
        self._http.request(method, path, body or None, dict(headers))
        answer = self._http.getresponse()
        content = answer.read()
        self._used = time.monotonic()
        pairs = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.getheaders()]
        return Answer(answer.status, pairs, content)


class Served(Connection):
    """A server, and an HTTP connection to it."""

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        python: str = sys.executable,
        url: str | None = None,
    ) -> None:
        """Without a `url` the server says where it listens."""
        with log.open("wb") as said:
            self._process = subprocess.Popen(
                [python, *command], cwd=ROOT, env={**os.environ, **environment}, stdout=said, stderr=said
            )
        try:
            self.url = self._wait(log, url)
        except BaseException:
            self.__exit__()
            raise
        super().__init__(self.url)

    def _wait(self, log: Path, url: str | None) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            if found := ADDRESS.search(log.read_bytes()):
                return found[1].decode()
            if url is not None and _listens(url):
                return url
            time.sleep(0.05)
        raise RuntimeError(log.read_text(errors="replace"))

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)

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


def _listens(url: str) -> bool:
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port)).close()
    except ConnectionRefusedError:
        return False
    return True


def product(ground: Ground, admin: str, name: str, told: Mapping[str, str] | None = None) -> Served:
    """The whole product in one process on one database; `told` are settings of its own."""
    return Served(["-m", "bench.whole"], _environment(ground, admin, told or {}), ground.folder / f"{name}.log")


def part(ground: Ground, admin: str, name: str, urls: Mapping[str, str]) -> Served:
    """One part of the product in a process of its own; `urls` says where each is, by the name of its setting."""
    told = _environment(ground, admin, urls)
    return Served(["-m", "commands", "serve", name], told, ground.folder / f"{name}.log", url=urls[url_name(name)])


def _environment(ground: Ground, admin: str, told: Mapping[str, str]) -> dict[str, str]:
    return {
        "LANTOA_DATABASE_URL": admin,
        "LANTOA_DATA_DIR": str(ground.folder),
        "LANTOA_PORT": "0",
        "LANTOA_SAMPLE_PASSWORD": PASSWORD,
        **{f"LANTOA_{name.upper()}": str(value) for name, value in PLENTY.items()},
        **told,
    }


def peer(ground: Ground, admin: str, python: str) -> Served:
    """Django REST framework on the same database, in its own environment."""
    command = ["-m", "waitress", "--listen=127.0.0.1:0", "--threads=8", "bench.peers.site:application"]
    return Served(command, {"PEER_DATABASE": admin}, ground.folder / "peer.log", python=python)
