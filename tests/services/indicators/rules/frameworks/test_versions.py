"""Versions: who may stand beside whom, what differs, how nodes carry over, and what sheets do not allow."""

from datetime import date
from decimal import Decimal

from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.frameworks.carrying import Basis, both_ways, carry_over
from services.indicators.rules.frameworks.comparison import compare
from services.indicators.rules.frameworks.meaning import redefinitions
from services.indicators.rules.frameworks.succession import closed, succession_faults
from tests.harness.frameworks import BANDS, flat, head, nodes

OLD = load_framework(head("CU-2026", valid_from="2026-01-01") + flat())


def told(framework: Framework, *others: Framework) -> list[str]:
    return [problem.detail for problem in succession_faults(framework, others)]


def successor(more: str = "succeeds: CU-2026\n", tree: str = "", **said: str) -> Framework:
    return load_framework(head("MOI-2027", more=more, **said) + (tree or flat()))


def test_a_successor_ends_the_one_before_on_the_eve() -> None:
    assert told(successor(), OLD) == []
    assert closed(OLD, [successor()]).valid_to == date(2026, 12, 31)


def test_two_of_one_line_are_not_in_force_together() -> None:
    [refused] = told(load_framework(head("MOI-2027") + flat()), OLD)
    assert refused.startswith("Cùng hiệu lực với CU-2026 (từ 01/01/2026, không ghi ngày hết hiệu lực)")


def test_others_of_another_issuer_area_or_line_stand_side_by_side() -> None:
    for other in (
        head("A-2027", issuer="Bộ thử"),
        head("A-2027", area="T15-2025"),
        head("A-2027", more="line: Khác\n"),
    ):
        assert told(load_framework(other + flat()), OLD) == []


def test_a_successor_must_fit_the_one_before() -> None:
    assert told(successor(), load_framework(head("KHAC") + flat())) == ["Không có bộ tiêu chí “CU-2026” để kế thừa."]
    assert "Phải sau ngày CU-2026 có hiệu lực (01/01/2026)." in told(successor(valid_from="2026-01-01"), OLD)
    rival = load_framework(head("GIUA", more="succeeds: CU-2026\n", valid_from="2026-06-01") + flat())
    assert "CU-2026 đã được GIUA kế thừa." in told(successor(), OLD, rival)
    carrying = successor('succeeds: CU-2026\ncarries: {"1": "9"}\n')
    assert told(carrying, OLD) == ["CU-2026 không có mục “9” để mục 1 kế thừa."]


def grown() -> tuple[Framework, Framework]:
    """A framework and the one after it: a node that stays, two that change places, one stated, one new, one gone."""
    before = load_framework(
        head("CU-2026", total=50, valid_from="2026-01-01")
        + nodes(
            [
                'code: "1", name: Tỷ lệ hộ có cáp quang, max: 10',
                'code: "2", name: Tỷ lệ dùng dịch vụ công trực tuyến toàn trình của xã, max: 10',
                'code: "3", name: Tổ công nghệ số, max: 10',
                'code: "4", name: Đào tạo, max: 10',
                'code: "5", name: Bỏ đi, max: 10',
            ]
        )
    )
    after = successor(
        'succeeds: CU-2026\ncarries: {"4": "4"}\n',
        nodes(
            [
                'code: "1", name: Tỷ lệ hộ có cáp quang, max: 20',
                'code: "2", name: Tổ công nghệ số, max: 20',
                'code: "3", name: Tỷ lệ dùng dịch vụ công trực tuyến toàn trình của xã phường, max: 20',
                'code: "4", name: Kỹ năng số, max: 20',
                'code: "6", name: Mới hoàn toàn, max: 20',
            ]
        ),
    )
    return before, after


def test_nodes_carry_over_as_stated_else_by_code_and_name_else_by_likeness() -> None:
    before, after = grown()
    carries = carry_over(before, after)
    assert [(one.new.code, one.old.code, one.basis) for one in carries] == [
        ("1", "1", Basis.SAME),
        ("2", "3", Basis.SAME_NAME),
        ("3", "2", Basis.SIMILAR),
        ("4", "4", Basis.STATED),
    ]
    assert carries[2].likeness > Decimal("0.9")
    assert both_ways(carries) == (
        {"1": "1", "2": "3", "3": "2", "4": "4"},
        {"1": ["1"], "3": ["2"], "2": ["3"], "4": ["4"]},
    )
    found = compare(before, after)
    assert ([node.code for node in found.added], [node.code for node in found.removed]) == (["6"], ["5"])
    assert (found.points_added, found.points_removed) == (20, 10)
    changes = {one.carry.new.code: [change.aspect for change in one.changes] for one in found.altered}
    assert changes == {
        "1": ["maximum"],
        "2": ["code", "maximum"],
        "3": ["code", "name", "maximum"],
        "4": ["name", "maximum"],
    }


def test_decision_405_differs_from_922_as_its_text_says(dti: Framework, dti_2025: Framework) -> None:
    found = compare(dti, dti_2025)
    assert [node.name for node in found.removed] == ["Đô thị thông minh"]
    assert found.added == ()
    assert [one.old.code for one in found.carries] == ["1", "2", "3", "4", "5", "7", "8", "9"]
    assert {one.basis for one in found.carries} == {Basis.STATED}


def test_a_framework_is_the_same_as_itself(commune: Framework) -> None:
    assert compare(commune, commune).is_same


def test_words_may_change_under_sheets_and_each_other_change_is_told() -> None:
    text = head() + flat()
    old = load_framework(text)
    reworded = text.replace("Tiêu chí 1", "Tiêu chí một").replace("name_en: Trial", "name_en: A trial")
    assert redefinitions(old, load_framework(reworded)) == []
    assert redefinitions(old, load_framework(text.replace("scale:", f"{BANDS}scale:", 1))) == []
    other = load_framework(head() + nodes(['code: "1", name: Tiêu chí 1, max: 60', 'code: "3", name: Ba, max: 40']))
    assert redefinitions(old, other) == [
        "Bỏ mục 2 (Tiêu chí 2).",
        "Thêm mục 3 (Ba).",
        "Mục 1: điểm tối đa 50 thành 60.",
    ]
    ruled = text.replace("max: 50}", "max: 50, rule: {kind: count_to_target, target: 5}}", 1)
    [change] = redefinitions(old, load_framework(ruled))
    assert change.startswith("Mục 1: quy tắc “Điểm nhập trực tiếp")
