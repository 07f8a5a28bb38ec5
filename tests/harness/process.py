"""The product as a stranger runs it: `manage.py run` in a process of its own."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

from tests.harness.store import PASSWORD, PLENTY
from tests.house.source import ROOT

ADDRESS = re.compile(rb"Lan T\xe1\xbb\x8fa: (http://\S+)")


class Product:
    """One copy of the product on its own data directory and a free port."""

    def __init__(self, folder: Path, *options: str, **settings: str) -> None:
        self.folder = folder
        self._options = options
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._said: list[str] = []
        self._listener: threading.Thread | None = None
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
                **{f"LANTOA_RATE_{who}": str(PLENTY) for who in ("ACCOUNT", "CLIENT", "ADDRESS")},
                "LANTOA_AT_ONCE": "1000",
                **self._settings,
            },
            stderr=subprocess.PIPE,
        )
        told: queue.Queue[str] = queue.Queue()
        self._said.clear()
        self._listener = threading.Thread(target=self._listen, args=(self._process.stderr, told), daemon=True)
        self._listener.start()
        self.url = told.get(timeout=300)
        if not self.url:
            raise AssertionError("".join(self._said))
        return self

    def _listen(self, output: IO[bytes], told: "queue.Queue[str]") -> None:
        """Read all it says, so that it never waits for us; tell the address, or that it ended without one."""
        with output:
            for line in output:
                self._said.append(line.decode(errors="replace"))
                if found := ADDRESS.search(line):
                    told.put(found.group(1).decode())
        told.put("")

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

    def part_pid(self, part: str) -> int | None:
        """The process id of a part of the split form; None while it is away."""
        return next(iter(self.pids(part)), None)

    def pids(self, name: str) -> list[int]:
        """The processes of ours that go by a name: parts, nurseries."""
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if self._is_ours(folder, name)]

    def _is_ours(self, process: Path, name: str) -> bool:
        try:
            called, told = (process / "comm").read_text(), (process / "environ").read_bytes().split(b"\0")
        except OSError:
            return False
        return called == f"{name}\n" and f"LANTOA_DATA_DIR={self.folder}".encode() in told

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Send a signal and wait until it is gone; its exit code, and what it said last."""
        assert self._process is not None
        self._process.send_signal(how)
        code = self._process.wait(timeout=30)
        assert self._listener is not None
        self._listener.join(30)
        self._process = None
        return code, "".join(self._said)

    def stop(self) -> None:
        """Stop as Ctrl-C does, when it runs."""
        if self._process is not None:
            self.end(signal.SIGINT)
