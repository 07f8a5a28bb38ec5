"""After signing in a visitor goes to a page of ours, or nowhere."""

import pytest

from frontend.addresses import address, local_path


@pytest.mark.parametrize(
    "wanted", ["/", "/tong-quan?dv=T15-2025&ky=2026-Q3", "/don-vi/X04630-2025", "/chi-tieu?q=h%E1%BB%93"]
)
def test_a_path_of_the_site_is_kept(wanted: str) -> None:
    assert local_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "tong-quan",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\n/evil.example",
        "/\t//evil.example",
        "/dang-nhap?next=/dang-nhap",
    ],
)
def test_anything_else_is_refused(wanted: str | None) -> None:
    assert local_path(wanted) is None


def test_an_address_leaves_out_what_is_empty() -> None:
    assert address("/chi-tieu", q="hồ sơ", tru="", ky=None) == "/chi-tieu?q=h%E1%BB%93+s%C6%A1"
    assert address("/chi-tieu", q="") == "/chi-tieu"
