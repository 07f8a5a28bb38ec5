"""Processes of the server: begin one tied to our life, look at one left over, end one in good order."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import BinaryIO

from kit.postgres.errors import CannotStart
from kit.postgres.privilege import Identity

TICK = 0.005
"""Seconds between two looks at something that comes within milliseconds."""
PATIENCE = {signal.SIGINT: 60.0, signal.SIGQUIT: 10.0}
"""Seconds granted to a fast shutdown (a checkpoint is written), then to an immediate one."""


def begin(
    command: list[str], identity: Identity, output: BinaryIO | int, *, pass_fds: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    """Start `command` as our direct child (nobody else may reap it) in a session of its own (Ctrl-C is ours alone)."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return subprocess.Popen(  # noqa: S603  (no shell, our own programs)
        identity.command(*command),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=pass_fds,
        cwd="/",
        env=environment | {"LC_ALL": "C", "TZ": "UTC"},  # messages in one language: we read them
    )


def end(server: subprocess.Popen[bytes]) -> None:
    """Stop our own child by the gentlest signal that works, and reap it."""
    for word, seconds in PATIENCE.items():
        server.send_signal(word)
        try:
            server.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue
    server.kill()
    server.wait()


def clear_leftover(cluster: Path) -> None:
    """Settle a postmaster.pid left by an earlier run; the caller holds the lock, so no launcher lives behind it.

    A live server on these data is shut down. A dead, zombie or foreign process (numbers are used again, always so in
    containers) must not bar the start: the file goes. Stray backends stay guarded against by the server itself, which
    refuses to start while their shared memory, found by the data folder's inode, is in use.
    """
    noted = cluster / "postmaster.pid"
    pid = _noted_pid(noted)
    if pid is not None and _serves(pid, cluster):
        _end_stranger(pid, cluster)
    noted.unlink(missing_ok=True)


def _noted_pid(noted: Path) -> int | None:
    try:
        return abs(int(noted.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]))
    except (FileNotFoundError, ValueError):
        return None


def _end_stranger(pid: int, cluster: Path) -> None:
    for word, seconds in PATIENCE.items():
        os.kill(pid, word)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not _serves(pid, cluster):
                return
            time.sleep(TICK)
    raise CannotStart(
        f"Máy chủ PostgreSQL cũ (tiến trình {pid}) trên {cluster} không chịu dừng. Hãy dừng nó rồi chạy lại."
    )


def _serves(pid: int, cluster: Path) -> bool:
    """Whether a living process (a zombie is not) is a server on this very data folder."""
    if not Path("/proc/self").exists():
        return _serves_by_ps(pid, cluster)
    process = Path(f"/proc/{pid}")
    try:
        state = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        arguments = (process / "cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX" and os.fsencode(cluster) in arguments


def _serves_by_ps(pid: int, cluster: Path) -> bool:
    command = ["/bin/ps", "-o", "stat=,command=", "-p", str(pid)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return not told.stdout.startswith("Z") and f" {cluster} " in told.stdout
