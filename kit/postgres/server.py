"""One run of the server: its settings, its port, and the wait until it takes connections."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kit.postgres import process
from kit.postgres.errors import CannotStart
from kit.postgres.privilege import Identity

HOST = "127.0.0.1"
_ATTEMPTS = 20
_RECOVERY_SECONDS = 600.0
_BUSY_PORT = "could not bind"
_BUSY_MEMORY = "pre-existing shared memory"
"""What the server says while the backends of a killed one are still leaving."""
_SHORT_WHILE = 0.1
_LARGEST_LOG = 10 * 1024 * 1024
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "100",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "min_wal_size": "80MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "sync",  # the default keeps three more processes
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "autovacuum_max_workers": "2",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_lock_waits": "on",
    "log_checkpoints": "off",
}
_NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "400"}
"""For tests: nothing outlives such a server, and many copies of the product share it."""
_AFTER_A_CRASH = {"recovery_init_sync_method": "syncfs"}
"""One call instead of opening and syncing a thousand files: seconds, while every page waits."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a server is started from."""

    binaries: Path
    cluster: Path
    identity: Identity
    log: Path
    shared_buffers: str
    durable: bool
    given_up: threading.Event = field(default_factory=threading.Event)
    """Set by another thread that wants no server any more."""

    def command(self, port: int) -> list[str]:
        settings = _SETTINGS | {"port": str(port), "shared_buffers": self.shared_buffers}
        if not self.durable:
            settings |= _NOT_DURABLE
        if sys.platform == "linux":
            settings |= _AFTER_A_CRASH
        return [str(self.binaries / "postgres"), "-D", str(self.cluster), *_flags(settings)]


def launch(plan: Plan, remembered: int | None) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server on the remembered port, another one when that is taken, and wait until it is ready."""
    port = remembered if remembered and _is_free(remembered) else _free_port()
    said = ""
    for _ in range(_ATTEMPTS):
        server, said = _attempt(plan, port)
        if server is not None:
            return server, port
        if _BUSY_PORT in said:  # somebody was quicker
            port = _free_port()
        elif _BUSY_MEMORY in said:
            time.sleep(_SHORT_WHILE)
        else:
            break
    raise _cannot_start(plan, said)


def relaunch(plan: Plan, port: int) -> subprocess.Popen[bytes]:
    """Start the server again on the very port its clients know, and wait until it is ready."""
    said = ""
    for _ in range(_ATTEMPTS):
        server, said = _attempt(plan, port)
        if server is not None:
            return server
        if _BUSY_PORT not in said and _BUSY_MEMORY not in said:
            break
        plan.given_up.wait(_SHORT_WHILE)
    raise _cannot_start(plan, said)


def _cannot_start(plan: Plan, said: str) -> CannotStart:
    return CannotStart(f"Máy chủ PostgreSQL không khởi động được. Nhật ký {plan.log}:\n{said.strip()[-2000:]}")


def _attempt(plan: Plan, port: int) -> tuple[subprocess.Popen[bytes] | None, str]:
    """The running server, or None and what it said before it gave up."""
    _turn_over(plan.log)
    with plan.log.open("ab") as log:
        written = log.tell()
        server = process.begin(plan.command(port), plan.identity, log)
    try:
        if _becomes_ready(server, plan):
            return server, ""
    except BaseException:
        process.end(server)
        raise
    with plan.log.open("rb") as log:
        log.seek(written)
        return None, log.read().decode(errors="replace")


def _becomes_ready(server: subprocess.Popen[bytes], plan: Plan) -> bool:
    """Wait for the eighth line of postmaster.pid to say so (as pg_ctl does), or for the server's end."""
    deadline = time.monotonic() + _RECOVERY_SECONDS
    while server.poll() is None:
        if _ready_line(plan.cluster / "postmaster.pid") == "ready":
            return True
        if plan.given_up.is_set():
            raise CannotStart("Máy chủ PostgreSQL không còn được cần đến.")
        if time.monotonic() > deadline:
            raise CannotStart(f"Máy chủ PostgreSQL trên {plan.cluster} chưa sẵn sàng sau {_RECOVERY_SECONDS:.0f} giây.")
        time.sleep(process.TICK)
    return False


def _ready_line(noted: Path) -> str:
    try:
        lines = noted.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return lines[7].strip() if len(lines) > 7 else ""


def _flags(settings: Mapping[str, str]) -> Iterator[str]:
    for name, value in settings.items():
        yield from ("-c", f"{name}={value}")


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_name(log.name + ".1"))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server binds
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
