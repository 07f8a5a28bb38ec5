"""A panel in a browser, without scripts: a member scores and is done, the head agrees, the page fits every width."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_access import complaints_of
from tests.harness.live import LiveSystem
from tests.harness.panels import Panels

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def panels(system: LiveSystem) -> Panels:
    """People and sheets of a province."""
    return Panels.of(system)


def kept(page: Page, name: str) -> None:
    """A picture for whoever asks for one."""
    if folder := os.environ.get("PICTURES"):
        for width, scheme in ((1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)


def test_a_member_and_the_head_do_their_work_without_scripts(visit: Open, panels: Panels) -> None:
    head, one, two = (panels.person(name) for name in ("Nguyễn Văn An", "Trần Thị Bình", "Lê Minh Châu"))
    area = panels.commune()
    panels.arranged(head.seat(head=True, everything=False), one.seat(), two.seat(), area=area)
    case = panels.case(area=area)
    case.scored(two, _1=30, _2=21, _3=10)

    page = visit(one.http, scripts=False).page()
    page.goto(f"/cham-diem/{case.id}/hoi-dong")
    expect(page.get_by_text("Điểm của các thành viên đang ẩn")).to_be_visible()
    page.get_by_role("link", name="Phần chấm của tôi").click()
    for code, points in (("1", "40"), ("2", "20"), ("3", "10")):
        page.locator(f'[name="{code}.points"]').fill(points)
    page.get_by_role("button", name="Lưu và báo chấm xong").click()
    expect(page.get_by_text("Đã báo chấm xong.")).to_be_visible()
    expect(page.locator("#tc-1").get_by_text("Lê Minh Châu: 30")).to_be_visible()

    page = visit(head.http, width=390, scripts=False).page()
    page.goto(f"/cham-diem/{case.id}/hoi-dong")
    page.get_by_role("button", name="Chốt mọi tiêu chí đã thống nhất").click()
    expect(page.get_by_text("đã chốt 2/3 tiêu chí")).to_be_visible()
    page.get_by_role("button", name="Chốt tiêu chí 1").click()
    expect(page.get_by_text("đã chốt 3/3 tiêu chí")).to_be_visible()


def test_the_pages_of_a_panel_are_open_to_everybody(visit: Open, panels: Panels) -> None:
    """Takes seconds: axe looks at every width."""
    head, one, two = (panels.person(name) for name in ("Nguyễn Văn An", "Trần Thị Bình", "Lê Minh Châu"))
    area = panels.commune()
    made = panels.arranged(head.seat(head=True, everything=False), one.seat(), two.seat("1", "2"), area=area)
    case = panels.case(area=area)
    table = f"/cham-diem/{case.id}/hoi-dong"
    case.scored(two, _1=30, _2=21)
    member = visit(one.http).page()
    member.goto(f"{table}/phan-cham")
    kept(member, "part")
    assert complaints_of(member) == []
    case.scored(one, _1=40, _2=20, _3=10)
    chair, arranger = visit(head.http).page(), visit(panels.publisher).page()
    chair.goto(table)
    kept(chair, "table")
    assert complaints_of(chair) == []
    root = "/cham-diem/hoi-dong"
    for name, path in (("list", root), ("one", f"{root}/{made['id']}"), ("form", f"{root}/{made['id']}/sua")):
        arranger.goto(path)
        kept(arranger, name)
        assert complaints_of(arranger) == [], path
