"""Points under decision 766/QĐ-TTg: every published numerator and denominator gives the published points."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from services.indicators.rules.assessment import computed_score
from services.indicators.rules.framework import Framework
from services.indicators.rules.scoring import InputInvalid, RuleInputs, ratio_of

FILE = Path(__file__).parents[4] / "data" / "dvc766" / "metric_samples.csv"
with FILE.open(encoding="utf-8", newline="") as lines:
    SAMPLES = list(csv.DictReader(lines))


def parts(numerator: str | int, denominator: str | int) -> RuleInputs:
    return RuleInputs(numerator=Decimal(numerator), denominator=Decimal(denominator))


@pytest.mark.parametrize("row", SAMPLES, ids=[f"{row['unit_code']}-{row['metric_code']}" for row in SAMPLES])
def test_published_points_and_ratios_come_out(service_quality: Framework, row: dict[str, str]) -> None:
    inputs = parts(row["numerator"], row["denominator"])
    assert computed_score(service_quality, row["metric_code"], inputs) == Decimal(row["published_score"])
    rule = service_quality.leaf(row["metric_code"]).rule
    assert rule is not None
    assert ratio_of(rule, inputs) == Decimal(row["published_ratio_pct"])


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "points"),
    [
        ("REUSED_DIGITIZED_DATA", 79, 100, "1.98"),  # 1.975 is a tie: half-up
        ("REUSED_DIGITIZED_DATA", 80, 100, "2"),
        ("REUSED_DIGITIZED_DATA", 95, 100, "2"),
        ("DOSSIER_RECEIVING_SATISFACTION", 89, 100, "5.93"),
        ("DOSSIER_RECEIVING_SATISFACTION", 90, 100, "6"),
        ("ON_TIME", 1234, 1000, "20"),  # more than all counts as all
        ("ON_TIME", 1, 3000, "0.01"),
        ("ON_TIME", 0, 0, "20"),
        ("PETITION_CLASSIFICATION_TTHC", 3, 9, "0"),
    ],
)
def test_targets_cap_ties_round_up_and_nothing_asked_gives_full_points(
    service_quality: Framework, code: str, numerator: int, denominator: int, points: str
) -> None:
    assert computed_score(service_quality, code, parts(numerator, denominator)) == Decimal(points)


@pytest.mark.parametrize(
    ("code", "inputs", "field", "detail"),
    [
        ("ON_TIME", RuleInputs(points=Decimal(20)), "points", "Tiêu chí này nhận tử số và mẫu số, không nhận điểm."),
        ("ON_TIME", RuleInputs(numerator=Decimal(20)), "denominator", "Thiếu mẫu số."),
        ("ON_TIME", RuleInputs(denominator=Decimal(20)), "numerator", "Thiếu tử số."),
        ("ON_TIME", parts(5, 0), "denominator", "Mẫu số bằng 0 trong khi tử số khác 0."),
        ("ON_TIME", parts(-1, 5), "numerator", "Tử số không được âm."),
        ("ON_TIME", parts("NaN", 5), "numerator", "Tử số không phải là số."),
        ("PAY_DOSSIER", parts(1, 2), "numerator", "Tiêu chí này nhận điểm, không nhận tử số."),
        ("ON_TIME", RuleInputs(choice="a"), "choice", "Tiêu chí này nhận tử số và mẫu số, không nhận mức đã chọn."),
    ],
)
def test_what_a_rule_cannot_take_is_refused(
    service_quality: Framework, code: str, inputs: RuleInputs, field: str, detail: str
) -> None:
    with pytest.raises(InputInvalid) as refused:
        computed_score(service_quality, code, inputs)
    assert (refused.value.field, refused.value.detail) == (field, detail)
