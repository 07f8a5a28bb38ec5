"""Handing down: parts add up to the whole, checks say how units stand to their area."""

import csv
from decimal import Decimal

import pytest

from commands.storage import ROOT
from contracts.indicators.cascades import CheckMethod
from contracts.indicators.definitions import Aggregation, Direction
from contracts.indicators.targets import Comparator
from services.indicators.rules.targets.cascades import Check, Given, check, distribute
from services.indicators.rules.targets.goals import Goal
from services.indicators.rules.targets.printed import read_printed
from services.indicators.rules.targets.wording import Measured

ACCOUNTS, PERCENT = Measured("tài khoản", 0), Measured("%", 1)


def least(value: str) -> Goal:
    """So much or more."""
    return Goal(Comparator.AT_LEAST, Decimal(value), direction=Direction.UP)


def checked(whole: str, *units: tuple[str, str | None], of: int = 3, method: Aggregation = Aggregation.SUM) -> Check:
    """A check of units with their denominators."""
    given = [Given(least(value), Decimal(weight) if weight else None) for value, weight in units]
    return check(least(whole), given, of, method, ACCOUNTS if method is Aggregation.SUM else PERCENT)


@pytest.mark.parametrize("whole", ["100", "99", "1", "48000"])
@pytest.mark.parametrize("weights", [(1, 1, 1), (7, 11, 13, 17), (1, 1000), (5,), (0, 3, 4)])
def test_parts_add_up_to_the_whole(whole: str, weights: tuple[int, ...]) -> None:
    named = {f"X{place}": Decimal(weight) for place, weight in enumerate(weights)}
    parts = distribute(Decimal(whole), named, 0)
    assert sum(parts.values()) == Decimal(whole)
    exact = {unit: Decimal(whole) * weight / sum(named.values()) for unit, weight in named.items()}
    assert all(abs(parts[unit] - exact[unit]) < 1 for unit in parts)


def test_the_largest_remainders_are_rounded_up() -> None:
    assert distribute(Decimal(10), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}, 0) == {"a": 4, "b": 3, "c": 3}


def test_sums_name_the_difference() -> None:
    short = checked("13000", ("7000", None), ("5300", None))
    assert (short.method, short.found, short.difference, short.holds) == (CheckMethod.SUM, 12300, -700, False)
    assert short.rule == (
        "2/3 đơn vị đã được giao. Cộng mục tiêu của các đơn vị là 12.300 tài khoản, mục tiêu của địa bàn là 13.000 tài"
        " khoản: thiếu 700 tài khoản, chưa khớp."
    )
    assert checked("12300", ("7000", None), ("5300", None)).holds is True


def test_ratios_are_weighed_by_denominators_where_all_have_one() -> None:
    # (90 × 100 + 60 × 300) / 400 = 67.5
    mean = checked("80", ("90", "100"), ("60", "300"), method=Aggregation.RATIO_OF_SUMS)
    assert (mean.method, mean.found, mean.holds) == (CheckMethod.WEIGHTED_MEAN, Decimal("67.5"), False)
    worst = checked("80", ("90", "100"), ("85", None), method=Aggregation.RATIO_OF_SUMS)
    assert (worst.method, worst.found, worst.holds) == (CheckMethod.EVERY_UNIT, 85, True)


def test_nothing_handed_down_is_said() -> None:
    assert checked("80", of=99).rule == "Chưa giao cho đơn vị nào trong 99 đơn vị."


@pytest.mark.parametrize(
    ("text", "comparator", "value", "upper"),
    [
        ("≥ 80", ">=", "80", None), (">= 30", ">=", "30", None), ("90", "=", "90", None), ("09", "=", "9", None),
        ("100%", "=", "100", None), ("> 0,7", ">", "0.7", None), ("≤ 10", "<=", "10", None),
        ("40 - 50", "range", "40", "50"), ("20% - 50%", "range", "20", "50"), ("≥ 03", ">=", "3", None),
        ("≥ 3% và tăng dần theo yêu cầu phát triển", ">=", "3", None),
        ("≤ 3 Đông Nam Á; ≤ 50 Thế giới", "text", None, None), ("≤ 3 Đông Nam Á", "text", None, None),
        ("Đạt mức trên trung bình của thế giới", "text", None, None),
    ],
)  # fmt: skip
def test_what_documents_print_is_read(text: str, comparator: str, value: str | None, upper: str | None) -> None:
    found = read_printed(text)
    assert (found.comparator.value, found.value, found.value_to) == (
        comparator, value and Decimal(value), upper and Decimal(upper),
    )  # fmt: skip


def test_every_row_of_the_national_programme_is_read() -> None:
    with (ROOT / "data/dti/nq57_targets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [read_printed(row["target"]) for row in rows]
    assert (len(rows), len({row["no"].partition(".")[0] for row in rows})) == (57, 41)
    # In words: rows 1–3 and 23, the ranks of two circles (4, 5, 6); row 11 is a heading.
    assert [row["no"] for row, one in zip(rows, found, strict=True) if one.comparator is Comparator.TEXT] == [
        "1", "2", "3", "4", "5", "6", "11", "23",
    ]  # fmt: skip
