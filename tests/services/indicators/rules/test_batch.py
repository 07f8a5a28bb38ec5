"""A batch: what the quick look lets pass, the full check lets pass; every line says what was given."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.indicators.definitions import Aggregation, Frequency, IndicatorKind
from contracts.indicators.values import Qualifier
from contracts.periods import PeriodRegime
from services.indicators.routes.bodies import WireValue
from services.indicators.rules.batch import OUTSIDE, SAMPLE, Batch, Checked, Finding, Key
from services.indicators.rules.columns import Columns
from services.indicators.rules.known import Kin, KnownArea, KnownIndicator
from services.indicators.rules.values import GivenValue, IndicatorRule, check_value

AREA = KnownArea(7, "Xã Thử", Kin(date(2004, 1, 1), date.max, None, uppers=(5, 1)), frozenset({"X1", "VN"}))
PERIOD = 2026 * 100 + 21

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
    st.integers(-(10**16), 10**16) | st.integers(-5, 1200),
    st.floats(-1e16, 1e16, allow_nan=False).filter(lambda number: number == 0 or abs(number) > 1e-9),
)


def checked(
    rule: IndicatorRule, *entries: WireValue, quotes: list[str | None] | None = None, on: str = "X1"
) -> Checked:
    """A batch checked against one area and one quarterly indicator, for a sender with the right on `on`."""
    known = KnownIndicator(3, rule, Frequency.QUARTER, PeriodRegime.CALENDAR)
    batch = Batch({"X1": AREA}, {"TN-01": known}, lambda reach: on in reach)
    return batch.check(Columns.of(entries), quotes or [])


@given(rules, numbers, numbers, numbers)
def test_the_quick_look_never_accepts_what_the_rule_refuses(
    rule: IndicatorRule, value: float | None, numerator: float | None, denominator: float | None
) -> None:
    entry = WireValue("TN-01", "X1", "2026-Q1", value, numerator, denominator)
    exact = [None if number is None else Decimal(repr(number)) for number in (value, numerator, denominator)]
    problems = check_value(rule, GivenValue(*exact))
    assert [(found.field, found.detail) for found in checked(rule, entry).wrong] == [
        (problem.field, problem.detail) for problem in problems
    ]


def test_a_line_carries_the_value_in_the_form_of_a_copy() -> None:
    rule = IndicatorRule("TN-01", IndicatorKind.RATIO, "%", maximum=Decimal(100))
    entry = WireValue("TN-01", "X1", "2026-Q1", None, 1.5, 3, Qualifier.OVER, date(2026, 3, 31), "a\tb\\\n", "  ")
    batch = checked(rule, entry, quotes=["trích"])
    assert not batch.are_bare
    assert batch.lines == [f"{PERIOD}\t7\t3\t\\N\t\\N\t1.5\t3\t2026-03-31\tover\ttrích\ta\\tb\\\\\t\\N"]


def test_a_bare_line_ends_after_its_numbers_and_names_the_sums_it_adds_up_into() -> None:
    rule = IndicatorRule("TN-01", IndicatorKind.COUNT, "người", aggregation=Aggregation.SUM)
    batch = checked(rule, WireValue("TN-01", "X1", "2026-Q1", 12))
    assert batch.lines == [f"{PERIOD}\t7\t3\t0\t12\t\\N\t\\N"]
    assert (batch.are_bare, batch.periods, batch.areas, batch.sample) == (True, [PERIOD], [7], [Key(PERIOD, 7, 3)])
    assert (batch.above.cell, batch.above.area, batch.above.adds) == ([0, 0], [5, 1], [True, True])


def test_keys_are_sampled_all_over_a_large_batch() -> None:
    areas = {f"X{no}": KnownArea(no, "Xã Thử", AREA.kin, frozenset()) for no in range(1000)}
    rule = IndicatorRule("TN-01", IndicatorKind.COUNT, "người")
    known = KnownIndicator(3, rule, Frequency.QUARTER, PeriodRegime.CALENDAR)
    entries = [WireValue("TN-01", area, "2026-Q1", 1) for area in areas]
    found = Batch(areas, {"TN-01": known}, lambda reach: True).check(Columns.of(entries))
    sampled = [key.area for key in found.sample]
    assert SAMPLE / 2 < len(sampled) <= SAMPLE
    assert (sampled[0], sampled == sorted(sampled), sampled[-1] > 950) == (0, True, True)


def test_rows_out_of_reach_are_told_apart_from_wrong_ones() -> None:
    rule = IndicatorRule("TN-01", IndicatorKind.COUNT, "người")
    entries = [WireValue("TN-01", "X1", "2026-Q1", 1), WireValue("TN-01", "X2", "2026-Q1", -1)]
    batch = checked(rule, *entries, on="T9")
    assert batch.forbidden == [Finding(0, "area", OUTSIDE)]
    assert [(found.row, found.field) for found in batch.wrong] == [(1, "area"), (1, "value")]
    assert batch.lines == []
