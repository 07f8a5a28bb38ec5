"""The round of a sheet in a real browser: submitted, explained, finalised, published, with and without scripts."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kit.clock import today
from tests.browser.test_access import complaints_of
from tests.browser.test_sharing import kept
from tests.harness.browser import launched
from tests.harness.live import LiveSystem
from tests.harness.rounds import FRAMEWORK, PANEL, PUBLISHER, UNIT, Trial, rounds_of
from tests.harness.scoring import API
from tests.journeys.test_submissions import WIDTHS, desk_of

pytestmark = pytest.mark.browser
DUE = f"{today() + timedelta(days=7):%d/%m/%Y}"
QUESTION, ANSWER = "Vì sao tự chấm 30 điểm hạ tầng?", "Đã nhận thêm máy ngày 20/11, biên bản kèm theo."


@dataclass(frozen=True, slots=True)
class Desks:
    """The pages of three people around one sheet; what axe complains of is gathered."""

    trial: Trial
    unit: Page
    panel: Page
    publisher: Page
    width: int
    complaints: list[str]

    def look(self, page: Page, name: str) -> None:
        """A picture for whoever asks for one, and what axe finds."""
        kept(page, f"{name}-{self.width}")
        if self.width > 1000:
            self.complaints.extend(f"{name} {one}" for one in complaints_of(page))
            page.set_viewport_size({"width": self.width, "height": 900})

    def line(self, page: Page) -> None:
        """Opens the visitor's work and looks at it."""
        page.goto("/viec")
        self.look(page, "vong-viec")

    @property
    def own(self) -> str:
        """The unit's page of the sheet."""
        return f"/nhap?bm={FRAMEWORK}&dv={self.trial.area}&ky={self.trial.sheet['period']}"

    @property
    def desk(self) -> str:
        """The page of the sheet for whoever judges it."""
        return f"/cham-diem?dv={self.trial.area}&bo={FRAMEWORK}&ky={self.trial.sheet['period']}"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_sheet_goes_its_round_from_its_commune_to_the_public(system: LiveSystem, width: int) -> None:
    trial = rounds_of(system).open("2131")
    for code in ("1", "3"):
        assert trial.attach(code).status_code == 204
    people = [trial.who(role) for role in (UNIT, PANEL, PUBLISHER)]
    with launched() as browser:
        visits = [desk_of(browser, system, person, width) for person in people]
        desks = Desks(trial, *(visit.page() for visit in visits), width, [])
        submit(desks)
        ask(desks)
        explain(desks)
        judge_and_finalise(desks)
        publish(desks)
        assert [said for visit in visits for said in visit.complaints if "status of 4" not in said] == []
        assert desks.complaints == []

    query = {"framework": FRAMEWORK, "within": trial.area, "period": "2131"}
    [found] = system.client().get(f"{API}/recognitions", params=query).json()["items"]
    assert (found["points"], found["instrument_number"]) == (85, "684/QĐ-UBND")
    verbs = [step["verb"] for step in trial.seen()["steps"]]
    assert verbs == ["publish", "finalise", "explain", "ask", "begin", "submit"]


def submit(desks: Desks) -> None:
    """The unit scores itself, is told what is missing, comes back by the link, and submits."""
    page = desks.unit
    page.goto(desks.own)
    type_scores(page, {"1": "40", "2": "30"}, "Lưu phiếu")
    page.get_by_role("link", name="Nộp tự đánh giá (còn thiếu 1)").click()
    desks.look(page, "vong-con-thieu")
    page.get_by_role("link", name="3. Dịch vụ công").click()
    expect(page.locator("#d-3")).to_be_visible()
    type_scores(page, {"3": "10"}, "Lưu phiếu")
    page.get_by_role("link", name="Nộp tự đánh giá").click()
    page.get_by_role("button", name="Nộp tự đánh giá").click()
    expect(page.get_by_text("Đã nộp tự đánh giá. Người thẩm định")).to_be_visible()
    desks.look(page, "vong-da-nop")
    page.goto(desks.own)
    expect(page.locator("#phieu input[data-cell]")).to_have_count(0)
    desks.look(page, "vong-phieu-khoa")


def type_scores(page: Page, points: dict[str, str], save: str) -> None:
    """Types scores and saves them."""
    for code, text in points.items():
        page.locator(f'[name="d.{code}"]').fill(text)
    page.get_by_role("button", name=save).click()
    expect(page.locator("#da-luu")).to_be_visible()


def ask(desks: Desks) -> None:
    """The appraiser finds the sheet in their work, begins, and asks; a day that is none keeps the question."""
    page = desks.panel
    desks.line(page)
    expect(page.locator("main")).to_contain_text("Chờ thẩm định")
    page.goto(desks.desk)
    page.get_by_role("button", name="Bắt đầu thẩm định").click()
    expect(page.get_by_text("Đã tiếp nhận.")).to_be_visible()
    page.get_by_role("link", name="Yêu cầu giải trình").click()
    page.locator('[name="hoi.2"]').fill(QUESTION)
    page.locator("#han").fill("tuần sau")
    page.get_by_role("button", name="Yêu cầu giải trình").click()
    expect(page.locator('[name="hoi.2"]')).to_have_value(QUESTION)
    desks.look(page, "vong-hoi")
    page.locator("#han").fill(DUE)
    page.get_by_role("button", name="Yêu cầu giải trình").click()
    expect(page.get_by_text("Đã gửi yêu cầu giải trình")).to_be_visible()


def explain(desks: Desks) -> None:
    """The unit corrects the one score it is asked about, keeps its words, and sends them."""
    page = desks.unit
    desks.line(page)
    page.goto(desks.own)
    expect(page.locator("#phieu input[data-cell]")).to_have_count(1)
    desks.look(page, "vong-phieu-hoi")
    type_scores(page, {"2": "35"}, "Lưu phiếu")
    page.get_by_role("link", name="Giải trình").first.click()
    page.get_by_label("Giải trình").fill(ANSWER)
    page.get_by_role("button", name="Lưu, chưa gửi").click()
    expect(page.get_by_label("Giải trình")).to_have_value(ANSWER)
    desks.look(page, "vong-giai-trinh")
    page.get_by_role("button", name="Gửi giải trình").click()
    expect(page.get_by_text("Đã gửi giải trình.")).to_be_visible()


def judge_and_finalise(desks: Desks) -> None:
    """The appraiser judges every criterion; the publisher finalises."""
    page = desks.panel
    page.goto(desks.desk)
    type_scores(page, {"1": "40", "2": "35", "3": "10"}, "Lưu điểm")
    desks.look(page, "vong-cham")
    page = desks.publisher
    page.goto(f"/cham-diem/{desks.trial.sheet['id']}/vong")
    page.get_by_role("link", name="Chốt điểm").click()
    desks.look(page, "vong-chot")
    page.get_by_role("button", name="Chốt điểm").click()
    expect(page.get_by_text("Đã chốt điểm.")).to_be_visible()


def publish(desks: Desks) -> None:
    """The publisher picks the sheet on the desk and publishes it by a decision."""
    page = desks.publisher
    page.goto(f"/cham-diem?bo={FRAMEWORK}&ky=2131&tt=finalised")
    desks.look(page, "vong-ban")
    page.locator(f'[name="ho_so"][value$="{desks.trial.area}"]').check()
    page.get_by_role("button", name="Công bố các hồ sơ đã chọn").click()
    page.locator("#so").fill("684/QĐ-UBND")
    page.locator("#ngay").fill("20/11/2026")
    desks.look(page, "vong-cong-bo")
    page.get_by_role("button", name="Công bố các hồ sơ đã chọn").click()
    expect(page.get_by_text("Đã công bố 1 hồ sơ.")).to_be_visible()
    page.goto(f"/cham-diem/{desks.trial.sheet['id']}/vong")
    expect(page.get_by_text("Quyết định 684/QĐ-UBND ngày 20/11/2026").first).to_be_visible()
    desks.look(page, "vong-xong")
