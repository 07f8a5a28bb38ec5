"""What may be saved as a value of an indicator."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contracts.indicators.definitions import Aggregation, IndicatorKind
from services.indicators.rules.rollup import Measure
from services.indicators.rules.values import GivenValue, IndicatorRule, check_value

PERCENT = IndicatorRule(
    code="XHS-01",
    kind=IndicatorKind.RATIO,
    unit="%",
    decimals=2,
    minimum=Decimal(0),
    maximum=Decimal(100),
    aggregation=Aggregation.RATIO_OF_SUMS,
    bounded=True,
)
DENSITY = replace(PERCENT, unit="thuê bao/100 dân", maximum=None, bounded=False)
IDLE = replace(PERCENT, zero_denominator=True)
COUNT = IndicatorRule("TCN-01", IndicatorKind.COUNT, "tổ", decimals=0, minimum=Decimal(0), aggregation=Aggregation.SUM)
MONEY = IndicatorRule("KTS-01", IndicatorKind.AMOUNT, "tỷ đồng", decimals=3)
YES_NO = IndicatorRule("TC-01", IndicatorKind.YES_NO, "", decimals=0)


def given(value: str | None = None, numerator: str | None = None, denominator: str | None = None) -> GivenValue:
    read = [None if text is None else Decimal(text) for text in (value, numerator, denominator)]
    return GivenValue(*read)


@pytest.mark.parametrize(
    ("rule", "sent"),
    [
        (PERCENT, given("84.67")),
        (PERCENT, given("100")),
        (PERCENT, given(numerator="73", denominator="173")),
        (PERCENT, given(numerator="1", denominator="800")),
        (PERCENT, given("42.2", "73", "173")),
        (PERCENT, given(numerator="0", denominator="5")),
        (DENSITY, given(numerator="180", denominator="150")),
        (DENSITY, given("120.5")),
        (IDLE, given(numerator="0", denominator="0")),
        (COUNT, given("1356")),
        (COUNT, given("1356.00")),
        (MONEY, given("-1.125")),
        (YES_NO, given("1")),
        (YES_NO, given("0")),
    ],
)
def test_a_fitting_value_is_taken(rule: IndicatorRule, sent: GivenValue) -> None:
    assert check_value(rule, sent) == ()


@pytest.mark.parametrize(
    ("rule", "sent", "field", "detail"),
    [
        (PERCENT, given("101.5"), "value", "Giá trị 101,5 lớn hơn mức tối đa 100 %."),
        (PERCENT, given("-0.01"), "value", "Giá trị -0,01 nhỏ hơn mức tối thiểu 0 %."),
        (PERCENT, given("84.671"), "value", "Chỉ nhận tối đa 2 chữ số thập phân."),
        (PERCENT, given(), "value", "Chưa nhập số liệu."),
        (PERCENT, given("NaN"), "value", "Giá trị không phải là số."),
        (PERCENT, given("Infinity"), "value", "Giá trị không phải là số."),
        (PERCENT, given("1E+14"), "value", "Giá trị quá lớn (tối đa 14 chữ số phần nguyên)."),
        (PERCENT, given(numerator="5"), "denominator", "Thiếu mẫu số."),
        (PERCENT, given(denominator="5"), "numerator", "Thiếu tử số."),
        (PERCENT, given(numerator="5", denominator="-10"), "denominator", "Mẫu số không được âm."),
        (PERCENT, given(numerator="-5", denominator="10"), "numerator", "Tử số không được âm."),
        (PERCENT, given(numerator="0", denominator="0"), "denominator", "Mẫu số phải lớn hơn 0."),
        (IDLE, given(numerator="5", denominator="0"), "denominator", "Mẫu số phải lớn hơn 0."),
        (IDLE, given("0", "0", "0"), "value", "Mẫu số bằng 0 nên không có tỷ lệ."),
        (PERCENT, given(numerator="11", denominator="10"), "numerator", "Tử số không được lớn hơn mẫu số."),
        (
            replace(PERCENT, bounded=False),
            given(numerator="11", denominator="10"),
            "numerator",
            "Tỷ lệ tính ra 110 lớn hơn mức tối đa 100 %.",
        ),
        (PERCENT, given("50", "73", "173"), "value", "Không khớp với tử số chia mẫu số (42,2 %)."),
        (
            PERCENT,
            given(numerator="0.0000001", denominator="1"),
            "numerator",
            "Tử số chỉ được có tối đa 6 chữ số thập phân.",
        ),
        (COUNT, given("12.5"), "value", "Số lượng phải là số nguyên."),
        (COUNT, given("-1"), "value", "Số lượng không được âm."),
        (COUNT, given(numerator="1", denominator="2"), "numerator", "Chỉ tiêu TCN-01 không có tử số và mẫu số."),
        (COUNT, given("1", denominator="2"), "denominator", "Chỉ tiêu TCN-01 không có tử số và mẫu số."),
        (MONEY, given("1.1234"), "value", "Chỉ nhận tối đa 3 chữ số thập phân."),
        (YES_NO, given("2"), "value", "Chỉ nhận 1 (có) hoặc 0 (không)."),
        (YES_NO, given("0.5"), "value", "Chỉ nhận 1 (có) hoặc 0 (không)."),
    ],
)
def test_an_unfitting_value_is_refused_at_its_field_in_vietnamese(
    rule: IndicatorRule, sent: GivenValue, field: str, detail: str
) -> None:
    [problem] = check_value(rule, sent)
    assert (problem.field, problem.detail) == (field, detail)


def test_several_faults_of_one_value_are_named_together() -> None:
    assert [problem.detail for problem in check_value(PERCENT, given("101.555"))] == [
        "Chỉ nhận tối đa 2 chữ số thập phân.",
        "Giá trị 101,555 lớn hơn mức tối đa 100 %.",
    ]
    assert [problem.field for problem in check_value(PERCENT, given(numerator="-1", denominator="-2"))] == [
        "numerator",
        "denominator",
    ]


def test_an_indicator_rolls_up_as_its_definition_says() -> None:
    assert PERCENT.measure == Measure(Aggregation.RATIO_OF_SUMS, 2, Decimal(100))
