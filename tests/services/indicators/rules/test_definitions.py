"""Definition files: what contradicts itself is refused, codes sort as people count."""

from pathlib import Path

import pytest
import yaml

from services.indicators.rules.definitions import load_definitions, sort_code

FILE = Path(__file__).resolve().parents[4] / "data" / "indicators.yaml"


def changed(**changes: object) -> str:
    """The shipped file's first indicator alone, with changes."""
    first = yaml.safe_load(FILE.read_text(encoding="utf-8"))["indicators"][0]
    return yaml.safe_dump({"indicators": [first | changes]}, allow_unicode=True)


def test_the_shipped_file_is_well_defined() -> None:
    definitions = load_definitions(FILE.read_text(encoding="utf-8"))
    assert {definition.pillar.value for definition in definitions} == {
        "government", "economy", "society", "foundation",
    }  # fmt: skip
    assert all(definition.name_en and definition.definition.endswith(".") for definition in definitions)


@pytest.mark.parametrize(
    "changes",
    [
        {"denominator_label": None},
        {"kind": "count"},
        {"aggregation": "sum"},
        {"regime": "lunar"},
        {"frequency": "week"},
        {"code": "chỉ tiêu 1"},
        {"per": 0},
        {"weight": 3},
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(changes: dict[str, object]) -> None:
    load_definitions(changed())
    with pytest.raises(ValueError):
        load_definitions(changed(**changes))


def test_a_code_given_twice_is_refused() -> None:
    first = yaml.safe_load(changed())["indicators"][0]
    with pytest.raises(ValueError, match="CQS-01"):
        load_definitions(yaml.safe_dump({"indicators": [first, first]}))


def test_codes_sort_by_the_numbers_in_them() -> None:
    assert sorted(["KTS-10", "KTS-9", "CQS-2", "KTS-9.10", "KTS-9.9"], key=sort_code) == [
        "CQS-2", "KTS-9", "KTS-9.9", "KTS-9.10", "KTS-10",
    ]  # fmt: skip
