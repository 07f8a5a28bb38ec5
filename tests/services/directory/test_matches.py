"""Searching areas of any time: the best answer first, each with what became of it."""

import pytest

from tests.services.directory.conftest import Get


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Lào Cai", "T15-2025"),
        ("lao cai", "T15-2025"),
        ("huế", "T46-2025"),
        ("X04630-2004", "X04630-2004"),
        ("yen bai tinh", "T15-2004"),
        ("tu le", "X04630-2025"),
    ],
)
def test_the_best_answer_comes_first(get: Get, words: str, first: str) -> None:
    assert get("area-matches", q=words)["items"][0]["area"]["id"] == first


def test_one_that_ended_tells_every_present_unit_it_went_into_over_several_steps(get: Get) -> None:
    [van_chan] = [one for one in get("area-matches", q="huyện Văn Chấn")["items"] if one["area"]["id"].startswith("H")]
    assert van_chan["parent_name"] == "Tỉnh Yên Bái"
    [cao_pha] = get("area-matches", q="cao pha")["items"]
    assert (cao_pha["became_ids"], cao_pha["became_names"]) == (["X04630-2025"], ["Xã Tú Lệ"])


def test_a_unit_in_force_became_nothing_else(get: Get) -> None:
    [present] = get("area-matches", q="X04630-2025")["items"]
    assert present["became_ids"] == []


@pytest.mark.parametrize("words", [" ", "́", "%", "_"])
def test_words_that_say_nothing_find_nothing(get: Get, words: str) -> None:
    assert get("area-matches", q=words)["items"] == []
