"""The one search box: areas old and new, indicators, frameworks, documents, without marks."""

import pytest

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("nghia lo", "Phường Nghĩa Lộ"),
        ("Nghĩa Lộ", "Phường Nghĩa Lộ"),
        ("04630", "Xã Tú Lệ"),
        ("truc tuyen ho so", "Tỷ lệ hồ sơ"),
        ("dti 2022", "DTI"),
        ("766/QĐ-TTg", "Bộ chỉ số chất lượng phục vụ"),
        ("to cong nghe so", "Thí điểm Tổ công nghệ số cộng đồng"),
    ],
)
def test_every_kind_is_found_by_words_without_marks_by_code_and_in_any_order(
    system: LiveSystem, visit: Visit, words: str, name: str
) -> None:
    page = visit(system.client(), f"/tim?q={words}")

    assert any(name in found for found in page.all(".lt-finds__link"))


def test_a_unit_no_longer_in_force_says_what_became_of_it(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/tim?q=cao+pha")

    assert page.all(".lt-finds__link") == ["Xã Cao Phạ"]
    assert "đến ngày 30/06/2025 · nay là Xã Tú Lệ" in page.text
    assert "/don-vi/X04630-2025" in page.links(".lt-muted a")


def test_the_very_name_with_its_marks_comes_first_and_units_in_force_before_those_of_the_past(
    system: LiveSystem, visit: Visit
) -> None:
    found = visit(system.client(), "/tim?q=Yên Bái").all(".lt-finds__item")

    assert found[0].startswith("Phường Yên Bái")
    assert found[1].startswith("Tỉnh Yên Bái 15 Cấp tỉnh · đến ngày 30/06/2025 · nay là Tỉnh Lào Cai")


def test_more_than_are_shown_lead_to_the_list_of_their_kind(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/tim?q=tan")

    assert len(page.all("#nhom-dia-ban ~ ul li")) == 8
    assert "/don-vi?q=tan" in page.links()


def test_a_search_that_finds_nothing_says_so_and_keeps_the_words(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/tim?q=khong+co+gi+nhu+the")

    assert "Không có gì khớp “khong co gi nhu the”" in page.text
    assert page.root.cssselect("#q")[0].get("value") == "khong co gi nhu the"


def test_the_box_in_the_head_of_every_page_searches_everything(system: LiveSystem, visit: Visit) -> None:
    assert visit(system.client(), "/tro-giup").root.cssselect("form.lt-search")[0].get("action") == "/tim"


def test_documents_are_narrowed_by_kind_and_year_and_say_how_sure_they_are(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/van-ban?loai=resolution&nam=2021")

    assert [row.partition(" ")[0] for row in page.all("tbody .lt-table__cell--name")] == ["51-NQ/TUNghị"]
    assert "Các nguồn ghi khác nhau: " in page.text
    assert "ghi ngày không thống nhất" in page.text
