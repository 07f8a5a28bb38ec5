"""Periods: their text, days, order, neighbours and keys."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from contracts.periods import PERIOD_PATTERN, Period, PeriodInvalid, PeriodKind, PeriodRegime, PeriodText, every_period

CALENDAR, ADMINISTRATIVE = PeriodRegime.CALENDAR, PeriodRegime.ADMINISTRATIVE

# text, kind, calendar days, administrative days (NĐ 09/2019/NĐ-CP), as written by officials
PERIODS = [
    ("2026", "year", "2026-01-01", "2026-12-31", "2025-12-15", "2026-12-14", "năm 2026"),
    ("2026-H1", "half", "2026-01-01", "2026-06-30", "2025-12-15", "2026-06-14", "6 tháng đầu năm 2026"),
    ("2026-H2", "half", "2026-07-01", "2026-12-31", "2026-06-15", "2026-12-14", "6 tháng cuối năm 2026"),
    ("2026-Q1", "quarter", "2026-01-01", "2026-03-31", "2025-12-15", "2026-03-14", "quý I/2026"),
    ("2026-Q3", "quarter", "2026-07-01", "2026-09-30", "2026-06-15", "2026-09-14", "quý III/2026"),
    ("2026-Q4", "quarter", "2026-10-01", "2026-12-31", "2026-09-15", "2026-12-14", "quý IV/2026"),
    ("2026-M9", "nine_months", "2026-01-01", "2026-09-30", "2025-12-15", "2026-09-14", "9 tháng năm 2026"),
    ("2026-01", "month", "2026-01-01", "2026-01-31", "2025-12-15", "2026-01-14", "tháng 1/2026"),
    ("2024-02", "month", "2024-02-01", "2024-02-29", "2024-01-15", "2024-02-14", "tháng 2/2024"),
    ("2026-11", "month", "2026-11-01", "2026-11-30", "2026-10-15", "2026-11-14", "tháng 11/2026"),
]

REFUSED = ["", "26", "2026-", "2026-Q5", "2026-Q0", "2026-H3", "2026-13", "2026-00", "2026-9", "2026-M6", "2026-q3"]
REFUSED += [" 2026", "2026\n", "2026/09", "2026-09-01", "1899", "2200", "0000", "２０２６", "quý III/2026", "null"]

periods = st.from_regex(re.compile(PERIOD_PATTERN.strip("^$")), fullmatch=True).map(Period.parse)
middle_periods = periods.filter(lambda period: 1901 <= period.year <= 2198)


@pytest.mark.parametrize(("text", "kind", "first", "last", "from_15th", "to_14th", "label"), PERIODS)
def test_a_period_knows_its_kind_days_and_name(
    text: str, kind: str, first: str, last: str, from_15th: str, to_14th: str, label: str
) -> None:
    period = Period.parse(text)
    assert (str(period), period.kind, period.label) == (text, kind, label)
    assert (period.first_day(CALENDAR), period.last_day(CALENDAR)) == (
        date.fromisoformat(first),
        date.fromisoformat(last),
    )
    assert period.first_day(ADMINISTRATIVE) == date.fromisoformat(from_15th)
    assert period.last_day(ADMINISTRATIVE) == date.fromisoformat(to_14th)


@pytest.mark.parametrize("text", REFUSED)
def test_text_that_is_no_period_is_refused_in_vietnamese(text: str) -> None:
    with pytest.raises(PeriodInvalid) as refused:
        Period.parse(text)
    assert str(refused.value) == f"Kỳ không hợp lệ: “{text}”. Ví dụ: 2026, 2026-H1, 2026-Q3, 2026-M9, 2026-09"
    assert refused.value.given == text


def test_periods_sort_by_their_last_day_then_by_their_first() -> None:
    in_order = ["2025", "2025-H2", "2025-Q4", "2025-12", "2026-01", "2026-Q1", "2026-03", "2026-H1", "2026-M9"]
    in_order += ["2026-Q3", "2026-09", "2026"]
    assert [str(period) for period in sorted(map(Period.parse, in_order[::-1]))] == in_order
    assert Period.parse("2026-Q3") <= Period.parse("2026-Q3")
    assert Period.parse("2026-Q3") >= Period.parse("2026-M9")


@given(periods, periods)
def test_the_order_is_that_of_the_days_under_either_regime(one: Period, other: Period) -> None:
    for regime in PeriodRegime:
        days = (one.last_day(regime), one.first_day(regime)) < (other.last_day(regime), other.first_day(regime))
        assert days == (one < other)


@pytest.mark.parametrize(
    ("text", "previous", "following", "last_year"),
    [
        ("2026", "2025", "2027", "2025"),
        ("2026-H1", "2025-H2", "2026-H2", "2025-H1"),
        ("2026-Q1", "2025-Q4", "2026-Q2", "2025-Q1"),
        ("2026-M9", "2025-M9", "2027-M9", "2025-M9"),
        ("2026-01", "2025-12", "2026-02", "2025-01"),
        ("2026-12", "2026-11", "2027-01", "2025-12"),
    ],
)
def test_a_period_knows_its_neighbours(text: str, previous: str, following: str, last_year: str) -> None:
    period = Period.parse(text)
    assert str(period.previous()) == previous
    assert str(period.next()) == following
    assert str(period.same_of_last_year()) == last_year


@given(middle_periods)
def test_the_next_period_of_a_kind_starts_the_day_after(period: Period) -> None:
    assert period.next().previous() == period
    if period.kind is not PeriodKind.NINE_MONTHS:
        for regime in PeriodRegime:
            assert period.next().first_day(regime) - period.last_day(regime) == timedelta(days=1)


def test_there_is_no_period_beyond_the_last_year() -> None:
    with pytest.raises(PeriodInvalid):
        Period.parse("2199-12").next()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026", 202600),
        ("2026-01", 202601),
        ("2026-12", 202612),
        ("2026-Q1", 202621),
        ("2026-Q4", 202624),
        ("2026-H1", 202631),
        ("2026-H2", 202632),
        ("2026-M9", 202641),
    ],
)
def test_stored_keys_never_change(text: str, key: int) -> None:
    assert Period.parse(text).key == key
    assert Period.from_key(key) == Period.parse(text)


@pytest.mark.parametrize("key", [0, -1, 202613, 202620, 202625, 202633, 202640, 202642, 202699, 2026, 999999999])
def test_a_key_that_stands_for_no_period_is_refused(key: int) -> None:
    with pytest.raises(PeriodInvalid, match="Kỳ không hợp lệ"):
        Period.from_key(key)


@given(periods)
def test_text_and_key_lead_back_to_the_same_period(period: Period) -> None:
    assert Period.parse(str(period)) == period == Period.from_key(period.key)


@pytest.mark.parametrize("first", ["2024", "2024-H1", "2024-Q1", "2024-M9", "2024-01"])
def test_keys_of_one_kind_are_chronological(first: str) -> None:
    run = [Period.parse(first)]
    for _ in range(30):
        run.append(run[-1].next())
    assert all(one < other and one.key < other.key for one, other in pairwise(run))


class Question(BaseModel):
    period: PeriodText


def test_a_contract_keeps_the_text_of_a_period() -> None:
    assert Question.model_validate({"period": "2026-Q3"}).period == "2026-Q3"


def test_a_contract_refuses_a_wrong_period_in_vietnamese_at_its_field() -> None:
    with pytest.raises(ValidationError) as refused:
        Question.model_validate({"period": "2026-Q5"})
    [error] = refused.value.errors()
    assert error["loc"] == ("period",)
    assert error["msg"].startswith("Kỳ không hợp lệ: “2026-Q5”.")


def test_a_contract_refuses_what_is_no_text() -> None:
    with pytest.raises(ValidationError):
        Question.model_validate({"period": 2026})


def test_the_schema_gives_the_pattern_of_a_period() -> None:
    schema = TypeAdapter(PeriodText).json_schema()
    assert schema["type"] == "string"
    assert all(re.fullmatch(schema["pattern"], text) for text, *_ in PERIODS)
    assert not any(re.fullmatch(schema["pattern"], text) for text in REFUSED)


@pytest.mark.parametrize("named", [*PeriodKind, *PeriodRegime])
def test_every_kind_and_regime_has_a_vietnamese_name(named: PeriodKind | PeriodRegime) -> None:
    assert named.label[0].isupper() or named.label[0] == "9"


def test_every_period_of_some_years_is_named_once() -> None:
    found = every_period(2025, 2026)
    assert len(found) == len(set(found)) == 2 * 20
    assert {str(period) for period in found} >= {"2025", "2026-H2", "2025-Q4", "2026-M9", "2026-12"}
    assert {period.year for period in found} == {2025, 2026}
