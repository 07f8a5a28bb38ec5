"""What changed between two rankings: real figures, and places inside a class."""

from decimal import Decimal

import pytest

from services.indicators.rules.rankings.changes import class_ranks, rank_change, share_change


@pytest.mark.parametrize(
    ("unit", "before", "now", "risen"),
    [
        ("Yên Bái 2020–2021", 40, 27, 13),
        ("Yên Bái 2021–2022", 27, 15, 12),
        ("Thanh Hóa 2021–2022", 12, 15, -3),
        ("Trà Vinh 2021–2022", 26, 25, 1),
        ("Đà Nẵng 2021–2022", 1, 1, 0),
        ("Đà Nẵng, trước và sau sáp nhập 2024", 2, 17, -15),
        ("chưa có hạng", None, 4, None),
        ("mất hạng", 4, None, None),
    ],
)
def test_published_ranks_change_by_as_much_as_was_printed(
    unit: str, before: int | None, now: int | None, risen: int | None
) -> None:
    assert rank_change(before, now) == risen, unit


def test_the_share_of_tra_vinh_rose_as_its_province_printed() -> None:
    assert share_change(Decimal("0.4294"), Decimal("0.6077")) == Decimal("17.83")
    assert share_change(None, Decimal("0.5")) is None


def test_places_inside_a_class_tie_and_skip_as_the_whole_does() -> None:
    placed = [("a", "phường", 1), ("b", "xã", 2), ("c", "xã", 2), ("d", "phường", 4), ("e", "xã", 5), ("f", "xã", None)]
    assert class_ranks(placed) == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 3}
