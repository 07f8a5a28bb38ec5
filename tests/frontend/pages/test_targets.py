"""Targets on pages: read by everybody, set by who may, nothing typed is lost, nobody is overwritten unseen."""

import csv
import io

import httpx
import pytest

from contracts.access import Role
from tests.frontend.pages.conftest import Visit, seen
from tests.frontend.pages.forms import fields_of, value_of
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in

API = "/api/indicators/v1"
NEW = "/muc-tieu/moi"
AREA = "T80-2025"


@pytest.fixture(scope="module")
def officer(system: LiveSystem) -> httpx.Client:
    """An officer of a department of Tây Ninh; forms carry the token themselves."""
    client = signed_in(system, employ(system, Role.DEPARTMENT_OFFICER, AREA))
    del client.headers["X-CSRF-Token"]
    return client


def lao_cai(system: LiveSystem, indicator: str) -> str:
    """The page of a sample target of Lào Cai."""
    query = {"area": "T15-2025", "indicator": indicator}
    return f"/muc-tieu/{system.client().get(f'{API}/targets', params=query).json()['items'][0]['id']}"


def sent(client: httpx.Client, visit: Visit, path: str, **boxes: str) -> httpx.Response:
    """A form of a page, filled and sent."""
    form = fields_of(visit(client, path).root, path) | boxes
    return client.post(path, data=form, headers={"Accept": "text/html"})


def made(client: httpx.Client, visit: Visit, **boxes: str) -> str:
    """The page of a new target."""
    told = {"dv": AREA, "chi_tieu": "KTS-03", "nam": "2030", "muc": "12.500", "so_sanh": ">="} | boxes
    answer = sent(client, visit, NEW, **told)
    assert answer.status_code == 303, seen(answer).text[:600]
    return str(httpx.URL(answer.headers["location"]).path)


def test_the_list_counts_by_status_in_words_and_tells_each_forecast(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/muc-tieu?dv=T15-2025")
    assert page.all(".lt-button-row .lt-tag")[:2] == ["Chậm tiến độ: 1", "Cần theo dõi: 1"]
    assert len(page.all("tbody tr")) == 6
    assert "Sẽ thiếu" in page.text
    assert "nếu giữ nhịp hiện nay" in page.text
    assert page.all(".lt-tag--sample")
    late = visit(system.client(), "/muc-tieu?dv=T15-2025&tt=late")
    assert len(late.all("tbody tr")) == 1


def test_the_national_programme_is_read_page_by_page(system: LiveSystem, visit: Visit) -> None:
    first = visit(system.client(), "/muc-tieu?dv=VN&vb=03/NQ-CP")
    assert "57 mục tiêu" in first.text
    [following] = first.links("a[rel=next]")
    assert len(visit(system.client(), following).all("tbody tr")) == 25


def test_one_target_shows_its_rule_its_way_and_its_cascade(system: LiveSystem, visit: Visit) -> None:
    path = lao_cai(system, "KTS-03")
    page = visit(system.client(), path)
    assert page.heading.startswith("Mục tiêu: Số tài khoản hộ sản xuất nông nghiệp")
    assert "99/99 đơn vị" in page.all("#giao")[0]
    assert "khớp" in page.all("#giao")[0]
    assert len(page.root.cssselect("svg.lt-trend")) == 1
    assert "Quý III/2026" in page.all("#tinh-trang")[0] or "quý III/2026" in page.all("#tinh-trang")[0]
    assert "Sửa" not in page.all(".lt-page-head__actions")[0]
    rows = list(csv.DictReader(io.StringIO(system.client().get(f"{path}.csv").text.lstrip("\ufeff"))))
    assert [row["period"] for row in rows][-1] == "2026-Q3"
    every = system.client().get("/muc-tieu.csv?dv=T15-2025").text
    assert every.count("\n") == 7


def test_an_indicator_leads_to_its_targets(system: LiveSystem, visit: Visit) -> None:
    links = visit(system.client(), "/chi-tieu/CQS-01?dv=T15-2025").links()
    assert "/muc-tieu?dv=T15-2025&chi_tieu=CQS-01" in links


def test_a_target_is_set_changed_and_withdrawn(officer: httpx.Client, visit: Visit) -> None:
    path = made(officer, visit, do="Tài khoản của đời một mục tiêu", van_ban="7/KH-UBND", ngay="05/01/2026")
    page = visit(officer, path)
    assert "từ 12.500 tài khoản trở lên, năm 2030" in page.text
    assert "7/KH-UBND, ngày 05/01/2026" in page.text
    changed = sent(officer, visit, f"{path}/sua", muc="15.000", ly_do="Nghị quyết mới")
    assert changed.status_code == 303
    assert "Mức phải đạt: 12.500 → 15.000" in visit(officer, path).all("#lich-su")[0]
    silent = sent(officer, visit, f"{path}/rut")
    assert (silent.status_code, "Hãy ghi lý do." in seen(silent).text) == (422, True)
    assert sent(officer, visit, f"{path}/rut", ly_do="Gộp vào mục tiêu khác").status_code == 303
    assert "Lý do: Gộp vào mục tiêu khác" in visit(officer, path).text


@pytest.mark.parametrize(
    ("boxes", "box", "words"),
    [
        ({"muc": "nhiều"}, "muc", "Không phải là số"),
        ({"muc": ""}, "muc", "Hãy ghi mức phải đạt"),
        ({"moc": "sang năm 60", "lo_trinh": "milestones"}, "moc", "chưa đúng dạng"),
        ({"ngay": "31/02/2026", "van_ban": "1/KH"}, "ngay", "ngày có thật"),
        ({"lo_trinh": "linear"}, "goc_muc", "cần mức xuất phát"),
        ({"nam": "sang năm"}, "nam", "Kỳ không hợp lệ"),
        ({"dv": "T15-2025"}, "dv", "ngoài phạm vi"),
    ],
)
def test_what_is_wrong_stands_at_its_box_and_what_was_typed_stays(
    officer: httpx.Client, visit: Visit, boxes: dict[str, str], box: str, words: str
) -> None:
    told = {"dv": AREA, "chi_tieu": "KTS-03", "nam": "2030", "muc": "9", "ghi_chu": "Đừng mất dòng này"} | boxes
    answer = sent(officer, visit, NEW, **told)
    page = seen(answer)
    assert answer.status_code in (403, 422)
    assert words in page.all(f"#{box}-loi")[0]
    assert page.all("title")[0].startswith("Lỗi: ")
    assert page.all("#ghi_chu") == ["Đừng mất dòng này"]
    assert value_of(page, "muc") == boxes.get("muc", "9")


def test_a_change_made_meanwhile_is_shown_beside_what_was_typed(officer: httpx.Client, visit: Visit) -> None:
    path = made(officer, visit, do="Tài khoản hai người cùng sửa")
    edit = f"{path}/sua"
    mine = fields_of(visit(officer, edit).root, edit)
    assert sent(officer, visit, edit, muc="20.000", ly_do="Người khác").status_code == 303
    answer = officer.post(edit, data=mine | {"muc": "30.000", "ly_do": "Của tôi"}, headers={"Accept": "text/html"})
    page = seen(answer)
    assert answer.status_code == 412
    assert "20.000" in page.all("#khac-nhau")[0]
    assert "30.000" in page.all("#khac-nhau")[0]
    again = officer.post(edit, data=fields_of(page.root, edit), headers={"Accept": "text/html"})
    assert again.status_code == 303
    assert "từ 30.000 tài khoản trở lên" in visit(officer, path).text


def test_a_target_is_handed_down_and_what_cannot_be_divided_is_said(officer: httpx.Client, visit: Visit) -> None:
    path = made(officer, visit, do="Tài khoản giao cho xã", muc="1.000")
    wrong = sent(officer, visit, f"{path}/giao", cach="shares", tung_don_vi="không rõ")
    assert (wrong.status_code, "chưa đúng dạng" in seen(wrong).all("#tung_don_vi-loi")[0]) == (422, True)
    done = sent(officer, visit, f"{path}/giao", cach="values", tung_don_vi="X28159-2025: 400")
    assert done.status_code == 303
    told = visit(officer, path).all("#giao")[0]
    assert "Chưa khớp" in told
    assert "thiếu 600 tài khoản" in told
