"""Whether a database holds what the files hold now, and what brings it there: a process that gives its memory back."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

from commands import storage
from commands.children import MANAGE, environment
from kit.settings import Settings

DATA = storage.ROOT / "data"
SOURCES = (
    DATA,
    storage.ROOT / "services" / "directory" / "seed",
    storage.ROOT / "services" / "indicators",
)
LOADED = "loaded.json"
FIRST_STEP = "Chưa có tài khoản nào. Lệnh `python manage.py account bootstrap` in mã để lập quản trị đầu tiên."


def eased(settings: Settings, *, samples: bool) -> Settings:
    """The settings of a run: beside sample data nobody is asked for a second factor, unless somebody said so."""
    if not samples or "second_factor" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"second_factor": False})


def make_ready(settings: Settings, admin: str, *, samples: bool) -> None:
    """Bring schemas and data up to date; a start that has nothing new to load loads nothing.

    Loading takes five times the memory that serving does, so it is done by another process.
    """
    if is_loaded(settings, admin, samples=samples):
        storage.prepare(settings, admin)
    else:
        command = [*MANAGE, "seed", *([] if samples else ["--reference"])]
        ended = subprocess.run(command, cwd=storage.ROOT, env=environment(settings), check=False)
        if ended.returncode != 0:  # it has said why
            sys.exit(ended.returncode)
    if not _has_accounts(settings, admin):
        print(FIRST_STEP, file=sys.stderr)


def _has_accounts(settings: Settings, admin: str) -> bool:
    with psycopg.connect(storage.app_dsn(settings, admin, "gateway")) as connection:
        return connection.execute("select 1 from gateway.accounts limit 1").fetchone() is not None


def is_loaded(settings: Settings, admin: str, *, samples: bool) -> bool:
    """True when these very databases were loaded from the files as they are now."""
    found = _remembered(settings).get(_databases(settings, admin))
    if found is None:
        return False
    return found == fingerprint(samples=True) or (not samples and found == fingerprint(samples=False))


def remember(settings: Settings, admin: str, *, samples: bool) -> None:
    """Note that the databases hold what the files hold."""
    loaded = {**_remembered(settings), _databases(settings, admin): fingerprint(samples=samples)}
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / LOADED).write_text(json.dumps(loaded, indent=1), encoding="utf-8")


def _remembered(settings: Settings) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((settings.data_dir / LOADED).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _databases(settings: Settings, admin: str) -> str:
    """Which databases these are, wherever they are reached: a restored or swapped one has another identity."""
    return " ".join(_identity(dsn) for dsn in storage.servers(settings, admin))


def _identity(dsn: str) -> str:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "select (select system_identifier from pg_control_system())::text || '/' || d.oid || '/' || d.datname"
            " from pg_database d where d.datname = current_database()"
        ).fetchone()
    assert row is not None
    return str(row[0])


def fingerprint(*, samples: bool) -> str:
    """What would be loaded: the facts and the code that reads them."""
    digest = hashlib.sha256(b"samples" if samples else b"reference")
    for path in _files():
        digest.update(str(path.relative_to(storage.ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for source in SOURCES:
        yield from sorted(path for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
