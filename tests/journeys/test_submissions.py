"""The life of a number in a real browser, in both forms: sent, returned, corrected, accepted, published, read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import COOKIE
from tests.browser.test_access import complaints_of
from tests.browser.test_sharing import kept
from tests.harness.browser import Visit, launched
from tests.harness.live import AnyForm
from tests.harness.submitting import API, FORM, PERIOD, bureau_of

pytestmark = pytest.mark.browser
REASONS = {"CQS-03": "Chưa khớp với cổng dịch vụ công.", "KTS-03": "Đề nghị đếm lại."}
WIDTHS = {1280: "light", 390: "dark"}


def desk_of(browser: Browser, product: AnyForm, client: httpx.Client, width: int) -> Visit:
    """The browser of somebody signed in; scripts do not run: nothing may need them."""
    context = browser.new_context(
        base_url=product.url,
        viewport={"width": width, "height": 844 if width < 1000 else 900},
        color_scheme="dark" if WIDTHS[width] == "dark" else "light",
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        java_script_enabled=width > 1000,
    )
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": COOKIE, "value": client.cookies[COOKIE], "url": product.url}])
    return Visit(context)


def row_of(page: Page, words: str) -> Locator:
    """The line of the visitor's work with these words."""
    return page.locator(".lt-table__row", has_text=words)


@dataclass(frozen=True, slots=True)
class Desks:
    """The pages of three people around one submission, and how pictures of them are named."""

    sheet: dict[str, Any]
    commune: Page
    department: Page
    province: Page
    width: int

    def keep(self, page: Page, name: str) -> None:
        """A picture for whoever asks for one."""
        kept(page, f"{name}-{self.width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_number_goes_from_its_commune_to_the_ministry(product: AnyForm, width: int) -> None:
    bureau = bureau_of(product)
    ministry = product.token("indicators:read")
    sheet = bureau.opened()
    asked = {"area": sheet["area"], "period": PERIOD}
    people = [bureau.officer(sheet), bureau.department, bureau.publisher]
    with launched() as browser:
        visits = [desk_of(browser, product, person, width) for person in people]
        desks = Desks(sheet, *(visit.page() for visit in visits), width)
        send(desks)
        give_back(desks)
        send_again(desks)
        assert ministry.get(f"{API}/values", params=asked).json()["items"] == []
        accept_and_publish(desks)
        assert [said for visit in visits for said in visit.complaints] == []

    values = ministry.get(f"{API}/values", params=asked).json()["items"]
    assert {one["indicator"]: one["value"] for one in values} == {"CQS-03": 75, "XHS-01": 90, "KTS-03": 38}
    rounds = ministry.get(f"{API}/submissions/{sheet['id']}/rounds").json()
    assert [[one["verb"] for one in told["decisions"]] for told in rounds] == [["return"], ["accept", "publish"]]
    assert {one["indicator"]: one["reason"] for one in rounds[0]["decisions"][0]["cells"]} == REASONS


def send(desks: Desks) -> None:
    """The commune finds its work, looks it over, and sends it."""
    page = desks.commune
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    desks.keep(page, "viec-xa")
    page.locator(f'.lt-table__row a[href^="/nhap?bm={FORM}&"][href$="&ky={PERIOD}"]').click()
    numbers = {"t.CQS-03": "80", "m.CQS-03": "100", "t.XHS-01": "900", "m.XHS-01": "1.000", "d.KTS-03": "40"}
    fill_in(page, numbers)
    expect(page.get_by_text("80 / 100")).to_be_visible()
    desks.keep(page, "nop")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã gửi hồ sơ")
    expect(page.get_by_text(desks.sheet["id"])).to_be_visible()
    desks.keep(page, "da-gui")


def fill_in(page: Page, numbers: Mapping[str, str]) -> None:
    """Type into the cells of the form, and go on to what will be sent with one press, which saves them."""
    for name, text in numbers.items():
        page.locator(f'.lt-cell__input[name="{name}"]').fill(text)
    page.get_by_role("button", name="Soát và nộp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soát và nộp")
    expect(page.get_by_text("Đã lưu số liệu của")).to_be_visible()


def give_back(desks: Desks) -> None:
    """The department finds it in its list and returns two cells."""
    page = desks.department
    page.goto(f"/duyet?noi={desks.sheet['area']}")
    desks.keep(page, "duyet-danh-sach")
    page.get_by_role("link", name=desks.sheet["area_name"]).click()
    for code, reason in REASONS.items():
        page.locator(f'[name="chon"][value="{code}"]').check()
        page.locator(f'[name="ld.{code}"]').fill(reason)
    desks.keep(page, "duyet-mot")
    page.get_by_role("button", name="Trả lại", exact=True).click()
    expect(page.get_by_text("Đã trả lại hồ sơ.")).to_be_visible()


def send_again(desks: Desks) -> None:
    """The commune reads the reasons, corrects the cells, sees what differs, and sends."""
    page = desks.commune
    page.goto("/viec")
    for reason in REASONS.values():
        expect(row_of(page, "Bị trả lại")).to_contain_text(reason)
    desks.keep(page, "viec-bi-tra")
    row_of(page, "Bị trả lại").get_by_role("link", name="Sửa").click()
    expect(page).to_have_url(re.compile("#o-CQS-03$"))
    fill_in(page, {"t.CQS-03": "75", "d.KTS-03": "38"})
    expect(page.locator("#khac")).to_contain_text("75 / 100")
    desks.keep(page, "nop-sua")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã gửi hồ sơ")


def accept_and_publish(desks: Desks) -> None:
    """The department accepts, the province publishes."""
    path = f"/duyet/{desks.sheet['id']}"
    desks.department.goto(path)
    desks.department.get_by_role("button", name="Duyệt", exact=True).click()
    expect(desks.department.get_by_text("Đã duyệt hồ sơ.")).to_be_visible()
    desks.province.goto("/viec")
    desks.keep(desks.province, "viec-tinh")
    desks.province.goto(path)
    desks.province.get_by_role("button", name="Công bố", exact=True).click()
    expect(desks.province.get_by_text("Đã công bố số liệu.")).to_be_visible()
    desks.keep(desks.province, "da-cong-bo")


def test_pages_of_submissions_are_for_everybody(system: AnyForm) -> None:
    bureau = bureau_of(system)
    sheet, empty, public = bureau.sent(), bureau.opened(), bureau.published()
    bureau.accepted()
    looks = [
        (bureau.officer(sheet), "/viec"),
        (bureau.officer(empty), "/viec"),
        (bureau.officer(empty), f"/nop/{empty['id']}"),
        (bureau.officer(public), f"/nop/{public['id']}/sua"),
        (bureau.department, "/viec"),
        (bureau.department, "/duyet?tt=cham"),
        (bureau.department, "/duyet"),
        (bureau.department, f"/duyet/{sheet['id']}"),
        (bureau.publisher, "/duyet/cong-bo?bm=THU-QUY&ky=2025-Q4"),
    ]
    found = []
    with launched() as browser:
        for person, path in looks:
            visit = desk_of(browser, system, person, 1280)
            page = visit.page()
            page.goto(path)
            found += [f"{path} {one}" for one in complaints_of(page)]
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                name = path.strip("/").replace("/", "-").split("?")[0][:9]
                kept(page, f"xem-{name}-{looks.index((person, path))}-{width}")
            visit.context.close()
    assert found == []
