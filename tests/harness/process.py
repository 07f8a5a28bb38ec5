"""The product as a stranger runs it: `manage.py run` in a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.harness.store import PASSWORD
from tests.house.source import ROOT

ADDRESS = re.compile(rb"Lan T\xe1\xbb\x8fa: (http://\S+)")


class Product:
    """One copy of the product on its own data directory and a free port."""

    def __init__(self, folder: Path, *options: str, **settings: str) -> None:
        self.folder = folder
        self._options = options
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> "Product":
        """Run it until it says where it listens."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.run", *self._options],
            cwd=ROOT,
            env={
                **os.environ,
                "LANTOA_DATA_DIR": str(self.folder),
                "LANTOA_PORT": "0",
                "LANTOA_SAMPLE_PASSWORD": PASSWORD,
                **self._settings,
            },
            stderr=subprocess.PIPE,
        )
        assert self._process.stderr is not None
        heard = b""
        for line in self._process.stderr:
            heard += line
            if found := ADDRESS.search(line):
                self.url = found.group(1).decode()
                return self
        raise AssertionError(heard.decode())

    @contextmanager
    def client(self, email: str) -> Iterator[httpx.Client]:
        """An HTTP client signed in as a sample account."""
        with httpx.Client(base_url=self.url, timeout=30) as client:
            answer = client.post("/api/gateway/v1/sessions", json={"email": email, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
            yield client

    def server_pid(self) -> int:
        """The process id of its database server."""
        return int((self.folder / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Send a signal and wait until it is gone; its exit code, and what it said last."""
        assert self._process is not None
        self._process.send_signal(how)
        _, told = self._process.communicate(timeout=30)
        code, self._process = self._process.returncode, None
        return code, told.decode()

    def stop(self) -> None:
        """Stop as Ctrl-C does, when it runs."""
        if self._process is not None:
            self.end(signal.SIGINT)
