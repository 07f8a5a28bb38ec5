"""Scoring rules: published figures reproduced, and each rule's ends and refusals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.scoring import (
    Additive,
    Answer,
    Choice,
    CountToTarget,
    InputInvalid,
    Manual,
    Ratio,
    Rule,
    RuleInputs,
    ShareOfMaximum,
    ZeroDenominator,
    check_points,
    score,
)

# Unit, metric, numerator, denominator, target in per cent, most points, published points.
# Source: dichvucong.gov.vn/api/v1/reporting/evaluation, as crawled on 2026-10-10 (GitHub duynghiaqn/Crawler-766).

HEAD = Choice(
    (
        Answer("leader", "Bí thư hoặc Chủ tịch", Decimal(1)),
        Answer("deputy", "Cấp phó", Decimal("0.5")),
        Answer("none", "Không phải lãnh đạo", Decimal(0)),
    )
)
MEETINGS = Additive(
    (
        Answer("attends", "Tham gia đầy đủ phiên họp tỉnh", Decimal("0.5")),
        Answer("chairs", "Chủ trì họp tại đơn vị", Decimal("0.5")),
    )
)


def points_of(rule: Rule, maximum: str, inputs: RuleInputs) -> Decimal | None:
    return score(rule, Decimal(maximum), inputs).points


def ratio_inputs(numerator: int | str, denominator: int | str) -> RuleInputs:
    return RuleInputs(numerator=Decimal(numerator), denominator=Decimal(denominator))


@pytest.mark.parametrize(
    ("policy", "points"),
    [(ZeroDenominator.FULL, Decimal("6.00")), (ZeroDenominator.ZERO, Decimal(0)), (ZeroDenominator.MISSING, None)],
)
def test_zero_of_zero_follows_the_policy_of_the_rule(policy: ZeroDenominator, points: Decimal | None) -> None:
    assert points_of(Ratio(Decimal(90), zero_denominator=policy), "6", ratio_inputs(0, 0)) == points


@pytest.mark.parametrize(
    ("rule", "numerator", "denominator", "most", "points"),
    [
        (Ratio(Decimal(100)), "1", "8", "1", "0.13"),  # 0.125 is a tie
        (Ratio(Decimal(100)), "1", "3", "3", "1.00"),  # not 0.99: multiplied before dividing
        (Ratio(Decimal(80)), "40", "100", "10", "5.00"),
        (Ratio(Decimal(80)), "95", "100", "10", "10.00"),
        (Ratio(Decimal(80), cap=Decimal("0.5")), "95", "100", "10", "5.00"),
        (Ratio(Decimal(80), cap=Decimal("0.5")), "20", "100", "10", "2.50"),
        (Ratio(Decimal(2), per=Decimal(1000)), "1", "1000", "20", "10.00"),
        (Ratio(Decimal(100), places=4), "1", "3", "1", "0.3333"),
    ],
)
def test_a_ratio_is_measured_against_its_target_and_capped(
    rule: Ratio, numerator: str, denominator: str, most: str, points: str
) -> None:
    assert points_of(rule, most, ratio_inputs(numerator, denominator)) == Decimal(points)


@pytest.mark.parametrize(("answer", "points"), [("leader", "10"), ("deputy", "5"), ("none", "0")])
def test_a_choice_gives_the_share_of_its_answer(answer: str, points: str) -> None:
    assert points_of(HEAD, "10", RuleInputs(choice=answer)) == Decimal(points)


@pytest.mark.parametrize(
    ("met", "points"), [(set(), "0"), ({"attends"}, "5"), ({"chairs"}, "5"), ({"attends", "chairs"}, "10")]
)
def test_an_additive_rule_adds_the_parts_that_are_met(met: set[str], points: str) -> None:
    assert points_of(MEETINGS, "10", RuleInputs(met=frozenset(met))) == Decimal(points)


@pytest.mark.parametrize(("count", "points"), [("0", "0"), ("3", "6"), ("5", "10"), ("9", "10"), ("1.7", "3.4")])
def test_a_count_is_measured_against_its_target(count: str, points: str) -> None:
    assert points_of(CountToTarget(Decimal(5)), "10", RuleInputs(count=Decimal(count))) == Decimal(points)


@pytest.mark.parametrize(
    ("rule", "share", "most", "points"),
    [
        (ShareOfMaximum(), "0.8575", "200", "171.50"),
        (ShareOfMaximum(whole=Decimal(100)), "85.75", "200", "171.50"),
        (ShareOfMaximum(), "1", "100", "100.00"),
    ],
)
def test_a_bare_share_gives_that_part_of_the_maximum(rule: ShareOfMaximum, share: str, most: str, points: str) -> None:
    assert points_of(rule, most, RuleInputs(share=Decimal(share))) == Decimal(points)


@pytest.mark.parametrize(
    "rule", [HEAD, MEETINGS, Ratio(Decimal(1)), CountToTarget(Decimal(1)), ShareOfMaximum(), Manual()]
)
def test_without_inputs_there_are_no_points_and_the_reason_is_said(rule: Rule) -> None:
    result = score(rule, Decimal(10), RuleInputs())
    assert result.points is None
    assert result.explanation.formula in {"Chưa có số liệu", "Chưa có điểm"}
    assert None in result.explanation.inputs.values()


def test_half_a_ratio_gives_no_points() -> None:
    assert points_of(Ratio(Decimal(100)), "10", RuleInputs(numerator=Decimal(3))) is None


@pytest.mark.parametrize(
    ("rule", "inputs", "field", "detail"),
    [
        (HEAD, RuleInputs(choice="king"), "choice", "Không có mức “king”. Các mức: leader, deputy, none."),
        (MEETINGS, RuleInputs(met=frozenset({"x"})), "met", "Không có ý “x”. Các ý: attends, chairs."),
        (Ratio(Decimal(100)), ratio_inputs(-1, 5), "numerator", "Tử số không được âm."),
        (Ratio(Decimal(100)), ratio_inputs(1, -5), "denominator", "Mẫu số không được âm."),
        (Ratio(Decimal(100)), ratio_inputs(1, 0), "denominator", "Mẫu số bằng 0 trong khi tử số khác 0."),
        (Ratio(Decimal(100)), ratio_inputs("NaN", 5), "numerator", "Tử số không phải là số."),
        (CountToTarget(Decimal(5)), RuleInputs(count=Decimal(-1)), "count", "Số lượng không được âm."),
        (ShareOfMaximum(), RuleInputs(share=Decimal("1.01")), "share", "Tỷ lệ đạt không được lớn hơn 1."),
        (Manual(), RuleInputs(points=Decimal("10.01")), "points", "Điểm không được lớn hơn điểm tối đa (10)."),
        (Manual(), RuleInputs(points=Decimal("-0.01")), "points", "Điểm không được âm."),
        (Manual(), RuleInputs(points=Decimal("7.041")), "points", "Điểm chỉ được có tối đa 2 chữ số thập phân."),
        (Manual(), RuleInputs(points=Decimal("Infinity")), "points", "Điểm không phải là số."),
    ],
)
def test_inputs_that_make_no_sense_are_refused_at_their_field_in_vietnamese(
    rule: Rule, inputs: RuleInputs, field: str, detail: str
) -> None:
    with pytest.raises(InputInvalid) as refused:
        score(rule, Decimal(10), inputs)
    assert (refused.value.field, str(refused.value)) == (field, detail)


@pytest.mark.parametrize("points", ["0", "10", "7.04", "7.0400", "1E+1"])
def test_typed_points_within_the_maximum_are_taken_as_they_are(points: str) -> None:
    check_points(Decimal(points), Decimal(10), 2)
    assert points_of(Manual(), "10", RuleInputs(points=Decimal(points))) == Decimal(points)


@pytest.mark.parametrize(
    ("rule", "inputs", "name", "shown", "formula"),
    [
        (
            Ratio(Decimal(80), zero_denominator=ZeroDenominator.FULL),
            ratio_inputs(105840, 670009),
            "Tỷ lệ so với mục tiêu",
            {"Tử số": "105.840", "Mẫu số": "670.009", "Tỷ lệ": "15,8%", "Mục tiêu": "80%"},
            "min(1; 105.840 ÷ 670.009 × 100 ÷ 80) × 2 = 0,39",
        ),
        (
            Ratio(Decimal(80), zero_denominator=ZeroDenominator.FULL),
            ratio_inputs(0, 0),
            "Tỷ lệ so với mục tiêu",
            {"Tử số": "0", "Mẫu số": "0", "Mục tiêu": "80%"},
            "0 ÷ 0: không phát sinh, tính đủ điểm = 2",
        ),
        (HEAD, RuleInputs(choice="deputy"), "Chọn một mức", {"Mức đã chọn": "Cấp phó"}, "0,5 × 2 = 1"),
        (
            MEETINGS,
            RuleInputs(met=frozenset({"chairs"})),
            "Cộng dồn các ý đạt",
            {"Tham gia đầy đủ phiên họp tỉnh": "chưa đạt", "Chủ trì họp tại đơn vị": "đạt"},
            "(0,5) × 2 = 1",
        ),
        (
            CountToTarget(Decimal(5)),
            RuleInputs(count=Decimal(3)),
            "Số lượng so với mục tiêu",
            {"Số lượng": "3", "Mục tiêu": "5"},
            "min(1; 3 ÷ 5) × 2 = 1,2",
        ),
        (
            ShareOfMaximum(whole=Decimal(100)),
            RuleInputs(share=Decimal("84.67")),
            "Phần của điểm tối đa",
            {"Tỷ lệ đạt": "84,67"},
            "84,67 ÷ 100 × 2 = 1,69",
        ),
        (
            Manual(),
            RuleInputs(points=Decimal("1.50")),
            "Điểm nhập trực tiếp",
            {"Điểm": "1,5"},
            "1,5 trên tối đa 2",
        ),
    ],
)
def test_every_score_says_its_rule_inputs_and_sum(
    rule: Rule, inputs: RuleInputs, name: str, shown: dict[str, str], formula: str
) -> None:
    why = score(rule, Decimal(2), inputs).explanation
    assert (why.rule, dict(why.inputs), why.formula) == (name, shown, formula)


counts = st.integers(min_value=0, max_value=10**9).map(Decimal)


@given(counts, counts.filter(bool), st.integers(1, 100).map(Decimal), st.integers(1, 200).map(Decimal))
def test_a_ratio_never_gives_less_than_nothing_or_more_than_the_maximum(
    numerator: Decimal, denominator: Decimal, target: Decimal, maximum: Decimal
) -> None:
    inputs = RuleInputs(numerator=numerator, denominator=denominator)
    points = score(Ratio(target), maximum, inputs).points
    assert points is not None
    assert 0 <= points <= maximum
    more = RuleInputs(numerator=numerator + 1, denominator=denominator)
    assert (score(Ratio(target), maximum, more).points or 0) >= points
