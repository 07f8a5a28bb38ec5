"""A batch: what the quick look lets pass, the full check lets pass; every line says what was given."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.indicators.definitions import Frequency, IndicatorKind
from contracts.indicators.values import Qualifier
from contracts.periods import PeriodRegime
from services.indicators.routes.bodies import WireValue
from services.indicators.rules.batch import OUTSIDE, Batch, Finding, KnownArea, KnownIndicator
from services.indicators.rules.values import GivenValue, IndicatorRule, check_value

AREA = KnownArea(7, "Xã Thử", date(2004, 1, 1), date.max, None, frozenset({"X1", "VN"}))

bounds = st.one_of(st.none(), st.decimals(-1000, 1000, places=2))
rules = st.builds(
    lambda kind, low, high, bounded, zero, decimals: IndicatorRule(
        "TN-01",
        kind,
        "%",
        decimals=decimals,
        minimum=low if low is None or high is None else min(low, high),
        maximum=high if low is None or high is None else max(low, high),
        bounded=bounded,
        zero_denominator=zero,
    ),
    st.sampled_from(IndicatorKind),
    bounds,
    bounds,
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
)
numbers = st.one_of(
    st.none(),
    st.integers(-5, 1200).map(float),
    st.floats(-1e16, 1e16, allow_nan=False).filter(lambda number: number == 0 or abs(number) > 1e-9),
)


def check(rule: IndicatorRule, entry: WireValue) -> list[Finding]:
    """The findings about one value."""
    known = KnownIndicator(3, rule, Frequency.QUARTER, PeriodRegime.CALENDAR)
    return Batch({"X1": AREA}, {"TN-01": known}, lambda reach: True).check([entry]).wrong


@given(rules, numbers, numbers, numbers)
def test_the_quick_look_never_accepts_what_the_rule_refuses(
    rule: IndicatorRule, value: float | None, numerator: float | None, denominator: float | None
) -> None:
    entry = WireValue("TN-01", "X1", "2026-Q1", value, numerator, denominator)
    exact = [None if number is None else Decimal(repr(number)) for number in (value, numerator, denominator)]
    problems = check_value(rule, GivenValue(*exact))
    assert [(found.field, found.detail) for found in check(rule, entry)] == [
        (problem.field, problem.detail) for problem in problems
    ]


def test_a_line_carries_the_value_in_the_form_of_a_copy() -> None:
    rule = IndicatorRule("TN-01", IndicatorKind.RATIO, "%", maximum=Decimal(100))
    known = KnownIndicator(3, rule, Frequency.QUARTER, PeriodRegime.CALENDAR)
    entry = WireValue("TN-01", "X1", "2026-Q1", None, 1.5, 3.0, Qualifier.OVER, date(2026, 3, 31), "a\tb\\\n", "  ")
    [line] = Batch({"X1": AREA}, {"TN-01": known}, lambda reach: True).check([entry], ["trích"]).lines
    assert line == (
        f"{2026 * 100 + 21}\t7\t3\t{(2026 * 12 + 3) * 12 + 1}\t\\N\t1.5\t3.0\t2026-03-31\tover\ttrích\ta\\tb\\\\\t\\N\n"
    )


def test_rows_out_of_reach_are_told_apart_from_wrong_ones() -> None:
    rule = IndicatorRule("TN-01", IndicatorKind.COUNT, "người")
    known = KnownIndicator(3, rule, Frequency.QUARTER, PeriodRegime.CALENDAR)
    batch = Batch({"X1": AREA}, {"TN-01": known}, lambda reach: "T9" in reach)
    checked = batch.check([WireValue("TN-01", "X1", "2026-Q1", 1.0), WireValue("TN-01", "X2", "2026-Q1", -1.0)])
    assert checked.forbidden == [Finding(0, "area", OUTSIDE)]
    assert [(found.row, found.field) for found in checked.wrong] == [(1, "area"), (1, "value")]
