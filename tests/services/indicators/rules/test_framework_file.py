"""Framework files: what is read, and what a faulty file is told."""

from datetime import date

import pytest

from contracts.periods import PeriodKind
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.framework_yaml import FrameworkInvalid
from services.indicators.rules.scoring import Manual

HEAD = """
code: THU-2026
name: Bộ chỉ số thử
name_en: Trial framework
issuer: {number: 1/QĐ-UBND, issued_on: 2026-01-05, by: UBND tỉnh, source: congbao.example.vn}
applies_to: {level: commune, class: Xã}
valid_from: 2026-01-01
periods: quarter
"""
POINTS = HEAD + "scale: {total: 30, unit: points, decimals: 2}\nformula: sum\n"
SHARES = HEAD + "scale: {total: 1, unit: share, decimals: 4}\nformula: weighted_share\n"
NODES = """
nodes:
  - code: "1"
    name: Nhóm một
    max: 20
    children:
      - {code: "1.10", name: Mười, max: 10, rule: manual}
      - {code: "1.2", name: Hai, max: 10, rule: manual}
  - {code: "2", name: Hai, max: 10, rule: manual}
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(FrameworkInvalid) as refused:
        load_framework(text)
    return [str(problem) for problem in refused.value.problems]


def test_a_sound_file_is_read_with_nodes_in_natural_order() -> None:
    framework = load_framework(POINTS + NODES)
    assert [node.code for node in framework.walk()] == ["1", "1.2", "1.10", "2"]
    assert [int(node.maximum) for node in framework.nodes] == [20, 10]
    assert framework.period_kind is PeriodKind.QUARTER
    assert framework.valid_to is None


def test_the_maximum_of_a_group_may_be_left_to_its_children() -> None:
    framework = load_framework((POINTS + NODES).replace("    max: 20\n", ""))
    assert framework.nodes[0].maximum == 20


def test_a_default_rule_serves_criteria_that_name_none() -> None:
    text = POINTS + "default_rule: manual\n" + NODES.replace(", rule: manual", "")
    assert {leaf.rule for leaf in load_framework(text).leaves} == {Manual(places=2)}


def test_text_is_composed_whatever_the_editor_wrote() -> None:
    decomposed = (POINTS + NODES).replace("Bộ chỉ số thử", "Bo\u0323\u0302 chi\u0309 so\u0302\u0301 thu\u031b\u0309")
    assert load_framework(decomposed).name == "Bộ chỉ số thử"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'rule: manual}\n      - {code: "1.2"',
            'rule: magic}\n      - {code: "1.2"',
            "nodes[0] (1).children[0] (1.10).rule.kind: “magic” không hợp lệ; chọn một trong: "
            "choice, additive, ratio, count_to_target, share_of_maximum, manual.",
        ),
        (
            'max: 10, rule: manual}\n  - {code: "2"',
            'max: 10}\n  - {code: "2"',
            "nodes[0] (1).children[1] (1.2).rule: Thiếu quy tắc tính điểm.",
        ),
        ('"1.2"', '"1.10"', "nodes (1.10): Mã “1.10” bị trùng."),
        ('"1.2"', '"3.2"', "nodes (3.2): Phải nằm trong nhóm “3”."),
        ('"1.2"', '"7"', "nodes (7): Không thuộc nhóm “1”: mã khác gốc."),
        ('{code: "2"', '{code: "4.1"', "nodes (4.1): Phải nằm trong nhóm “4”."),
        ('"1.10"', "1.10", "nodes[0] (1).children[0].code: Phải đặt trong dấu nháy."),
        (
            '"1.10"',
            '"1-x"',
            "nodes[0] (1).children[0] (1-x).code: Mã là số, chữ hoa không dấu cách nhau bằng dấu"
            " chấm, hoặc một tên viết hoa nối bằng dấu gạch dưới.",
        ),
        ("max: 20", "max: 25", "nodes[0] (1).max: Điểm tối đa 25 khác tổng các mục con (20)."),
        ("total: 30", "total: 1000", "scale.total: Tổng điểm 1.000 khác tổng các mục (30)."),
        ("name: Mười, max: 10", "name: Mười, max: 0", "nodes[0] (1).children[0] (1.10).max: Phải lớn hơn 0."),
        (
            "name: Mười, max: 10",
            "name: Mười, max: mười",
            "nodes[0] (1).children[0] (1.10).max: Thiếu hoặc không phải là số.",
        ),
        ("name: Mười,", "", "nodes[0] (1).children[0] (1.10).name: Thiếu hoặc không phải là chữ."),
        (
            "name: Mười,",
            "name: Mười, colour: đỏ,",
            "nodes[0] (1).children[0] (1.10).colour: Trường không có trong mẫu.",
        ),
        (
            "valid_from: 2026-01-01",
            "valid_from: 2026-02-30",
            "valid_from: “2026-02-30” không phải là ngày (dạng 2025-01-31).",
        ),
        (
            "valid_from: 2026-01-01",
            "valid_from: hôm nay",
            "valid_from: “hôm nay” không phải là ngày (dạng 2025-01-31).",
        ),
        ("valid_from: 2026-01-01\n", "", "valid_from: Thiếu ngày (dạng 2025-01-31)."),
        (
            "valid_from: 2026-01-01",
            "valid_from: 2026-01-01\nvalid_to: 2025-12-31",
            "valid_to: Ngày hết hiệu lực không được trước ngày có hiệu lực.",
        ),
        (
            "level: commune",
            "level: planet",
            "applies_to.level: “planet” không hợp lệ; chọn một trong: nation, province, district, commune, village.",
        ),
        (
            "periods: quarter",
            "periods: decade",
            "periods: “decade” không hợp lệ; chọn một trong: year, half, quarter, nine_months, month.",
        ),
        ("periods: quarter\n", "", "periods: Thiếu; chọn một trong: year, half, quarter, nine_months, month."),
        ("decimals: 2", "decimals: 2.5", "scale.decimals: Phải là số nguyên từ 0 đến 6."),
        ("decimals: 2", "decimals: 99", "scale.decimals: Phải là số nguyên từ 0 đến 6."),
        (
            "formula: sum",
            "formula: weighted_share",
            "nodes[0] (1).children[0] (1.10).weight: Thiếu hoặc không phải là số.",
        ),
        (
            "name: Mười, max: 10",
            "name: Mười, max: 10, weight: 3",
            "nodes[0] (1).children[0] (1.10).weight: Công thức cộng điểm (sum) không dùng trọng số.",
        ),
        (
            "code: THU-2026",
            "code: thử 2026",
            "code: Mã chỉ gồm chữ hoa không dấu, số và dấu gạch ngang (2 đến 40 ký tự).",
        ),
        ("issuer: {number: 1/QĐ-UBND, ", "issuer: {", "issuer.number: Thiếu hoặc không phải là chữ."),
        ("scored: true", "scored: maybe", ""),
        ("{total: 30, unit: points, decimals: 2}", "30", "scale: Thiếu hoặc không phải là một nhóm trường."),
    ],
)
def test_a_faulty_file_is_refused_with_the_path_and_the_reason(old: str, new: str, problem: str) -> None:
    sound = POINTS + NODES
    if not problem:
        sound = sound.replace("name: Mười,", "name: Mười, scored: true,")
        problem = "nodes[0] (1).children[0] (1.10).scored: Phải là true hoặc false."
    assert old in sound
    assert problem in problems_of(sound.replace(old, new, 1))


@pytest.mark.parametrize(
    ("nodes", "problem"),
    [
        ('nodes: [{code: "1", name: A, max: 1, weight: 5, rule: manual}]', "nodes[0] (1).max: Thang tỷ lệ (share) "),
        ('nodes: [{code: "1", name: A, weight: 0, rule: manual}]', "nodes[0] (1).weight: Phải lớn hơn 0."),
        (
            'nodes: [{code: "1", name: A, weight: 5, scored: false, rule: manual}]',
            "nodes[0] (1).weight: Mục không tính điểm (scored: false) không có trọng số.",
        ),
        ("nodes: []", "nodes: Phải là một danh sách không rỗng các nhóm trường."),
        ("nodes: [một, hai]", "nodes: Phải là một danh sách không rỗng các nhóm trường."),
    ],
)
def test_a_faulty_tree_of_shares_is_refused(nodes: str, problem: str) -> None:
    assert any(said.startswith(problem) for said in problems_of(SHARES + nodes))


def test_formula_and_scale_must_fit_each_other() -> None:
    summed = SHARES.replace("weighted_share", "sum") + 'nodes: [{code: "1", name: A, rule: manual}]'
    assert "formula: Công thức sum đi với thang điểm (points)." in problems_of(summed)
    weighed = POINTS.replace("formula: sum", "formula: weighted_share")
    weighed += 'nodes: [{code: "1", name: A, max: 30, weight: 1, rule: manual}]'
    assert "formula: Công thức weighted_share đi với thang tỷ lệ (share)." in problems_of(weighed)
    half = SHARES.replace("total: 1", "total: 2") + 'nodes: [{code: "1", name: A, weight: 1, rule: manual}]'
    assert "scale.total: Thang tỷ lệ (share) có tổng là 1." in problems_of(half)


def test_all_faults_are_named_at_once() -> None:
    text = (
        (POINTS + NODES)
        .replace("name: Mười,", "")
        .replace("valid_from: 2026-01-01\n", "")
        .replace("decimals: 2", "decimals: 9")
    )
    assert len(problems_of(text)) == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Tệp phải là một nhóm trường (code, name, …)."),
        ("- một\n- hai", "Tệp phải là một nhóm trường (code, name, …)."),
        ("code: [", "Tệp không phải là YAML hợp lệ (dòng 1)."),
        ("code: 0x_", "Tệp không phải là YAML hợp lệ."),
        ("code: \x00", "Tệp không phải là YAML hợp lệ."),
        ("code: " + "[" * 5000, "Dòng 1: lồng quá 40 cấp."),
        ("code: A\ncode: B", "Dòng 2: trường “code” bị lặp."),
        ("a: &x [1]\nb: *x", "Dòng 1: không dùng bí danh (*)."),
        ("max: .inf", "Dòng 1: “.inf” không phải là số thập phân (ví dụ 0.5)."),
        ("max: 1.5e+3", "Dòng 1: “1.5e+3” không phải là số thập phân (ví dụ 0.5)."),
        ("code: !!python/object/apply:os.system [ls]", "Tệp không phải là YAML hợp lệ (dòng 1)."),
    ],
)
def test_a_file_that_is_no_plain_yaml_is_refused(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_a_code_that_is_a_name_stands_where_its_file_puts_it() -> None:
    named = NODES.replace('"1.10"', "PAID_ON_TIME").replace('"1.2"', "ALL_ONLINE")
    framework = load_framework(POINTS + named)
    assert [node.code for node in framework.walk()] == ["1", "PAID_ON_TIME", "ALL_ONLINE", "2"]


def test_a_criterion_that_counts_nowhere_needs_no_points() -> None:
    shown = NODES.replace("max: 10, rule: manual}\n  - ", "scored: false, rule: manual}\n  - ").replace(
        "max: 20", "max: 10"
    )
    framework = load_framework(POINTS.replace("total: 30", "total: 20") + shown)
    assert (framework.leaves[0].code, framework.leaves[0].maximum) == ("1.2", 0)


def test_a_weight_may_be_unpublished_and_then_nothing_above_it_has_one() -> None:
    rows = '{code: "1", name: A, weight: unpublished, rule: manual}, {code: "2", name: B, weight: 5, rule: manual}'
    framework = load_framework(f"{SHARES}nodes: [{rows}]")
    assert ([node.weight for node in framework.nodes], framework.root.weight) == ([None, 5], None)


def test_the_units_of_a_period_may_be_those_of_another_day() -> None:
    assert problems_of(POINTS + "counted_on: {nay: 2025-07-01}\n" + NODES) == [
        "counted_on.nay: Không phải là kỳ (ví dụ 2024)."
    ]
    framework = load_framework(POINTS + 'counted_on: {"2026-Q1": 2026-07-01}\n' + NODES)
    assert dict(framework.counted_on) == {"2026-Q1": date(2026, 7, 1)}
