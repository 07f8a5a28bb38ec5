"""How an area stands to its target: the rule, its tolerances, both directions, before and after the horizon."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.indicators.definitions import Direction
from contracts.indicators.targets import Comparator, TargetStatus, Trajectory
from contracts.periods import Period
from services.indicators.rules.targets.forecasts import Point
from services.indicators.rules.targets.goals import Goal
from services.indicators.rules.targets.paths import Corner, Course, required_at
from services.indicators.rules.targets.verdicts import Asked, judge
from services.indicators.rules.targets.wording import Measured

TODAY = date(2026, 11, 30)
PERCENT = Measured("%", 1)


def at(period: str, value: str) -> Point:
    """A figure."""
    return Point(Period.parse(period), Decimal(value))


def goal(comparator: str, value: str, upper: str | None = None, direction: Direction = Direction.UP) -> Goal:
    """What is asked."""
    return Goal(Comparator(comparator), Decimal(value), (upper and Decimal(upper)) or None, direction=direction)


def linear(period: str, value: str) -> Course:
    """An even way from there."""
    return Course(Trajectory.LINEAR, Corner(Period.parse(period), Decimal(value)))


def asked(wanted: Goal, horizon: str, course: Course | None = None) -> Asked:
    """A target."""
    return Asked(wanted, Period.parse(horizon), PERCENT, course or Course())


# From 40 at the end of 2025 to 80 at the end of 2030: 8 a year, so 46 by September 2026 (nine months).
@pytest.mark.parametrize(
    ("value", "status", "share"),
    [
        ("46", TargetStatus.ON_TRACK, "đạt đủ"),
        ("45.9", TargetStatus.WATCH, "98%"),
        ("45.4", TargetStatus.WATCH, "90%"),
        ("45.3", TargetStatus.LATE, "88%"),
        ("40", TargetStatus.LATE, "0%"),
        ("38", TargetStatus.LATE, "0%"),
        ("80", TargetStatus.MET, "đã đạt"),
    ],
)
def test_all_of_the_required_change_is_on_track_and_nine_tenths_are_watched(
    value: str, status: TargetStatus, share: str
) -> None:
    found = judge(asked(goal(">=", "80"), "2030", linear("2025", "40")), [at("2026-Q3", value)], TODAY)
    assert (found.status, found.required) == (status, Decimal("46.0"))
    assert share in found.rule


def test_the_rule_is_told_with_its_numbers() -> None:
    found = judge(asked(goal(">=", "80"), "2030", linear("2025", "40")), [at("2026-Q3", "45.4")], TODAY)
    assert found.rule == (
        "Quý III/2026 là 45,4%, theo lộ trình phải là 46%: mới được 90% mức thay đổi phải có (từ 90%)."
    )
    assert found.gap == Decimal("34.6")


# Complaints may fall from 20 to 10 over four years: 17.5 after one; below is as good.
@pytest.mark.parametrize(
    ("value", "status"),
    [("17.5", TargetStatus.ON_TRACK), ("12", TargetStatus.ON_TRACK), ("17.7", TargetStatus.WATCH),
     ("17.8", TargetStatus.LATE), ("21", TargetStatus.LATE), ("10", TargetStatus.MET)],
)  # fmt: skip
def test_fewer_is_better_where_the_comparator_says_so(value: str, status: TargetStatus) -> None:
    found = judge(asked(goal("<=", "10"), "2029", linear("2025", "20")), [at("2026", value)], TODAY)
    assert found.status is status


def test_a_bare_number_follows_the_direction_of_its_indicator() -> None:
    for direction, value, met in (
        (Direction.UP, "95", True),
        (Direction.DOWN, "95", False),
        (Direction.NONE, "95", False),
    ):
        assert goal("=", "90", direction=direction).is_met(Decimal(value)) is met
    assert goal("=", "90", direction=Direction.NONE).is_met(Decimal(90))


@pytest.mark.parametrize(
    ("comparator", "direction", "met"),
    [(">", Direction.NONE, {"0.71"}), ("range", Direction.NONE, {"16", "17", "18"}),
     ("range", Direction.UP, {"16", "17", "18", "20"}), ("range", Direction.DOWN, {"0.7", "0.71", "16", "17", "18"})],
)  # fmt: skip
def test_strict_comparators_and_ranges(comparator: str, direction: Direction, met: set[str]) -> None:
    wanted = goal(">", "0.7") if comparator == ">" else goal("range", "16", "18", direction)
    tried = ("0.7", "0.71") if comparator == ">" else ("0.7", "0.71", "16", "17", "18", "20")
    assert {value for value in tried if wanted.is_met(Decimal(value))} == met


def test_milestones_bend_the_line() -> None:
    marks = tuple(Corner(Period.parse(period), Decimal(value)) for period, value in (("2025", "52"), ("2026-H1", "61")))
    course = Course(Trajectory.MILESTONES, Corner(Period.parse("2025-Q3"), Decimal(46)), marks)
    corners = course.corners(goal(">=", "72"), Period.parse("2026"))
    told = {
        period: required_at(corners, Period.parse(period))
        for period in ("2025-Q2", "2025-Q4", "2026-Q1", "2026-Q3", "2026")
    }
    assert told == {"2025-Q2": None, "2025-Q4": 52, "2026-Q1": Decimal("56.5"), "2026-Q3": Decimal("66.5"), "2026": 72}


def test_after_the_horizon_the_newest_figure_up_to_it_decides() -> None:
    wanted = asked(goal("=", "100"), "2022")
    assert judge(wanted, [at("2022", "100"), at("2024", "80")], TODAY).status is TargetStatus.MET
    late = judge(wanted, [at("2021", "60"), at("2024", "100")], TODAY)
    assert late.status is TargetStatus.LATE
    assert late.rule == (
        "Đã hết hạn năm 2022. Năm 2021 là 60% còn cách mục tiêu 40 điểm %. Chưa có số liệu đến hết năm 2022."
    )
    assert late.no_forecast is not None


def test_without_a_way_the_forecast_decides_and_without_both_nothing_is_said() -> None:
    rising = [at(f"2026-0{month}", str(50 + month)) for month in range(1, 9)]
    wanted = asked(goal(">=", "65"), "2026")
    assert judge(wanted, rising, TODAY).status is TargetStatus.LATE
    assert judge(asked(goal(">=", "62"), "2026"), rising, TODAY).status is TargetStatus.ON_TRACK
    few = judge(wanted, rising[:3], TODAY)
    assert few.status is TargetStatus.NO_DATA
    assert few.no_forecast == "Chưa dự báo: mới có 3 kỳ cùng loại, cần ít nhất 4."


def test_words_and_silence_are_no_data_with_a_reason() -> None:
    words = Asked(Goal(Comparator.TEXT, text="Đạt mức tiên tiến"), Period.parse("2030"), PERCENT)
    assert judge(words, [at("2026", "1")], TODAY).rule == "Mục tiêu diễn đạt bằng lời, không so được bằng số."
    assert judge(asked(goal(">=", "80"), "2030"), [], TODAY).rule == "Chưa có số liệu."
