"""Which passwords are taken."""

import pytest

from gateway.rules.passwords import weakness

EMAIL = "nguyenvanan@laocai.gov.vn"


@pytest.mark.parametrize(
    "password",
    [
        "ngựa đúng pin ghim",
        "correct horse battery",
        "a9!kZ0pQ#x2L",
        "x7" * 8 + "abcđê",
        "lantoa và mười hai con giáp",
        "🐘🦜🐢🐬🦋🐞🌵🌴🍄🌻🌾🍀",
        "p" * 1020 + "abcd",
    ],
)
def test_long_passwords_of_any_characters_are_taken(password: str) -> None:
    assert weakness(password, EMAIL) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "ít nhất 12"),
        ("ngắn quá 11c", None),
        ("ngắn quá 11", "ít nhất 12"),
        ("p" * 1021 + "abcd", "dài hơn 1024"),
        ("aaaaaaaaaaaaaaaa", "5 ký tự khác nhau"),
        ("abababababababab", "5 ký tự khác nhau"),
        ("matkhau123456", "dễ đoán"),
        ("Mật Khẩu 2026", "dễ đoán"),
        ("ChuyenDoiSo2026", "dễ đoán"),
        ("chuyển đổi số", "dễ đoán"),
        ("LanToa@12345678", "dễ đoán"),
        ("password1234", "dễ đoán"),
        ("nguyenvanan1", "dễ đoán"),
        ("Nguyễn Văn An 1", "dễ đoán"),
    ],
)
def test_short_and_obvious_passwords_are_refused_in_vietnamese(password: str, reason: str | None) -> None:
    found = weakness(password, EMAIL)
    assert found is None if reason is None else reason in str(found)
