"""`manage.py backup FILE` and `manage.py restore FILE`: pg_dump and pg_restore, and what the product needs besides.

A file is PostgreSQL's own custom format. Services that have a server of their own get a file each, `FILE.<service>`.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from commands import storage
from gateway.sealing.anchor import Anchor
from kit import clock
from kit.postgres.binaries import find_binaries
from kit.postgres.errors import ClusterError
from kit.settings import Settings


class CannotBackUp(ClusterError):
    """A backup cannot be written or read back; the message says why."""


def backup(settings: Settings, options: argparse.Namespace) -> int:
    """Write all schemas as they are at one moment; the product may run meanwhile."""
    with storage.server(settings) as admin:
        files = list(_files(settings, admin, options.file))
        for file, _, _ in files:
            _refuse_taken(file)
        for file, dsn, services in files:
            draft = file.with_name(f"{file.name}.part")
            schemas = [f"--schema={service}" for service in services]
            # Policies let owners see all; an administrator who is none of them, and no superuser, is refused anyway.
            told = ("--format=custom", "--compress=gzip:6", "--enable-row-security")
            _run(dsn, "pg_dump", *told, f"--file={draft}", *schemas)
            draft.chmod(0o600)
            draft.replace(file)
            print(f"Đã ghi {file} ({file.stat().st_size / 1e6:.1f} MB).", file=sys.stderr)
    if settings.given_master_key is None:
        print(f"Hãy sao lưu cả thư mục khóa {settings.secrets_dir}, cất riêng với tệp này.", file=sys.stderr)
    return 0


def restore(settings: Settings, options: argparse.Namespace) -> int:
    """Read a backup into databases without tables, then bring the schemas up to the code at hand."""
    with storage.server(settings, beside=False) as admin:
        files = list(_files(settings, admin, options.file))
        for file, dsn, services in files:
            _refuse_useless(file, dsn, services)
        storage.make_roles(settings, admin, new_key=options.new_key)
        _put_anchor_aside(settings)
        for file, dsn, services in files:
            _drop(dsn, services)  # only empty ones: the backup brings its own, with their owners and rights
            _run(dsn, "pg_restore", "--exit-on-error", "--single-transaction", str(file))
        storage.prepare(settings, admin)
        for _, dsn, services in files:
            _begin_anew(dsn, services)
    print("Đã nạp xong. Chạy lại hệ thống bằng `python manage.py run`.", file=sys.stderr)
    return 0


def _files(settings: Settings, admin: str, file: Path) -> Iterator[tuple[Path, str, list[str]]]:
    """Each database's file, its administrator's DSN, and the services that live there."""
    for dsn, services in storage.servers(settings, admin).items():
        own = dsn != admin
        yield file.with_name(f"{file.name}.{services[0]}") if own else file, dsn, services


def _refuse_taken(file: Path) -> None:
    if file.exists():
        raise CannotBackUp(f"Đã có {file} nên không ghi đè. Hãy chọn tên tệp khác, hoặc tự xóa tệp cũ.")


def _refuse_useless(file: Path, dsn: str, services: Sequence[str]) -> None:
    if not file.is_file():
        raise CannotBackUp(f"Không có tệp {file}.")
    with psycopg.connect(dsn) as connection:
        taken = connection.execute(
            "select distinct schemaname from pg_tables where schemaname = any(%s)", [list(services)]
        ).fetchall()
    if taken:
        names = ", ".join(sorted(name for (name,) in taken))
        raise CannotBackUp(
            f"Cơ sở dữ liệu đã có dữ liệu (lược đồ {names}) nên không nạp đè. Hãy nạp vào một thư mục dữ liệu mới"
            " (LANTOA_DATA_DIR) hoặc một cơ sở dữ liệu trống (LANTOA_DATABASE_URL)."
        )


def _drop(dsn: str, services: Sequence[str]) -> None:
    with psycopg.connect(dsn) as connection:
        for service in services:
            connection.execute(sql.SQL("drop schema if exists {}").format(sql.Identifier(service)))


def _begin_anew(dsn: str, services: Sequence[str]) -> None:
    """Feeds of a restored database tell another story from here on: who followed the old one takes a snapshot."""
    with psycopg.connect(dsn) as connection:
        for service in services:
            if connection.execute("select to_regclass(%s)", [f"{service}.feed_epoch"]).fetchone() != (None,):
                connection.execute(
                    sql.SQL("update {}.feed_epoch set epoch = gen_random_uuid()").format(sql.Identifier(service))
                )


def _put_anchor_aside(settings: Settings) -> None:
    """A backup ends earlier than the anchor of the audit: what that knows of later stays beside the new one."""
    anchor = Anchor(settings.data_dir).path
    if anchor.is_file():
        aside = anchor.with_name(f"{anchor.stem}-{clock.now():%Y%m%dT%H%M%SZ}{anchor.suffix}")
        anchor.rename(aside)
        print(f"Tệp neo của lịch sử thay đổi được giữ lại ở {aside}.", file=sys.stderr)


def _run(dsn: str, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database; the password goes where `ps` does not show it."""
    found = find_binaries() / program
    if not found.is_file():
        raise CannotBackUp(f"Không thấy {found}. Hãy đặt LANTOA_PG_BIN là thư mục chương trình của PostgreSQL.")
    command = [str(found), "--no-password", f"--dbname={_address(dsn)}", *arguments]
    told = {**os.environ, "PGPASSWORD": unquote(urlsplit(dsn).password or "")}
    ended = subprocess.run(command, env=told, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0:
        raise CannotBackUp(f"{program} không làm được:\n{ended.stderr.strip()[-2000:]}")


def _address(dsn: str) -> str:
    """The DSN without its password."""
    parts = urlsplit(dsn)
    user, _, hosts = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return parts._replace(netloc=f"{name}@{hosts}" if name else hosts).geturl()
