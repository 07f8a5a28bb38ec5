"""Forecasts: the Theil–Sen line by hand, what it assumes, its limits."""

from decimal import Decimal

from contracts.indicators.targets import Comparator
from contracts.periods import Period
from services.indicators.rules.targets.forecasts import Bounds, Forecast, Point, forecast, no_forecast
from services.indicators.rules.targets.goals import Goal
from services.indicators.rules.targets.wording import Measured

SHARE = Bounds(Decimal(0), Decimal(100))


def quarters(*values: str, first: str = "2025-Q3") -> list[Point]:
    """Figures quarter by quarter."""
    period, found = Period.parse(first), []
    for value in values:
        found.append(Point(period, Decimal(value)))
        period = period.next()
    return found


def ahead(points: list[Point], goal: Goal, horizon: str, bounds: Bounds = SHARE) -> Forecast:
    """The forecast of a percentage."""
    return forecast(points, Period.parse(horizon), goal, bounds, Measured("%", 1))


def at_least(value: int) -> Goal:
    """So much or more."""
    return Goal(Comparator.AT_LEAST, Decimal(value))


def test_an_even_trend_is_read_at_the_horizon_with_its_assumption() -> None:
    found = ahead(quarters("50", "52", "54", "56", "58"), at_least(100), "2030")
    # 2 a quarter from 58 in the third quarter of 2026: 17 quarters later 92.
    assert (found.value, found.shortfall, found.slope, found.reached_in) == (92, 8, 2, None)
    assert found.text == (
        "Sẽ thiếu 8 điểm % vào năm 2030 nếu giữ nhịp hiện nay (tăng 2 điểm % mỗi quý; trung vị độ dốc của 5 kỳ,"
        " quý III/2025 – quý III/2026); dự báo 92%."
    )


def test_one_odd_figure_does_not_turn_the_line() -> None:
    assert ahead(quarters("50", "52", "99", "56", "58"), at_least(100), "2030").slope == 2


def test_the_median_of_slopes_by_hand() -> None:
    # Slopes of the six pairs: 1, 2, 3, 3, 4, 5; their median is 3.
    found = ahead(quarters("10", "11", "14", "19"), at_least(90), "2027")
    assert found.slope == Decimal(3)
    # Seen from the newest, the four figures lead to 19, 17, 17, 19; median 18. The horizon is six quarters later.
    assert found.value == Decimal(36)


def test_it_says_when_the_target_is_reached() -> None:
    found = ahead(quarters("50", "52", "54", "56", "58"), at_least(65), "2030")
    assert str(found.reached_in) == "2027-Q3"
    assert found.text.startswith("Sẽ đạt mục tiêu vào quý III/2027 nếu giữ nhịp hiện nay")
    assert (found.value, found.capped) == (92, False)


def test_a_share_never_passes_its_whole_and_a_count_never_falls_below_nothing() -> None:
    high = ahead(quarters("70", "80", "90", "95"), at_least(99), "2030")
    assert (high.value, high.capped) == (100, True)
    assert "chặn ở giới hạn" in high.text
    low = ahead(quarters("30", "20", "10", "5"), Goal(Comparator.AT_MOST, Decimal(2)), "2030")
    assert (low.value, low.capped, low.shortfall) == (0, True, 0)


def test_too_much_is_told_as_too_much() -> None:
    found = ahead(quarters("30", "29", "28", "27"), Goal(Comparator.AT_MOST, Decimal(5)), "2027")
    assert found.text.startswith("Sẽ vượt mức cho phép 16 điểm % vào năm 2027 nếu giữ nhịp hiện nay (giảm 1 điểm %")


def test_only_the_newest_eight_of_the_newest_kind_count() -> None:
    old = [Point(Period.parse(str(year)), Decimal(1)) for year in range(2018, 2025)]
    found = ahead([*old, *quarters(*map(str, range(40, 50)), first="2024-Q2")], at_least(90), "2030")
    assert (found.points, str(found.first), str(found.last)) == (8, "2024-Q4", "2026-Q3")


def test_there_is_none_from_too_few_or_once_the_horizon_is_there() -> None:
    horizon = Period.parse("2026")
    assert no_forecast(quarters("1", "2", "3"), horizon) == "Chưa dự báo: mới có 3 kỳ cùng loại, cần ít nhất 4."
    assert no_forecast(quarters("1", "2", "3", "4", first="2026-Q1"), horizon) == (
        "Không dự báo: số liệu đã đến hạn năm 2026."
    )
    assert no_forecast(quarters("1", "2", "3", "4"), horizon) is None
