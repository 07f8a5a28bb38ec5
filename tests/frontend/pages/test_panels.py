"""Pages of a panel: arranged on a form, scored blind, decided by the head; nothing typed is lost."""

import httpx
import pytest

from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import fields_of, value_of
from tests.harness.live import LiveSystem
from tests.harness.panels import CHOSEN, FRAMEWORK, Case, Panels
from tests.harness.scoring import row_of

ROOT = "/cham-diem/hoi-dong"


@pytest.fixture(scope="module")
def panels(system: LiveSystem) -> Panels:
    """People and sheets of a province."""
    return Panels.of(system)


def send(client: httpx.Client, page: SeenPage, action: str, changes: dict[str, str], status: int = 200) -> SeenPage:
    """The page a form leads to with some boxes typed anew and a button pressed."""
    told = fields_of(page.root, action) | changes
    answer = client.post(action, data=told, headers={"Accept": "text/html"})
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"].partition("#")[0], headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text[:800]
    return seen(answer)


def judged(panels: Panels) -> tuple[Case, dict[str, str]]:
    """A sheet with a panel of a head who only chairs and two members, with the addresses of its pages."""
    head, one, two = (panels.person(name) for name in ("Chủ trì", "Một", "Hai"))
    area = panels.commune()
    panels.arranged(head.seat(head=True, everything=False), one.seat(), two.seat(), area=area)
    case = panels.case(area=area)
    table = f"/cham-diem/{case.id}/hoi-dong"
    return case, {"table": table, "part": f"{table}/phan-cham", "agree": f"{table}/chot", "rule": f"{table}/thanh-vien"}


def test_a_panel_is_arranged_changed_and_dissolved_on_forms(panels: Panels, visit: Visit) -> None:
    head, one = panels.person("Chủ trì"), panels.person("Một")
    area, publisher = panels.commune(), panels.publisher
    assert "Lập tổ thẩm định" in visit(publisher, ROOT).text
    assert "Chọn người" in visit(publisher, f"{ROOT}/moi").text
    form = visit(publisher, f"{ROOT}/moi?bo={FRAMEWORK}&ky=2025&dv={area}")
    wrong = {f"vai.{one.account}": "tv", f"phan.{one.account}": "1, 9"}
    kept = send(publisher, form, f"{ROOT}/moi", wrong, 422)
    assert "Tổ thẩm định có đúng một chủ trì." in kept.text
    assert "không có mục “9”" in kept.text
    assert value_of(kept, f"phan.{one.account}") == "1, 9"
    right = {f"phan.{one.account}": "1", f"vai.{head.account}": "ct", "nguong": "7,5"}
    made = send(publisher, kept, f"{ROOT}/moi", right)
    assert "chênh quá 7,5% điểm tối đa" in made.text
    [change] = [link for link in made.links() if link.endswith("/sua")]
    panel = change.removesuffix("/sua")
    assert visit(panels.desk.person("commune_officer", area), panel).heading.startswith("Tổ thẩm định – ")
    page = visit(publisher, change)
    changed = send(publisher, page, change, {f"vai.{one.account}": "", "ly_do": "Đi học"})
    assert "Thành viên của tổ" in changed.text
    again = visit(publisher, change)
    assert send(publisher, page, change, {"ly_do": "Cũ"}, 412).heading == "Sửa tổ thẩm định"
    end = f"{panel}/giai-the"
    assert "Hãy ghi lý do giải thể." in send(publisher, again, end, {"ly_do": " "}, 422).text
    stale = send(publisher, page, end, {"ly_do": "Lập nhầm"}, 412)
    assert [box.get("value") for box in stale.root.cssselect("#ly-do-giai-the")] == ["Lập nhầm"]
    assert panel not in send(publisher, again, end, {"ly_do": "Lập nhầm"}).links()
    for gone in (panel, f"{ROOT}/khong-co", "/cham-diem/khong-co/hoi-dong/phan-cham"):
        visit(head.http, gone, 404)


def test_a_member_scores_on_a_page_and_keeps_what_was_typed_wrong(panels: Panels, visit: Visit) -> None:
    case, at = judged(panels)
    one = panels.person("Một").http
    page = visit(one, at["part"])
    bad = send(one, page, at["part"], {"1.points": "bốn mươi", "2.points": "20", "3.note": "Chưa xem"}, 422)
    assert value_of(bad, "1.points") == "bốn mươi"
    assert "Ghi điểm trước khi ghi nhận xét." in bad.text
    assert case.part(panels.person("Một"))["given"] == 0
    high = send(one, page, at["part"], {"1.points": "41", "2.points": "20"}, 422)
    assert value_of(high, "2.points") == "20"
    saved = send(one, page, at["part"], {"1.points": "39,5", "1.note": "Thiếu quyết định", "2.points": "20"})
    assert "Đã lưu phần chấm của anh/chị." in saved.text
    assert "Đã chấm 2/3 tiêu chí" in saved.text
    stale = send(one, page, at["part"], {"1.points": "1"}, 412)
    assert value_of(stale, "1.points") == "1"
    early = send(one, saved, at["part"], {"xong": "1"}, 409)
    assert "3: 3. Dịch vụ công: chưa chấm; không đạt thì ghi 0." in early.text
    done = send(one, early, at["part"], {"3.points": "10", "xong": "1"})
    assert "Đã báo chấm xong." in done.text
    assert "Thiếu quyết định" in done.text
    assert "Anh/chị đã báo chấm xong" in visit(one, at["part"]).text


def test_a_member_chooses_where_a_criterion_is_not_typed(panels: Panels, visit: Visit) -> None:
    head, one = panels.person("Chủ trì"), panels.person("Một")
    area = panels.commune()
    panels.arranged(head.seat(head=True, everything=False), one.seat(), area=area, framework=CHOSEN)
    case = panels.chosen(area)
    part = f"/cham-diem/{case.id}/hoi-dong/phan-cham"
    page = visit(one.http, part)
    assert page.all("[name='1.choice'] option") == ["Chưa chọn", "Chủ tịch (100%)", "Phó chủ tịch (50%)"]
    half = send(one.http, page, part, {"1.choice": "pho", "2.met.0": "1"}, 422)
    assert "Chọn Đạt hoặc Không đạt cho ý này, hoặc để trống mọi ý." in half.text
    assert [box.get("value") for box in half.root.cssselect("main option[selected]")] == ["pho", "1", ""]
    told = send(one.http, half, part, {"2.met.1": "0"})
    assert "Đã chấm 2/2 tiêu chí" in told.text
    assert [row["points"] for row in case.part(one)["rows"]] == [30, 20]
    bad = send(one.http, told, part, {"1.choice": "la"}, 422)
    assert bad.root.cssselect("[id='1-choice-loi']")
    done = send(one.http, told, part, {"xong": "1"})
    assert "Đã báo chấm xong." in done.text
    assert "Mức: Phó chủ tịch (50%)" in visit(one.http, part).text


def test_the_head_decides_on_one_page_disagreement_first(panels: Panels, visit: Visit) -> None:
    case, at = judged(panels)
    head, one, two = (panels.person(name) for name in ("Chủ trì", "Một", "Hai"))
    assert "đang ẩn" in visit(one.http, at["table"]).text
    case.scored(one, _1=40, _2=20, _3=10)
    case.scored(two, _1=30, _2=21, _3=10)
    page = visit(head.http, at["table"])
    assert page.all("#tieu-chi tbody th")[0] == "1. Nhân lựcChưa thống nhất"
    bulk = send(head.http, page, at["agree"], {"tat_ca": "1"})
    assert "đã chốt 2/3 tiêu chí" in bulk.text
    assert "Hãy bấm Chốt ở dòng" in send(head.http, bulk, at["agree"], {}, 422).text
    refused = send(head.http, bulk, at["agree"], {"ma": "1", "1.diem": "29"}, 422)
    assert "Điểm nằm ngoài khoảng điểm của các thành viên: hãy ghi lý do." in refused.text
    assert value_of(refused, "1.diem") == "29"
    agreed = send(head.http, refused, at["agree"], {"ma": "1", "1.ly_do": "Thiếu quyết định"})
    assert "đã chốt 3/3 tiêu chí" in agreed.text
    assert send(head.http, page, at["agree"], {"ma": "1"}, 412).text
    told = {"ai": one.account, "viec": "reopen", "ly_do": "Đơn vị giải trình"}
    assert "Đơn vị giải trình" in send(head.http, agreed, at["rule"], told).text


def test_what_the_head_typed_of_other_criteria_stays_while_one_is_agreed(panels: Panels, visit: Visit) -> None:
    case, at = judged(panels)
    head, one, two = (panels.person(name) for name in ("Chủ trì", "Một", "Hai"))
    case.scored(one, _1=40, _2=20, _3=10)
    case.scored(two, _1=30, _2=21, _3=10)
    page = visit(head.http, at["table"])
    others = {"2.diem": "19", "2.ly_do": "Thiếu biên bản", "3.diem": "chín"}
    agreed = send(head.http, page, at["agree"], others | {"ma": "1", "1.diem": "31", "1.ly_do": "Đã đối chiếu"})
    assert "Đã chốt điểm." in agreed.text
    assert [value_of(agreed, name) for name in ("1.diem", "2.diem", "3.diem")] == ["31", "19", "chín"]
    assert [box.text for box in agreed.root.cssselect("[id='1-ly_do'], [id='2-ly_do']")] == [None, "Thiếu biên bản"]
    bulk = send(head.http, agreed, at["agree"], {"tat_ca": "1"})
    assert "đã chốt 3/3 tiêu chí" in bulk.text
    assert [value_of(bulk, name) for name in ("2.diem", "3.diem")] == ["19", "chín"]
    last = send(head.http, bulk, at["agree"], {"ma": "2", "3.diem": "10"})
    assert row_of(case.sheet(), "2")["appraised"] == 19
    assert "Đã chốt điểm." in last.text


def test_a_sheet_without_a_panel_says_so_and_offers_to_arrange_one(panels: Panels, visit: Visit) -> None:
    case = panels.case(year := panels.year())
    page = visit(panels.publisher, f"/cham-diem/{case.id}/hoi-dong")
    assert "Hồ sơ này không có tổ thẩm định." in page.text
    [offer] = [link for link in page.links("main a") if link.startswith(f"{ROOT}/moi?")]
    assert fields_of(visit(panels.publisher, offer).root, f"{ROOT}/moi")["ky"] == year
    stranger = panels.desk.person("commune_officer", "X04630-2025")
    visit(stranger, f"/cham-diem/{case.id}/hoi-dong", 404)
    desk = visit(panels.publisher, f"/cham-diem?dv={case.area}&bo={FRAMEWORK}&ky={year}")
    assert f"/cham-diem/{case.id}/hoi-dong" in desk.links("main a")


def test_the_period_of_a_panel_is_one_of_its_framework(panels: Panels, visit: Visit) -> None:
    publisher, new = panels.publisher, f"{ROOT}/moi"
    empty = visit(publisher, new)
    assert empty.all("#ky option")[0] == "Chọn kỳ"
    required = [box.get("name") for box in empty.root.cssselect("select[required]")]
    assert required == ["bo", "ky", "dv"]
    assert empty.all("label[for=ky]") == ["Kỳ (bắt buộc)"]

    chosen = visit(publisher, f"{new}?bo=CDS-XA-2025")
    assert [option.get("value") for option in chosen.root.cssselect("#ky option")] == ["", "2025"]
    other = visit(publisher, f"{new}?bo=CDS-XA-2025&ky=2024&dv={panels.commune()}")
    assert "Bộ chỉ số này không có kỳ ấy" in other.all("#ky-loi")[0]
    assert "Thành viên của tổ" not in other.text
