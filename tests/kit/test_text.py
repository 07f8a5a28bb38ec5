"""Normal form, search without marks, and the Vietnamese alphabet."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.text import fold, natural_key, nfc, vi_sort_key

# The order given by ICU 78 (locale vi, numeric).
IN_ORDER = [
    "14 Nguyễn Trãi",
    "An Giang",
    "An Khê",
    "Áng Sơn",
    "Ẩn Danh",
    "Ấp 2",
    "Ấp 10",
    "Ba Đình",
    "Bà Rịa - Vũng Tàu",
    "Bạc Liêu",
    "Bắc Giang",
    "Bắc Kạn",
    "Bắc Ninh",
    "Bến Tre",
    "Cà Mau",
    "Cao Bằng",
    "Cao Phạ",
    "Cần Giuộc",
    "Cần Thơ",
    "Dương Minh Châu",
    "Đà Nẵng",
    "Đắk Lắk",
    "Đắk Nông",
    "Điện Biên",
    "Đồng Nai",
    "Đồng Tháp",
    "Gia Lai",
    "Hà Giang",
    "Hà Nam",
    "Hà Nội",
    "Hà Tĩnh",
    "Hải Dương",
    "Hoà Bình",
    "Hòa Bình",
    "Huế",
    "Khánh Hòa",
    "Lạng Sơn",
    "Lào Cai",
    "Lâm Đồng",
    "ma",
    "Ma",
    "mà",
    "Mà",
    "mả",
    "mã",
    "má",
    "mạ",
    "Mậu A",
    "Nghĩa Lộ",
    "Phường 2",
    "Phường 10",
    "Quảng Ngãi",
    "Thái Bình",
    "Thanh Hóa",
    "Tú Lệ",
    "Văn Chấn",
    "Yên Bái",
    "Yên Bình",
]


def shuffled(items: list[str]) -> list[str]:
    return random.Random(7).sample(items, len(items))


def test_names_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    assert sorted(shuffled(IN_ORDER), key=vi_sort_key) == IN_ORDER
    assert len({vi_sort_key(name) for name in IN_ORDER}) == len(IN_ORDER)


def test_the_letters_of_the_alphabet_come_in_their_order() -> None:
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(shuffled(alphabet), key=vi_sort_key) == alphabet


def test_a_tone_decides_only_between_words_with_the_same_letters() -> None:
    assert vi_sort_key("má a") < vi_sort_key("ma b")
    assert vi_sort_key("ma a") < vi_sort_key("má a")


@given(st.text())
def test_every_text_has_a_key_that_does_not_depend_on_its_normal_form(text: str) -> None:
    assert vi_sort_key(unicodedata.normalize("NFD", text)) == vi_sort_key(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đắk Lắk", "dak lak"),
        ("Tổ chuyển đổi số", "to chuyen doi so"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("  Văn \u00a0 Chấn\n", "van chan"),
        ("NGƯỜI ĐÂY", "nguoi day"),
        ("Thừa Thiên - Huế", "thua thien - hue"),
        ("", ""),
    ],
)
def test_folding_drops_marks_case_and_extra_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_text_is_composed() -> None:
    assert nfc("Hu\u0065\u0302\u0301") == "Huế"
    assert len(nfc("Hu\u0065\u0302\u0301")) == 3


def test_codes_sort_by_their_numbers() -> None:
    codes = ["4", "4.2", "4.10", "4.22", "4.22.1", "4.22.9", "4.22.10", "4.22.11", "5.1", "5.1a", "5.1b", "10", "A.1"]
    assert sorted(shuffled(codes), key=natural_key) == codes
