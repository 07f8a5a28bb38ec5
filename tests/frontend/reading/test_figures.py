"""Numbers in words: units, exactness, changes and targets."""

from decimal import Decimal

import pytest

from contracts.indicators.definitions import Aggregation, Indicator
from contracts.indicators.values import Overview
from frontend.reading.figures import change_between, value_text
from frontend.reading.standings import rows_of
from frontend.reading.targets import target_reading, target_words


def indicator(
    unit: str = "%", kind: str = "ratio", direction: str = "up", target: tuple[str, int] | None = None
) -> Indicator:
    return Indicator.model_validate(
        {
            "code": "TH-01", "name": "Thử", "name_en": "Trial", "pillar": "society", "kind": kind, "unit": unit,
            "numerator_label": None, "denominator_label": None, "direction": direction, "decimals": 1,
            "minimum": None, "maximum": None, "aggregation": "sum", "frequency": "year", "regime": "calendar",
            "responsible": "Sở", "definition": "Thử", "legal_basis": "Thử", "public": True,
            "target": target and {"comparator": target[0], "value": target[1], "horizon": "2030", "instrument": "03"},
        }
    )  # fmt: skip


def overview(indicator: Indicator, units: int, basis: str = "rolled_up") -> Overview:
    """A dashboard of one indicator with 80 now, 100 before, added up from some of 99 units."""
    rolled = {"value": 80, "numerator": None, "denominator": None, "units": units, "units_total": 99}
    figure = {
        "indicator": "TH-01", "area": "T15-2025", "area_name": "Tỉnh Lào Cai", "area_short_name": "Lào Cai",
        "level": "T", "period": "2026-Q3", "value": 80, "basis": basis, "qualifier": "exactly", "reported": None,
        "rolled_up": rolled, "illustrative": False,
    }  # fmt: skip
    before = {"period": "2026-Q2", "value": 100}
    standing = {"indicator": "TH-01", "figure": figure, "previous": before, "trend": []}
    return Overview.model_validate(
        {
            "area": "T15-2025", "area_name": "Tỉnh Lào Cai", "period": "2026-Q3", "periods": ["2026-Q3"],
            "indicators": [indicator], "standings": [standing], "illustrative": False,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("aggregation", "units", "basis", "change", "partial"),
    [
        ("sum", 87, "rolled_up", None, "87/99 đơn vị"),
        ("sum", 99, "rolled_up", "−20 tổ", None),
        ("sum", 87, "reported", "−20 tổ", None),
        ("ratio_of_sums", 87, "rolled_up", "−20 tổ", None),
    ],
)
def test_a_sum_of_only_some_units_is_not_compared_with_the_period_before(
    aggregation: str, units: int, basis: str, change: str | None, partial: str | None
) -> None:
    measured = indicator("tổ", "count").model_copy(update={"aggregation": Aggregation(aggregation)})

    row = rows_of(overview(measured, units, basis))[0]

    assert (row.change.text if row.change else None, row.partial) == (change, partial)


@pytest.mark.parametrize(
    ("unit", "kind", "value", "text"),
    [
        ("%", "ratio", "84.67", "84,7%"),
        ("%", "ratio", "100", "100%"),
        ("tổ", "count", "1356", "1.356 tổ"),
        ("có/không", "yes_no", "1", "Có"),
        ("có/không", "yes_no", "0", "Không"),
        ("%", "ratio", None, "–"),
    ],
)
def test_a_value_reads_with_its_unit(unit: str, kind: str, value: str | None, text: str) -> None:
    assert value_text(indicator(unit, kind), None if value is None else Decimal(value)) == text


def test_a_percentage_changes_by_percentage_points() -> None:
    change = change_between(indicator(), Decimal("63.2"), Decimal(60))

    assert change is not None
    assert (change.text, change.direction, change.good) == ("+3,2 điểm phần trăm", "up", True)


def test_a_count_changes_by_its_unit() -> None:
    change = change_between(indicator("tổ", "count"), Decimal(1350), Decimal(1356))

    assert change is not None
    assert (change.text, change.good) == ("−6 tổ", False)


def test_falling_is_good_where_less_is_better() -> None:
    change = change_between(indicator(direction="down"), Decimal(5), Decimal(7))

    assert change is not None
    assert change.good is True


@pytest.mark.parametrize("pair", [(None, Decimal(1)), (Decimal(1), None)])
def test_without_two_values_there_is_no_change(pair: tuple[Decimal | None, Decimal | None]) -> None:
    assert change_between(indicator(), *pair) is None


@pytest.mark.parametrize(
    ("comparator", "direction", "value", "met"),
    [
        (">=", "up", "80", True),
        (">=", "up", "79.9", False),
        ("<=", "down", "80", True),
        ("<=", "down", "80.1", False),
        ("=", "up", "81", True),
        ("=", "down", "81", False),
        ("=", "none", "80", True),
        ("=", "none", "81", False),
    ],
)
def test_a_target_is_met_as_its_comparator_says(comparator: str, direction: str, value: str, met: bool) -> None:
    reading = target_reading(indicator(direction=direction, target=(comparator, 80)), Decimal(value))

    assert reading is not None
    assert reading.met is met


def test_a_target_not_yet_met_says_how_far_it_is() -> None:
    reading = target_reading(indicator(target=(">=", 80)), Decimal(60))

    assert reading is not None
    assert (reading.text, reading.progress) == ("Mục tiêu 2030: từ 80% trở lên", "bằng 75% mục tiêu")
    assert reading.line == "Bằng 75% mục tiêu 2030 (80%)"


@pytest.mark.parametrize(
    ("comparator", "direction", "value", "line"),
    [
        (">=", "up", 81, "Đạt mục tiêu 2030 (80%)"),
        ("<=", "down", 81, "Mục tiêu 2030: không quá 80%"),
        (">", "up", None, "Mục tiêu 2030: trên 80%"),
    ],
)
def test_a_row_says_in_one_line_how_a_value_stands(
    comparator: str, direction: str, value: int | None, line: str
) -> None:
    reading = target_reading(
        indicator(direction=direction, target=(comparator, 80)), None if value is None else Decimal(value)
    )

    assert reading is not None
    assert reading.line == line


def test_a_target_reads_as_a_sentence_has_it() -> None:
    assert target_words(indicator(target=("<=", 5))) == "không quá 5% vào năm 2030"
    assert target_words(indicator(target=(">=", 95))) == "từ 95% trở lên vào năm 2030"
    assert target_words(indicator()) == "–"
