"""The pages of frameworks: list, tree, comparison, and the desk where one is written, checked and published."""

import csv
import io

import httpx
import lxml.html
import pytest

from contracts.access import Right
from frontend.reading.frameworks.drafts import example
from services.indicators.rules.framework_file import load_framework
from tests.harness.frameworks import BANDS, flat, head
from tests.harness.scoring import API, Desk

LAO_CAI = "T15-2025"
DESK = "/bo-tieu-chi/soan"
HTML = {"Accept": "text/html"}


@pytest.fixture
def anybody(desk: Desk) -> httpx.Client:
    return desk.system.client()


def text_of(answer: httpx.Response) -> str:
    return " ".join(lxml.html.document_fromstring(answer.text).text_content().split())


def sent(client: httpx.Client, text: str, **boxes: str) -> httpx.Response:
    """The form of the desk, sent as a browser sends it."""
    form = {"csrf": client.headers["X-CSRF-Token"], "noi_dung": text.replace("\n", "\r\n"), "viec": "kiem-tra"} | boxes
    return client.post(DESK, data=form, headers=HTML)


def textarea_of(answer: httpx.Response) -> str:
    [box] = lxml.html.document_fromstring(answer.text).cssselect("textarea[name=noi_dung]")
    return str(box.text_content())


def test_anybody_finds_frameworks_by_whether_they_are_in_force(anybody: httpx.Client) -> None:
    page = lxml.html.document_fromstring(anybody.get("/bo-tieu-chi", headers=HTML).text)
    headings = [found.text_content() for found in page.cssselect(".lt-card__title")]
    assert headings[0] == "Đang có hiệu lực"
    assert "Đã hết hiệu lực" in headings
    assert page.cssselect('a[href="/bo-tieu-chi/DTI-2025"]')
    assert not page.cssselect(f'main a[href="{DESK}"]')
    tabs = [found.get("href") for found in page.cssselect(".lt-tabbar__link")]
    assert "/bo-tieu-chi" not in tabs
    assert page.cssselect('.lt-nav__link[aria-current="page"]')[0].text_content() == "Bộ tiêu chí"


def test_one_shows_its_tree_rules_source_and_twins(anybody: httpx.Client) -> None:
    said = text_of(anybody.get("/bo-tieu-chi/QD766", headers=HTML))
    assert "Tỷ lệ ÷ mục tiêu 100% × điểm tối đa; không phát sinh thì đủ điểm" in said
    assert "766/QĐ-TTg" in said
    rows = list(csv.DictReader(io.StringIO(anybody.get("/bo-tieu-chi/QD766.csv").text.removeprefix("\ufeff"))))
    assert sum(float(row["max_points"]) for row in rows if row["is_leaf"] == "True") == 100
    assert anybody.get("/bo-tieu-chi/KHONG-CO", headers=HTML).status_code == 404


def test_the_comparison_reads_as_the_decision_does(anybody: httpx.Client) -> None:
    said = text_of(anybody.get("/bo-tieu-chi/DTI-2025/so-sanh?voi=DTI-2022", headers=HTML))
    assert "Đô thị thông minh" in said
    assert "Ghi trong tệp" in said
    assert anybody.get("/bo-tieu-chi/DTI-2022/so-sanh", headers=HTML).status_code == 404


def test_the_desk_is_for_who_may_publish_and_begins_with_a_sound_example(
    officer: httpx.Client, anybody: httpx.Client, desk: Desk
) -> None:
    assert anybody.get(DESK, headers=HTML).status_code == 303
    assert desk.person("viewer", LAO_CAI).get(DESK, headers=HTML).status_code == 403
    assert textarea_of(officer.get(DESK, headers=HTML)).strip() == example(LAO_CAI).strip()
    assert load_framework(example(LAO_CAI)).area == LAO_CAI
    assert Right.FRAMEWORKS_WRITE == "frameworks:write"
    assert textarea_of(officer.get(f"{DESK}?tu=QD766", headers=HTML)).strip().startswith("# Bộ chỉ số chỉ đạo")


def test_faults_are_told_by_line_quoted_and_the_text_stays(officer: httpx.Client) -> None:
    text = (head("TR-A", area=LAO_CAI) + flat()).replace("periods: year", "periods: thập kỷ")
    answer = sent(officer, text)
    assert answer.status_code == 422
    assert textarea_of(answer).strip() == text.strip()
    said = text_of(answer)
    assert "Dòng 8: “thập kỷ” không hợp lệ; chọn một trong: year, half, quarter, nine_months, month." in said
    assert "periods: thập kỷ" in said
    assert "Ban hành TR-A" not in said
    assert sent(officer, "").status_code == 422


def test_a_sound_text_is_previewed_then_published_with_its_day(officer: httpx.Client) -> None:
    text = head("TR-B", area=LAO_CAI, issuer="TR-B", more=BANDS) + flat()
    seen = text_of(sent(officer, text))
    for told in ("Đạt: không có lỗi.", "Ban hành TR-B", "Dẫn dắt: trên 75% điểm tối đa", "Tiêu chí 2"):
        assert told in seen
    assert officer.get(f"{API}/frameworks/TR-B").status_code == 404

    done = sent(officer, text, viec="ban-hanh", hieu_luc="2027-03-01")
    assert (done.status_code, done.headers["location"]) == (303, "/bo-tieu-chi/TR-B?xong=ban-hanh")
    assert officer.get(f"{API}/frameworks/TR-B/definition").text == text.replace("2027-01-01", "2027-03-01")
    assert "Đã ban hành." in text_of(officer.get(done.headers["location"], headers=HTML))


def test_a_revision_shows_what_differs_asks_a_reason_and_notices_others(officer: httpx.Client) -> None:
    text = head("TR-C", area=LAO_CAI, issuer="TR-C") + flat()
    sent(officer, text, viec="ban-hanh")
    changed = text.replace("Tiêu chí 1", "Tiêu chí một")
    preview = sent(officer, changed)
    [version] = lxml.html.document_fromstring(preview.text).cssselect("input[name=phien_ban]")
    assert version.get("value") == "1"
    assert "Mục thay đổi" in text_of(preview)

    assert "Hãy ghi lý do" in text_of(sent(officer, changed, viec="ban-hanh", phien_ban="1"))
    done = sent(officer, changed, viec="ban-hanh", phien_ban="1", ly_do="Sửa chữ")
    assert done.status_code == 303
    late = sent(officer, text, viec="ban-hanh", phien_ban="1", ly_do="Cũ")
    assert late.status_code == 412
    assert "nay ở phiên bản 2" in text_of(late)
    assert textarea_of(late).strip() == text.strip()


def test_what_is_proposed_to_carry_over_is_put_into_the_text_by_one_button(desk: Desk) -> None:
    officer = desk.person("department_officer", LAO_CAI)
    before = head("LC-CARRY-1", area=LAO_CAI, issuer="UBND LC-CARRY", valid_from="2027-01-01") + flat()
    assert (
        officer.put(
            f"{API}/frameworks/LC-CARRY-1", content=before.encode(), headers={"Content-Type": "application/yaml"}
        ).status_code
        == 201
    )
    after = head(
        "LC-CARRY-2", area=LAO_CAI, issuer="UBND LC-CARRY", valid_from="2028-01-01", more="succeeds: LC-CARRY-1\n"
    )
    offered = sent(officer, after + flat())
    [offer] = lxml.html.document_fromstring(offered.text).cssselect('button[value="ke-thua"]')
    assert offer.get("form") == "ban-soan"
    assert "carries:" not in textarea_of(offered)

    put = sent(officer, after + flat(), viec="ke-thua")
    assert put.status_code == 200
    assert 'succeeds: LC-CARRY-1\ncarries:\n  "1": "1"\n  "2": "2"\n' in textarea_of(put)
    assert not lxml.html.document_fromstring(put.text).cssselect('button[value="ke-thua"]')
    again = sent(officer, textarea_of(put).strip("\n") + "\n", viec="ke-thua")
    assert textarea_of(again).strip() == textarea_of(put).strip()
