"""Which passwords are taken."""

import pytest

from gateway.rules.signing_in.passwords import weakness

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
        "lời ru của mẹ " * 73,
        "".join(chr(0x1EA0 + place * 7 % 59) for place in range(1024)),
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
        ("nguyenvanan1", "tên hoặc thư điện tử của bạn"),
        ("Nguyễn Văn An 1", "tên hoặc thư điện tử của bạn"),
        ("Bích Hằng 1987", "tên hoặc thư điện tử của bạn"),
        ("M@tkh4u123456", "từ thông dụng"),
        ("P@$$w0rd-P@$$w0rd", "từ thông dụng"),
        ("Mật-khẩu-mẫu-2026", "từ thông dụng"),
        ("qwertyuiop12", "dãy phím liền nhau"),
        ("1qaz2wsx3edc", "dãy phím liền nhau"),
        ("poiuytrewq09", "dãy phím liền nhau"),
        ("20011990abcdef", "dãy số, năm"),
        ("tayninh@1985", "tên tỉnh"),
        ("LaoCai-YenBai-2025", "tên tỉnh"),
        ("UBND.tinh.LaoCai", "từ của hệ thống"),
        ("vnpt@viettel99", "từ của hệ thống"),
        ("nguyenthithuy95", "tên người"),
        ("anhyeuem20202", "từ thông dụng"),
        ("aaaabbbbccccddddee", "dễ đoán"),
    ],
)
def test_short_and_obvious_passwords_are_refused_in_vietnamese(password: str, reason: str | None) -> None:
    found = weakness(password, EMAIL, "Trần Bích Hằng")
    assert found is None if reason is None else reason in str(found)
