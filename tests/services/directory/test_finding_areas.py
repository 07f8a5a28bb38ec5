"""Finding areas: without marks, by code, by a name no longer in use, in the order of the Vietnamese alphabet."""

import pytest

from tests.harness.live import LiveSystem
from tests.services.directory.conftest import Get

PROVINCES = (
    "An Giang,Bắc Ninh,Cà Mau,Cao Bằng,Cần Thơ,Đà Nẵng,Đắk Lắk,Điện Biên,Đồng Nai,Đồng Tháp,Gia Lai,Hà Nội,Hà Tĩnh,"
    "Hải Phòng,Hồ Chí Minh,Huế,Hưng Yên,Khánh Hòa,Lai Châu,Lạng Sơn,Lào Cai,Lâm Đồng,Nghệ An,Ninh Bình,Phú Thọ,"
    "Quảng Ngãi,Quảng Ninh,Quảng Trị,Sơn La,Tây Ninh,Thái Nguyên,Thanh Hóa,Tuyên Quang,Vĩnh Long"
)


def test_lists_are_in_vietnamese_order_across_pages(every: Get) -> None:
    found = every("areas", level="T", limit=7)
    assert ",".join(area["short_name"] for area in found) == PROVINCES


@pytest.mark.parametrize(
    "words", ["can giuoc", "Cần Giuộc", "CẦN GIUỘC", "  cần   giuoc ", "Ca\u0302\u0300n Giuo\u0323\u0302c"]
)
def test_marks_case_and_spacing_do_not_matter(every: Get, words: str) -> None:
    assert "X28159-2025" in {area["id"] for area in every("areas", q=words)}


@pytest.mark.parametrize("words", ["da nang", "đà nẵng", "Đa nang", "DA NANG"])
def test_d_with_stroke_is_found_as_d(every: Get, words: str) -> None:
    assert "T48-2025" in {area["id"] for area in every("areas", q=words, level="T")}


def test_a_code_and_an_id_are_found_too(every: Get) -> None:
    assert "X04630-2025" in {area["id"] for area in every("areas", q="04630")}
    assert [area["id"] for area in every("areas", q="X04630-2025")] == ["X04630-2025"]


def test_an_old_name_finds_what_became_of_its_bearer(every: Get) -> None:
    assert {area["id"] for area in every("areas", q="cao pha")} == {"X04630-2025"}
    assert {area["id"] for area in every("areas", q="Yên Bái", level="T")} == {"T15-2025"}
    assert {area["id"] for area in every("areas", q="nguyễn phúc", within="T15-2025")} == {"X04252-2025"}


def test_on_a_day_of_the_past_the_names_of_that_day_are_found(every: Get) -> None:
    assert {area["id"] for area in every("areas", q="yen bai", level="T", valid_on="2022-12-31")} == {"T15-2004"}
    found = every("areas", q="hong ha", within="T15-2004", level="X", valid_on="2025-01-01")
    assert {area["id"] for area in found} == {"X04264-2025"}
    found = every("areas", q="hong ha", within="T15-2004", level="X", valid_on="2024-12-31")
    assert {area["id"] for area in found} == {"X04267-2004"}


@pytest.mark.parametrize("words", ["%", "_", "\\", "'; drop table areas; --", "*", "(", "x" * 100])
def test_signs_mean_themselves(every: Get, words: str) -> None:
    assert every("areas", q=words) == []


def test_blank_words_do_not_narrow(get: Get) -> None:
    assert get("areas", q="   ", level="T")["items"] == get("areas", level="T")["items"]


def test_filters_narrow_together(every: Get) -> None:
    found = every("areas", q="tan", level="X", within="T80-2025")
    everything = {area["id"] for area in every("areas", level="X", within="T80-2025")}
    assert found
    assert {area["id"] for area in found} < everything


def test_pages_of_a_long_list_neither_repeat_nor_skip(every: Get) -> None:
    whole = [area["id"] for area in every("areas", level="X")]
    assert len(whole) == len(set(whole)) == 3321
    children = {area["id"] for area in every("areas", parent="T80-2025")}
    assert [area["id"] for area in every("areas", level="X", within="T80-2025", limit=10)] == [
        each for each in whole if each in children
    ]


def test_a_list_of_hundreds_costs_as_many_statements_as_a_list_of_one(system: LiveSystem, get: Get) -> None:
    def cost(path: str, **query: object) -> int:
        return system.statements("directory", lambda: get(path, **query))

    for path, query in (
        ("areas", {"level": "X"}),
        ("areas", {"q": "yen", "within": "VN"}),
        ("areas/VN/children", {}),
        ("areas/X04630-2025/predecessors", {}),
        ("organisations", {}),
    ):
        assert cost(path, limit=1, **query) == cost(path, limit=500, **query) <= 2, path
