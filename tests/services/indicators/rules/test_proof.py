"""Proofs: every total leads down to what was entered."""

from decimal import Decimal

import pytest

from contracts.indicators.assessments import Stage
from services.indicators.rules.assessment import assess
from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.proof import ProofStep, prove
from services.indicators.rules.scoring import RuleInputs

Table = list[dict[str, str]]

RATIO_FRAMEWORK = """
code: THU-2026
name: Bộ chỉ số thử
name_en: Trial framework
issuer: {number: 1/QĐ-UBND, by: UBND tỉnh, source: congbao.example.vn}
applies_to: {level: commune, class: Xã}
valid_from: 2026-01-01
periods: year
scale: {total: 30, unit: points, decimals: 2}
formula: sum
nodes:
  - {code: "1", name: Hồ sơ trực tuyến, max: 20, rule: {kind: ratio, target: 80, zero_denominator: full}}
  - {code: "2", name: Kế hoạch, max: 10, rule: manual}
"""


@pytest.fixture
def appraised(commune: Framework, published_sheet: Table) -> ProofStep:
    scores = {(row["code"], Stage.APPRAISED): Decimal(row["reviewed_score"]) for row in published_sheet}
    return prove(assess(commune, scores), Stage.APPRAISED)


def walk(step: ProofStep) -> list[ProofStep]:
    return [step, *(below for child in step.children for below in walk(child))]


def test_the_proof_of_a_sheet_adds_up_at_every_step(appraised: ProofStep) -> None:
    assert appraised.points == Decimal("606.27")
    assert len(walk(appraised)) == 1 + 7 + 62
    for step in walk(appraised):
        if step.children:
            assert sum(child.points or 0 for child in step.children) == step.points
            assert sum(child.max_points for child in step.children) == step.max_points


def test_the_proof_of_a_sheet_shows_the_sums_in_words(appraised: ProofStep) -> None:
    assert appraised.rule == "Tổng điểm các tiêu chí"
    assert appraised.formula == "50 + 35,38 + 94,52 + 320,94 + 80 + 25,43 = 606,27"
    assert appraised.inputs == {"Số tiêu chí có điểm": "62/62"}
    assert appraised.children[3].formula == "Tổng 22 mục = 320,94"


def test_a_criterion_is_reached_in_three_steps_and_shows_what_was_entered(appraised: ProofStep) -> None:
    criterion = appraised.children[3].children[-1].children[0]
    assert (criterion.code, criterion.points, criterion.max_points) == ("4.22.1", Decimal("19.5"), Decimal(20))
    assert criterion.rule == "Điểm nhập trực tiếp"
    assert criterion.inputs == {"Điểm": "19,5"}
    assert criterion.formula == "19,5 trên tối đa 20"


def test_groups_and_criteria_say_how_far_they_are_and_what_is_lost(commune: Framework) -> None:
    scores = {("2.1", Stage.SELF): Decimal(15), ("2.2", Stage.SELF): Decimal("0.38")}
    steps = {step.code: step for step in walk(prove(assess(commune, scores), Stage.SELF))}
    assert (steps["2.2"].formula, steps["2.2"].lost) == ("0,38 trên tối đa 20", Decimal("19.62"))
    assert (steps["2"].formula, steps["2"].inputs) == ("15 + 0,38 = 15,38", {"Số tiêu chí có điểm": "2/5"})
    assert (steps["3"].formula, steps["3"].lost) == ("Chưa có điểm", None)


def test_without_published_weights_there_is_no_total_but_a_reason(dti_2025: Framework) -> None:
    whole = prove(assess(dti_2025, {("1", Stage.FINAL): Decimal("0.8")}), Stage.FINAL)
    assert (whole.points, whole.lost) == (None, None)
    assert whole.formula.startswith("Chưa tính được: trọng số")
    assert whole.inputs == {"Số tiêu chí có điểm": "1/8"}
    assert whole.children[0].points == Decimal("0.8")


def test_a_weighted_total_shows_its_weights_and_leaves_out_what_does_not_count(dti: Framework) -> None:
    scores = {(code, Stage.FINAL): Decimal(value) for code, value in {"1": "1", "6": "0.7", "7": "0.8575"}.items()}
    whole = prove(assess(dti, scores), Stage.FINAL)
    assert whole.formula == "(100 × 1 + 200 × 0,8575) ÷ 1.000 = 0,2715"
    assert whole.children[5].rule == "Điểm nhập trực tiếp – không tính vào tổng điểm"
    assert whole.children[5].points == Decimal("0.7")


def test_a_computed_score_shows_the_numbers_it_was_computed_from() -> None:
    inputs = {"1": RuleInputs(numerator=Decimal(36), denominator=Decimal(90))}
    sheet = assess(load_framework(RATIO_FRAMEWORK), {("1", Stage.SELF): Decimal(10)})
    step = prove(sheet, Stage.SELF, inputs).children[0]
    assert step.rule == "Tỷ lệ so với mục tiêu"
    assert step.inputs == {"Tử số": "36", "Mẫu số": "90", "Tỷ lệ": "40%", "Mục tiêu": "80%"}
    assert step.formula == "min(1; 36 ÷ 90 × 100 ÷ 80) × 20 = 10"


def test_points_an_appraiser_typed_are_not_passed_off_as_computed() -> None:
    inputs = {"1": RuleInputs(numerator=Decimal(36), denominator=Decimal(90))}
    sheet = assess(load_framework(RATIO_FRAMEWORK), {("1", Stage.APPRAISED): Decimal(4)})
    assert prove(sheet, Stage.APPRAISED, inputs).children[0].rule == "Điểm nhập trực tiếp"
