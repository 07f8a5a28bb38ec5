"""Checking the file of a form: every fault with its line, nothing saved."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from services.indicators.rules.forms.checking import form_schema
from services.indicators.rules.framework_yaml import parse_plain
from services.indicators.seed.forms import FORMS
from tests.harness.submitting import API, refused
from tests.services.indicators.checks.conftest import PROVINCE, TERMS, Desk

HEAD = f"""\
code: THU-TEP
name: Thử
name_en: Test
issuer: Thử
areas: [{PROVINCE}]
level: X
frequency: quarter
due: 10
first_period: 2027-Q1
"""
SOUND = HEAD + "items:\n  - {indicator: KTS-01}\n"


def check(desk: Desk, text: str) -> dict[str, object]:
    client = desk.person("department_officer")
    answer = client.post(f"{API}/forms/checks", content=text.encode(), headers={"content-type": "application/yaml"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_sound_file_is_told_and_not_saved(desk: Desk) -> None:
    found = check(desk, SOUND)
    assert (found["valid"], found["code"], found["item_count"], found["standing"]) == (True, "THU-TEP", 1, None)
    assert desk.system.client().get(f"{API}/forms/THU-TEP").status_code == 404


@pytest.mark.parametrize(
    ("text", "line", "pointer", "said"),
    [
        (SOUND + "rules:\n  - {key: a, check: KTS-01, message: Sai}\n", 12 + 1, "/rules/0/check", "phép so sánh"),
        (SOUND + "rules:\n  - {key: a, check: KTS-99 = 1, message: Sai}\n", 13, "/rules/0/check", "không có chỉ tiêu"),
        (SOUND + "rules:\n  - {key: a, check: 1 = 1, message: Sai}\n", 13, "/rules/0/check", "ít nhất một"),
        (
            SOUND + "rules:\n  - {key: a, check: KTS-01 = 1, message: Sai, must_explain: true}\n",
            13, "/rules/0/must_explain", "severity: warning",
        ),
        (
            HEAD + "items:\n  - {indicator: KTS-01, denominator: {like: KTS-02}}\n"
            "  - {indicator: KTS-02, denominator: {like: KTS-01}}\n",
            11, "/items/0/denominator", "vòng tròn: KTS-01 → KTS-02 → KTS-01",
        ),
        (HEAD + "items:\n  - {indicator: KTS-01, cumulative: true}\n", 11, "/items/0/cumulative", "luỹ kế"),
        (
            HEAD + "items:\n  - {indicator: KTS-03, denominator: {like: KTS-01}}\n",
            11, "/items/0/denominator", "không có mẫu số",
        ),
        (
            HEAD + "items:\n  - indicator: KTS-01\n    plausible: {min: 9, max: 1}\n",
            12, "/items/0/plausible", "không được lớn hơn",
        ),
        (HEAD + "items:\n  - {indicator: KTS-01, wrong: 1}\n", 11, "/items/0/wrong", ""),
        (HEAD + "items: [", 10, "", "YAML"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_line_and_place(desk: Desk, text: str, line: int, pointer: str, said: str) -> None:
    found = check(desk, text)
    assert found["valid"] is False
    faults = [(fault["line"], fault["pointer"]) for fault in found["faults"]]  # type: ignore[attr-defined]
    assert (line, pointer) in faults or (pointer == "" and faults)
    assert said in " ".join(fault["detail"] for fault in found["faults"])  # type: ignore[attr-defined]


def test_a_form_with_a_broken_rule_does_not_come_into_force(desk: Desk) -> None:
    terms = TERMS | {"rules": [{"key": "a", "check": "CQS-01 <= KTS-03", "message": "Sai."}]}
    answer = desk.person("department_officer").put(f"{API}/forms/THU-HONG", json=terms)
    assert "KTS-03" in refused(answer, 422)["/rules/0/check"]


@pytest.mark.parametrize("file", sorted(FORMS.glob("*.yaml")), ids=lambda file: str(file.stem))
def test_the_schema_takes_the_forms_that_come_with_the_product(file: Path) -> None:
    data = parse_plain(file.read_text("utf-8")).data
    assert [error.json_path for error in Draft202012Validator(form_schema()).iter_errors(data)] == []
