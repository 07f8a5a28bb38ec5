"""Where members disagree, what is proposed, what needs a reason, who sees what: as tables."""

from decimal import Decimal
from typing import Any

import pytest

from services.indicators.rules.panels.agreeing import (
    Looker,
    Mark,
    ordered_by_dispute,
    proposal_of,
    reason_of,
    sees_reasons,
    sees_scores,
    spread_of,
)
from services.indicators.rules.score_changes import Kept


def marks(*points: str) -> list[Mark]:
    """Members a, b, c … with typed points."""
    return [Mark("abcdef"[place], Kept(Decimal(given))) for place, given in enumerate(points)]


@pytest.mark.parametrize(
    ("points", "lowest", "highest", "median"),
    [
        (["5"], "5", "5", "5"),
        (["5", "3"], "3", "5", "4"),
        (["4", "5"], "4", "5", "4.5"),
        (["1", "9", "2"], "1", "9", "2"),
        (["1.01", "1.02"], "1.01", "1.02", "1.02"),
        (["0", "0", "10", "10"], "0", "10", "5"),
    ],
)
def test_a_spread_has_both_ends_and_the_middle(points: list[str], lowest: str, highest: str, median: str) -> None:
    spread = spread_of(marks(*points), decimals=2)
    assert spread is not None
    assert [spread.lowest, spread.highest, spread.median] == [Decimal(one) for one in (lowest, highest, median)]
    assert proposal_of(marks(*points), 2) == Kept(Decimal(median))


def test_nobody_gave_anything() -> None:
    assert (spread_of([], 2), proposal_of([], 2)) == (None, None)
    assert reason_of(None, Decimal(1), None) is None


@pytest.mark.parametrize(
    ("points", "maximum", "threshold", "disputed"),
    [
        (["4", "5"], "10", "10", False),
        (["4", "5.01"], "10", "10", True),
        (["4", "5"], "5", "10", True),
        (["4", "4.01"], "10", "0", True),
        (["4", "4"], "10", "0", False),
        (["0", "10"], "10", "100", False),
    ],
)
def test_members_disagree_above_the_threshold(points: list[str], maximum: str, threshold: str, disputed: bool) -> None:
    spread = spread_of(marks(*points), 2)
    assert spread is not None
    assert spread.is_disputed(Decimal(maximum), Decimal(threshold)) is disputed


@pytest.mark.parametrize(
    ("agreed", "told", "reason"),
    [
        ("4.5", None, "Trung vị điểm của 2 thành viên tổ thẩm định."),
        ("4.5", "Lời của chủ trì", "Lời của chủ trì"),
        ("4", "", "Tổ thẩm định thống nhất; điểm các thành viên từ 4 đến 5."),
        ("5", None, "Tổ thẩm định thống nhất; điểm các thành viên từ 4 đến 5."),
        ("3.99", None, None),
        ("5.01", "", None),
        ("3", "Thiếu văn bản", "Thiếu văn bản"),
    ],
)
def test_outside_the_range_a_reason_is_demanded(agreed: str, told: str | None, reason: str | None) -> None:
    assert reason_of(spread_of(marks("4", "5"), 2), Decimal(agreed), told) == reason


def test_of_computed_scores_what_the_lower_middle_member_entered_is_proposed() -> None:
    given = [
        Mark(who, Kept(Decimal(points), {"numerator": points}))
        for who, points in (("a", "9"), ("b", "1"), ("c", "4"), ("d", "5"))
    ]
    assert proposal_of(given, 2) == Kept(Decimal(4), {"numerator": "4"})


@pytest.mark.parametrize(
    ("looker", "all_agreed", "seen"),
    [
        ({"named": True, "open_part": True}, False, False),
        ({"named": True, "open_part": True}, True, False),
        ({"named": True}, False, True),
        ({"named": True, "is_head": True}, False, True),
        ({"named": True, "is_head": True, "open_part": True}, False, False),
        ({"named": True, "recused": True}, True, False),
        ({}, True, False),
        ({"publishes": True}, False, False),
        ({"publishes": True}, True, True),
        ({"named": True, "open_part": True, "publishes": True}, False, False),
    ],
)
def test_nobody_sees_others_scores_before_their_own_part_is_done(
    looker: dict[str, Any], all_agreed: bool, seen: bool
) -> None:
    assert sees_scores(Looker(**looker), all_agreed=all_agreed) is seen


@pytest.mark.parametrize(
    ("looker", "seen"),
    [({}, False), ({"named": True, "open_part": True}, True), ({"named": True, "recused": True}, False)],
)
def test_only_the_panel_and_who_publishes_see_why_a_member_takes_no_part(looker: dict[str, Any], seen: bool) -> None:
    assert sees_reasons(Looker(**looker)) is seen
    assert sees_reasons(Looker(**looker, publishes=True))


def test_the_widest_apart_comes_first_by_parts_of_its_maximum() -> None:
    wide, wider = spread_of(marks("0", "5"), 2), spread_of(marks("0", "4"), 2)
    assert wide is not None
    assert wider is not None
    apart = {"2": (wide, Decimal(20)), "3": (wider, Decimal(5))}
    assert ordered_by_dispute(["1", "2", "3", "4"], apart) == ["3", "2", "1", "4"]
