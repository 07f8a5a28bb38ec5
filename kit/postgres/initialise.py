"""Make the data folder of the server: whole or not at all, with a password from the first moment."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from kit.postgres import process
from kit.postgres.binaries import major_version
from kit.postgres.errors import CannotStart, OtherVersion
from kit.postgres.privilege import Identity

SUPERUSER = "postgres"
_DRAFT = "cluster.new-"
_PATIENCE = 10.0
"""Seconds granted to an initdb whose launcher died; a draft that stays longer bars nothing and waits for next time."""
_FLAGS = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",  # folds Đ to đ, needs no ICU, and no system upgrade can spoil an index
    "--locale=C",
    "--data-checksums",
)


def check_version(cluster: Path, binaries: Path) -> None:
    """Refuse data of another major version: the server would, in words no user understands."""
    written = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    ours = major_version(binaries)
    if written != str(ours):
        raise OtherVersion(
            f"Dữ liệu trong {cluster} do PostgreSQL {written} tạo, không mở được bằng PostgreSQL {ours}. Hãy đặt"
            f" LANTOA_PG_BIN là thư mục của PostgreSQL {written}, hoặc chuyển dữ liệu bằng pg_dump rồi nạp vào"
            " thư mục dữ liệu mới."
        )


def initialise(cluster: Path, binaries: Path, identity: Identity, password: str, *, durable: bool) -> None:
    """Run initdb in a draft beside `cluster` and rename it: a run cut short leaves only a draft, removed next time."""
    _clear_drafts(cluster.parent)
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=cluster.parent))
    try:
        if identity.is_other:
            os.chown(draft, identity.uid, identity.gid)
        _initdb(draft, binaries, identity, password, durable=durable)
        draft.rename(cluster)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    if durable:
        _sync(cluster.parent)


def _clear_drafts(folder: Path) -> None:
    """Remove the drafts of runs cut short; an initdb that has not noticed yet that it is alone may still write."""
    deadline = time.monotonic() + _PATIENCE
    while (stale := list(folder.glob(f"{_DRAFT}*"))) and time.monotonic() < deadline:
        for draft in stale:
            shutil.rmtree(draft, ignore_errors=True)
        time.sleep(process.TICK)


def _initdb(draft: Path, binaries: Path, identity: Identity, password: str, *, durable: bool) -> None:
    reading = _pipe_with(password, identity)  # never a file, never an argument that `ps` shows
    command = [str(binaries / "initdb"), f"--pgdata={draft}", f"--pwfile=/dev/fd/{reading}", *_FLAGS]
    if not durable:
        command.append("--no-sync")
    try:
        initdb = process.begin(command, identity, subprocess.PIPE, pass_fds=(reading,))
    finally:
        os.close(reading)
    with initdb:
        try:
            said, _ = initdb.communicate()
        except BaseException:
            initdb.kill()
            raise
    if initdb.returncode != 0:
        raise CannotStart(
            f"Không tạo được cơ sở dữ liệu trong {draft.parent}:\n{said.decode(errors='replace').strip()}"
        )


def _pipe_with(password: str, identity: Identity) -> int:
    reading, writing = os.pipe()
    os.write(writing, password.encode() + b"\n")
    os.close(writing)
    if identity.is_other:
        os.fchown(reading, identity.uid, identity.gid)
    return reading


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
