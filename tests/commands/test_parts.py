"""One part served alone: what it needs is named in Vietnamese, and every word of the command line has its room."""

import argparse
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.line import parser
from tests.commands.test_refusals import refused
from tests.harness.store import Store

SOMEWHERE = "postgresql://127.0.0.1:1/lantoa"


def commands(level: argparse.ArgumentParser) -> Iterator[str]:
    """Every function the command line leads to."""
    for action in level._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word in action.choices.values():
                yield from commands(word)
        elif action.dest == "command" and isinstance(action.const, str):
            yield action.const
    if isinstance(found := level.get_default("command"), str):
        yield found


def test_every_word_of_the_command_line_leads_somewhere() -> None:
    named = sorted(set(commands(parser())))
    assert "commands.supervision:run" in named
    assert [name for name in named if not callable(pkgutil.resolve_name(name))] == []


@pytest.mark.parametrize(
    ("part", "settings", "missing"),
    [
        ("directory", {}, "LANTOA_DIRECTORY_URL: Chưa đặt: phần directory cần biết cổng để mở."),
        (
            "frontend",
            {"LANTOA_FRONTEND_URL": "http://127.0.0.1:18003"},
            "LANTOA_GATEWAY_URL: Chưa đặt: phần frontend cần biết phần gateway ở địa chỉ nào.",
        ),
    ],
)
def test_a_part_names_the_address_it_misses(tmp_path: Path, part: str, settings: dict[str, str], missing: str) -> None:
    assert refused(tmp_path, "serve", part, **settings) == f"Thiết lập chưa đúng:\n  {missing}\n"


def test_a_part_without_any_database_says_how_to_get_one(tmp_path: Path) -> None:
    told = refused(tmp_path, "serve", "directory", LANTOA_DIRECTORY_URL="http://127.0.0.1:18001")
    assert told.startswith(f"Chưa có cơ sở dữ liệu nào chạy trên {tmp_path}. Hãy đặt LANTOA_DATABASE_URL")


def test_a_part_refuses_a_schema_that_is_not_the_codes_own(store: Store) -> None:
    empty = store.empty()
    try:
        told = refused(
            store.folder,
            "serve",
            "directory",
            LANTOA_DIRECTORY_URL="http://127.0.0.1:18001",
            LANTOA_DATABASE_URL=empty,
        )
    finally:
        store.drop(empty)
    assert told.startswith("Lược đồ directory của cơ sở dữ liệu đang ở phiên bản chưa có, mã nguồn cần ")
    assert "python manage.py migrate" in told


def test_the_split_form_tells_which_part_could_not_start(store: Store, tmp_path: Path) -> None:
    with store.clone() as dsn:
        told = refused(
            tmp_path,
            "run",
            "--split",
            "--empty",
            LANTOA_PORT="0",
            LANTOA_DATABASE_URL=dsn,
            LANTOA_INDICATORS_URL="http://127.0.0.1:70000",
        )
    assert told.startswith("Thiết lập chưa đúng:\n  LANTOA_INDICATORS_URL: Phải có dạng http://máy:cổng")
