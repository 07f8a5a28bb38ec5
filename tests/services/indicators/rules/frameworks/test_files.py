"""Files: every fault has its line, hostile ones are refused early, and the schema says what the reader reads."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from commands.documents import FRAMEWORK_FILE
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.framework_yaml import FrameworkInvalid, parse_plain
from services.indicators.rules.frameworks.schema import framework_schema
from tests.harness.frameworks import BANDS, CLASSES, MET, flat, head, nodes

SHIPPED = sorted((Path(__file__).parents[5] / "services/indicators/frameworks").glob("*.yaml"))
MARKED = ['code: "1", name: A, max: 50, requirement: mandatory', 'code: "2", name: B, max: 50, requirement: extended']


def places(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(FrameworkInvalid) as refused:
        load_framework(text)
    return [(problem.line, problem.path) for problem in refused.value.problems]


def schema_faults(text: str) -> list[str]:
    data = json.loads(json.dumps(yaml.load(text, Loader=yaml.BaseLoader) and _plain(text)))
    return [error.json_path for error in Draft202012Validator(framework_schema()).iter_errors(data)]


def _plain(text: str) -> Any:
    return json.loads(json.dumps(parse_plain(text).data, default=float))


def test_every_fault_has_the_line_it_stands_on() -> None:
    text = (head() + flat(3, 50)).replace("periods: year", "periods: decade").replace("max: 50", "max: nhiều", 1)
    assert places(text) == [(8, "periods"), (13, "nodes[0] (1).max")]


def test_what_is_missing_is_told_at_the_thing_around_it() -> None:
    without = (head() + flat()).replace(", max: 50", "", 1)
    assert places(without) == [(13, "nodes[0] (1).max")]
    assert places((head() + flat()).replace("periods: year\n", "")) == [(None, "periods")]


def test_a_doubled_code_is_told_where_it_stands_the_second_time() -> None:
    assert places(head() + flat().replace('"2"', '"1"')) == [(14, "nodes (1)")]


def test_broken_yaml_is_told_with_its_line() -> None:
    [(line, _)] = places("code: A\nname: [\n")
    assert line in (2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\n" + "".join(f"b{place}: [{', '.join(['*a'] * 50)}]\n" for place in range(2000)),
        "a: " + "{b: " * 3000,
        "a:\n" + "  - [1, 2, 3, 4]\n" * 60_000,
    ],
)
def test_hostile_files_are_refused_within_seconds(text: str) -> None:
    began = time.monotonic()
    with pytest.raises(FrameworkInvalid):
        parse_plain(text)
    assert time.monotonic() - began < 10


def test_a_tree_has_at_most_three_thousand_nodes() -> None:
    assert places(head(total=3001) + flat(3001, 1))[0][1] == "nodes"


def test_the_committed_schema_is_that_of_the_code() -> None:
    assert json.loads(FRAMEWORK_FILE.read_text("utf-8")) == framework_schema(), "run `make contracts`"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_frameworks_are_sound_by_reader_and_schema(file: Path) -> None:
    text = file.read_text("utf-8")
    assert load_framework(text).code == file.stem
    assert schema_faults(text) == []


@pytest.mark.parametrize("more", ["", BANDS, MET, CLASSES, 'succeeds: CU\ncarries: {"1": "2"}\nline: Riêng\n'])
def test_whatever_the_reader_takes_the_schema_takes(more: str) -> None:
    text = head(more=more) + (nodes(MARKED) if more == MET else flat())
    load_framework(text)
    assert schema_faults(text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("periods: year", "periods: decade"),
        ("formula: sum", "formula: product"),
        ("max: 50", "max: -1"),
        ("area:", "vùng:"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    text = (head() + flat()).replace(old, new, 1)
    assert places(text)
    assert schema_faults(text)
