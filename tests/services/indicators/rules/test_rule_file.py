"""Typed rules in framework files: what is read, given out, and refused."""

from decimal import Decimal

import pytest

from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.framework_yaml import FrameworkInvalid
from services.indicators.rules.rule_file import rule_as_data
from services.indicators.rules.scoring import (
    Additive,
    Answer,
    Choice,
    CountToTarget,
    Manual,
    Ratio,
    ShareOfMaximum,
    ZeroDenominator,
)

FRAMEWORK = """
code: THU-2026
name: Bộ chỉ số thử
name_en: Trial framework
issuer: {number: 1/QĐ-UBND, issued_on: 2026-01-05, by: UBND tỉnh, source: congbao.example.vn}
applies_to: {level: commune, class: Xã}
valid_from: 2026-01-01
periods: quarter
scale: {total: 30, unit: points, decimals: 2}
formula: sum
nodes:
  - code: "1"
    name: Chọn
    max: 5
    rule:
      kind: choice
      answers:
        - {key: head, label: Chủ tịch, share: 1}
        - {key: deputy, label: Phó, share: 0.5}
  - code: "2"
    name: Cộng dồn
    max: 5
    rule:
      kind: additive
      parts:
        - {key: a, label: Họp tỉnh, share: 0.5}
        - {key: b, label: Họp xã, share: 0.5}
  - {code: "3", name: Tỷ lệ, max: 5, rule: {kind: ratio, target: 80, zero_denominator: full}}
  - {code: "4", name: Mật độ, max: 5, rule: {kind: ratio, target: 2.5, per: 1000, cap: 0.5, zero_denominator: zero}}
  - {code: "5", name: Số lượng, max: 5, rule: {kind: count_to_target, target: 3, places: 0}}
  - {code: "6", name: Phần, max: 5, rule: {kind: share_of_maximum, whole: 100}}
"""


def test_every_typed_rule_is_read() -> None:
    rules = [leaf.rule for leaf in load_framework(FRAMEWORK).leaves]
    half = Decimal("0.5")
    assert rules == [
        Choice((Answer("head", "Chủ tịch", Decimal(1)), Answer("deputy", "Phó", half))),
        Additive((Answer("a", "Họp tỉnh", half), Answer("b", "Họp xã", half))),
        Ratio(Decimal(80), zero_denominator=ZeroDenominator.FULL),
        Ratio(Decimal("2.5"), Decimal(1000), half, ZeroDenominator.ZERO),
        CountToTarget(Decimal(3), places=0),
        ShareOfMaximum(Decimal(100)),
    ]


def test_rules_are_given_out_as_data() -> None:
    rules = [rule_as_data(leaf.rule or Manual()) for leaf in load_framework(FRAMEWORK).leaves]
    assert rules[0]["answers"] == [
        {"key": "head", "label": "Chủ tịch", "share": 1.0},
        {"key": "deputy", "label": "Phó", "share": 0.5},
    ]
    assert [rule["kind"] for rule in rules] == [
        "choice",
        "additive",
        "ratio",
        "ratio",
        "count_to_target",
        "share_of_maximum",
    ]
    assert rules[3] == {
        "kind": "ratio",
        "target": 2.5,
        "per": 1000.0,
        "cap": 0.5,
        "zero_denominator": "zero",
        "places": 2,
    }
    assert rule_as_data(Manual(places=4)) == {"kind": "manual", "places": 4}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("target: 80, ", "", "nodes[2] (3).rule.target: Thiếu hoặc không phải là số."),
        ("target: 80", "target: -1", "nodes[2] (3).rule.target: Phải lớn hơn 0."),
        ("cap: 0.5", "cap: 1.5", "nodes[3] (4).rule.cap: Phải lớn hơn 0 và không quá 1."),
        (
            ", zero_denominator: full",
            "",
            "nodes[2] (3).rule.zero_denominator: Thiếu; chọn một trong: full, zero, missing.",
        ),
        ("target: 80", "target: 80, goal: 1", "nodes[2] (3).rule.goal: Trường không có trong mẫu."),
        ("label: Phó, share: 0.5", "label: Phó, share: 1.5", "nodes[0] (1).rule.answers[1].share: Phải từ 0 đến 1."),
        ("key: deputy", "key: head", "nodes[0] (1).rule.answers[1].key: Khóa “head” bị trùng."),
        (
            "label: Họp xã, share: 0.5",
            "label: Họp xã, share: 0.6",
            "nodes[1] (2).rule.parts: Tổng các phần không được lớn hơn 1.",
        ),
        ("target: 3", "target: 0", "nodes[4] (5).rule.target: Phải lớn hơn 0."),
    ],
)
def test_a_faulty_rule_is_refused_with_the_path_and_the_reason(old: str, new: str, problem: str) -> None:
    assert old in FRAMEWORK
    with pytest.raises(FrameworkInvalid) as refused:
        load_framework(FRAMEWORK.replace(old, new, 1))
    assert [str(fault) for fault in refused.value.problems] == [problem]
