"""Công nhận: the public list by level, its file, the list that goes with a decision, and what is marked as a sample."""

import csv
import io

import httpx
import pytest

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem
from tests.harness.rounds import FRAMEWORK, PROVINCE, Rounds, rounds_of

SAMPLE = "bo=MINH-HOA-XA&ky=2025"


@pytest.fixture(scope="module")
def rounds(system: LiveSystem) -> Rounds:
    """Sheets that are taken through their round."""
    return rounds_of(system)


def lines(answer: httpx.Response) -> list[dict[str, str]]:
    """The rows of a CSV."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_anybody_reads_who_is_recognised_level_by_level_and_what_was_missing(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), f"/cong-nhan?{SAMPLE}")

    assert page.heading == "Công nhận mức độ chuyển đổi số"
    assert page.all(".lt-table__group-name") == ["Đạt chuyển đổi số nâng cao", "Đạt chuyển đổi số", "Chưa đạt"]
    heads = [int(text.split()[0]) for text in page.all(".lt-table__group-meta")]
    assert heads == [int(text) for text in page.all(".lt-kpi__number")]
    assert sum(heads) == len(page.all("tbody .lt-table__row")) == 24
    assert "Cần đạt thêm 1 tiêu chí bắt buộc (hiện 4/5, phải đạt 5/5): còn 3.1." in page.text
    assert "Nguồn: Quyết định 01/QĐ-MINHHOA ngày 27/11/2026" in page.text
    assert len(page.all("tbody .lt-tag--sample")) == 24
    assert "không quyết định nào như vậy được ban hành" in page.text


def test_the_list_is_narrowed_by_level_and_by_name_without_marks(system: LiveSystem, visit: Visit) -> None:
    anybody = system.client()
    below = visit(anybody, f"/cong-nhan?{SAMPLE}&muc=-")
    assert below.all(".lt-table__group-name") == ["Chưa đạt"]
    advanced = visit(anybody, f"/cong-nhan?{SAMPLE}&muc=nang-cao")
    assert advanced.all(".lt-table__group-name") == ["Đạt chuyển đổi số nâng cao"]
    assert visit(anybody, f"/cong-nhan?{SAMPLE}&q=ban+lau").all("tbody th a") == ["Xã Bản Lầu"]
    nobody = visit(anybody, f"/cong-nhan?{SAMPLE}&q=khong+co+ai")
    assert "Không có đơn vị nào khớp" in nobody.text
    assert f"/cong-nhan?{SAMPLE}" in nobody.links(".lt-empty a")


def test_the_same_list_goes_out_as_csv_and_json(system: LiveSystem, visit: Visit) -> None:
    anybody = system.client()
    page = visit(anybody, f"/cong-nhan?{SAMPLE}&muc=dat")
    [told, file] = page.links(".lt-footer__sources a")[:2]
    rows, items = lines(anybody.get(file)), anybody.get(told).json()["items"]
    assert [row["area_name"] for row in rows] == [item["area_name"] for item in items] == page.all("tbody th a")
    assert {row["level"] for row in rows} == {"dat"}
    assert {row["illustrative"] for row in rows} == {"true"}
    assert len(lines(anybody.get(f"/cong-nhan.csv?{SAMPLE}&muc=-"))) == 8


def test_the_list_of_a_decision_is_numbered_and_leaves_out_who_reached_nothing(
    system: LiveSystem, rounds: Rounds, visit: Visit
) -> None:
    best, good, none = (rounds.open("2141") for _ in range(3))
    best.finalised(_1=40, _2=40, _3=10)
    good.finalised(_1=30, _2=10, _3=10)
    none.finalised(_1=10, _2=0, _3=0)
    assert rounds.publish(period="2141").status_code == 201

    asked = f"bo={FRAMEWORK}&ky=2141"
    page = visit(system.client(), f"/cong-nhan/danh-sach?{asked}")
    assert page.heading == "Danh sách đơn vị được công nhận năm 2141"
    assert "Kèm theo Quyết định số 684/QĐ-UBND ngày 20 tháng 11 năm 2026 · Tỉnh Hà Tĩnh" in page.text
    assert page.all("tbody .lt-table__cell--rank") == ["1", "2"]
    assert page.all(".lt-table__group-name") == ["Dẫn dắt", "Hình thành"]
    assert "Tổng số 2 đơn vị được công nhận, gồm 1 đơn vị “Dẫn dắt”; 1 đơn vị “Hình thành”." in page.text
    assert not page.all(".lt-tag--sample, .lt-notice")
    listed = visit(system.client(), f"/cong-nhan?{asked}&dv={PROVINCE}")
    assert listed.all(".lt-table__group-name") == ["Dẫn dắt", "Hình thành", "Khởi động"]
    visit(system.client(), f"/cong-nhan/danh-sach?{asked}&qd={PROVINCE} 684/QĐ-UBND")
    for other in ("1/QD-KHAC", "T15-2025 684/QĐ-UBND"):
        visit(system.client(), f"/cong-nhan/danh-sach?{asked}&qd={other}", 404)


def test_what_an_address_gets_wrong_leads_to_what_there_is(system: LiveSystem, visit: Visit) -> None:
    anybody = system.client()
    assert "năm 2025" in visit(anybody, "/cong-nhan?bo=MINH-HOA-XA&ky=1999").text
    visit(anybody, f"/cong-nhan?{SAMPLE}&dv=khong-co", 404)
    visit(anybody, f"/cong-nhan?{SAMPLE}&sau=x", 404)


def test_a_page_goes_on_where_the_one_before_ended(system: LiveSystem, visit: Visit) -> None:
    anybody = system.client()
    first = anybody.get("/api/indicators/v1/recognitions?framework=MINH-HOA-XA&limit=8").json()
    after = httpx.URL(first["next"]).params["after"]
    rest = visit(anybody, f"/cong-nhan?{SAMPLE}&sau={after}")
    assert len(rest.all("tbody th a")) == 16
    assert f"/cong-nhan?{SAMPLE}" in rest.links(".lt-pagination a")


def test_the_list_names_its_province_and_says_why_equal_points_reach_two_levels(
    system: LiveSystem, visit: Visit
) -> None:
    anybody = system.client()
    page = visit(anybody, f"/cong-nhan?{SAMPLE}")
    assert "năm 2025 · Tỉnh Lào Cai" in page.all(".lt-page-head")[0]
    assert "Nguồn: Quyết định 01/QĐ-MINHHOA ngày 27/11/2026, tỉnh Lào Cai" in page.text

    paper = visit(anybody, f"/cong-nhan/danh-sach?{SAMPLE}")
    assert "hai đơn vị cùng điểm vẫn ở hai mức khi một đơn vị còn thiếu tiêu chí bắt buộc của mức trên" in paper.text
    assert "Tiêu chí đạt khi có đủ điểm tối đa" in paper.all("main li")
