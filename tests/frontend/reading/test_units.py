"""Units compared: shades, order, ties."""

from decimal import Decimal

from contracts.indicators.values import Figure
from frontend.reading.units import code_of, newest, ranked, shades_of
from tests.frontend.reading.test_figures import indicator


def figure(name: str, value: str | None, period: str = "2026") -> Figure:
    given = {
        "indicator": "TH-01",
        "area": "T01-2025",
        "area_name": f"Tỉnh {name}",
        "area_short_name": name,
        "level": "T",
        "period": period,
        "value": None if value is None else Decimal(value),
        "basis": "reported",
        "qualifier": "exactly",
        "reported": None,
        "rolled_up": None,
        "illustrative": False,
    }
    return Figure.model_validate(given)


def test_equal_units_share_a_rank_and_the_next_is_skipped() -> None:
    rows = ranked(indicator(), [figure("An", "50"), figure("Bình", "70"), figure("Đà", "70"), figure("Cà", "60")])

    assert [(row.rank, row.name, row.note) for row in rows] == [
        (1, "Tỉnh Bình", "đồng hạng"),
        (1, "Tỉnh Đà", "đồng hạng"),
        (3, "Tỉnh Cà", None),
        (4, "Tỉnh An", None),
    ]


def test_the_lowest_is_first_where_less_is_better() -> None:
    rows = ranked(indicator(direction="down"), [figure("An", "50"), figure("Bình", "40")])

    assert [row.name for row in rows] == ["Tỉnh Bình", "Tỉnh An"]


def test_a_unit_without_a_value_has_no_rank() -> None:
    assert ranked(indicator(), [figure("An", None)]) == []


def test_the_newest_period_is_the_one_that_ends_last() -> None:
    found = newest([figure("An", "1", "2026-Q3"), figure("An", "2", "2026-09"), figure("An", "3", "2025")])

    assert [one.period for one in found] == ["2026-09"]


def test_few_percentages_are_shaded_by_fifths_of_a_hundred() -> None:
    assert shades_of(indicator(), [figure("An", "71.7"), figure("Bình", "71.7")]) == [20, 40, 60, 80]


def test_the_official_code_is_read_from_an_id() -> None:
    assert code_of("T15-2025") == "15"
