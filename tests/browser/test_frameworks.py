"""Frameworks in a browser: read, compared and checked without scripts, at both widths, by everybody."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import forgive
from tests.browser.conftest import Open
from tests.browser.test_access import complaints_of
from tests.browser.test_sharing import kept
from tests.harness.frameworks import BANDS, flat, head
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_department_corrects_what_the_check_names_line_by_line(
    system: LiveSystem, visit: Open, width: int, scheme: str
) -> None:
    officer = signed_in(system, employ(system, "department_officer", "T15-2025"))
    opening = visit(officer, width=width, scheme=scheme, scripts=False)
    page = opening.page()
    page.goto("/bo-tieu-chi")
    page.get_by_role("link", name="Soạn bộ tiêu chí").click()
    text = head("TD-A", area="T15-2025", issuer="Thử duyệt", more="succeeds: CDS-XA-2025\n" + BANDS) + flat()
    box = page.get_by_label("Tệp YAML của bộ tiêu chí")
    box.fill(text.replace("periods: year", "periods: decade"))
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("alert")).to_contain_text("Dòng 8: “decade” không hợp lệ")
    kept(page, f"bo-tieu-chi-loi-{width}")
    forgive(opening, 422)

    expect(box).to_have_value(text.replace("periods: year", "periods: decade"))
    box.fill(text)
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("heading", name="Ban hành TD-A")).to_be_visible()
    expect(page.get_by_text("Dẫn dắt: trên 75% điểm tối đa").first).to_be_visible()
    kept(page, f"bo-tieu-chi-xem-truoc-{width}")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_of_frameworks_are_for_everybody(system: LiveSystem, visit: Open, width: int, scheme: str) -> None:
    officer = signed_in(system, employ(system, "department_officer", "T15-2025"))
    page = visit(officer, width=width, scheme=scheme).page()
    for name, path in (
        ("danh-sach", "/bo-tieu-chi"),
        ("mot", "/bo-tieu-chi/QD766"),
        ("so-sanh", "/bo-tieu-chi/DTI-2025/so-sanh"),
        ("soan", "/bo-tieu-chi/soan"),
    ):
        page.goto(path)
        kept(page, f"bo-tieu-chi-{name}-{width}")
        assert complaints_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
