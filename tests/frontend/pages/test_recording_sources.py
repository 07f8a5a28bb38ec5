"""Recording what a source says on a page: faults at their boxes, nothing typed is lost, and what waits is said."""

import httpx
import pytest

from tests.frontend.pages.conftest import Visit, seen
from tests.frontend.pages.forms import fields_of, value_of
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune

API = "/api/indicators/v1"
NEW = "/nguon/ghi-nhan/moi"
AREA = "X28159-2025"


@pytest.fixture(scope="module")
def commune(system: LiveSystem) -> str:
    """A commune nobody else works on."""
    return untouched_commune(system)[0]


@pytest.fixture(scope="module")
def officer(system: LiveSystem, commune: str) -> httpx.Client:
    """Its officer; forms carry the token themselves."""
    client = signed_in(system, employ(system, "commune_officer", commune))
    del client.headers["X-CSRF-Token"]
    return client


def sent(client: httpx.Client, visit: Visit, **boxes: str) -> httpx.Response:
    """The form, filled and sent; a report that says 84,67 of a share."""
    told = {"chi_tieu": "CQS-01", "ky": "tháng 9/2027", "so": "84,67", "loai": "report", "nguon": "Báo cáo tháng 9"}
    form = fields_of(visit(client, NEW).root, NEW)
    assert set(boxes) <= set(form), set(boxes) - set(form)
    return client.post(NEW, data=form | told | boxes, headers={"Accept": "text/html"})


def test_a_report_stands_at_once_and_the_press_waits(
    system: LiveSystem, officer: httpx.Client, visit: Visit, commune: str
) -> None:
    answer = sent(officer, visit, van_ban="12/BC-UBND", lien_ket="https://tayninh.gov.vn/bc", tinh_den="30/09/2027")
    assert answer.status_code == 303, seen(answer).text[:600]
    page = visit(officer, answer.headers["location"])
    assert "Đã ghi nhận và nhận luôn." in page.text
    assert "84,67%" in page.text
    assert "12/BC-UBND" in page.text
    assert "30/09/2027" in page.text
    assert "https://tayninh.gov.vn/bc" in page.links()
    path = httpx.URL(answer.headers["location"]).path
    told = system.client().get(f"{API}/observations/{path.rpartition('/')[2]}").json()
    assert (told["area"], told["period"], told["value"]) == (commune, "2027-09", 84.67)

    press = sent(officer, visit, loai="press", so="", tu_so="1.234", mau_so="2.468", nguyen_van="một nửa số hồ sơ")
    waiting = visit(officer, press.headers["location"])
    assert "Số này chờ người chọn số giữa các nguồn nhận" in waiting.text
    assert "1.234/2.468 = 50%" in waiting.text
    assert visit(system.client(), httpx.URL(press.headers["location"]).path, 404)


@pytest.mark.parametrize(
    ("boxes", "box", "words"),
    [
        ({"so": "nhiều"}, "so", "Không phải là số"),
        ({"so": ""}, "so", "Chưa nhập số liệu"),
        ({"so": "", "tu_so": "5"}, "mau_so", "Thiếu mẫu số"),
        ({"ky": ""}, "ky", "Hãy ghi kỳ"),
        ({"ky": "hôm qua"}, "ky", "Kỳ không hợp lệ"),
        ({"ky": "Q3/2027"}, "ky", "báo cáo theo tháng"),
        ({"loai": ""}, "loai", "Hãy chọn loại nguồn"),
        ({"nguon": " "}, "nguon", "Hãy ghi tên nguồn"),
        ({"tinh_den": "31/02/2026"}, "tinh_den", "ngày có thật"),
        ({"lien_ket": "javascript:alert(1)"}, "lien_ket", "bắt đầu bằng https://"),
        ({"dv": "T15-2025"}, "dv", "ngoài phạm vi"),
        ({"chi_tieu": "", "ky": ""}, "noi_dung", "Hãy ghi nội dung đo"),
    ],
)
def test_what_is_wrong_stands_at_its_box_and_what_was_typed_stays(
    officer: httpx.Client, visit: Visit, boxes: dict[str, str], box: str, words: str
) -> None:
    answer = sent(officer, visit, ghi_chu="Đừng mất dòng này", **boxes)
    page = seen(answer)
    assert answer.status_code in (403, 422)
    assert words in page.all(f"#{box}-loi")[0]
    assert page.all("title")[0].startswith("Lỗi: ")
    assert page.all("#ghi_chu") == ["Đừng mất dòng này"]
    assert value_of(page, "so") == boxes.get("so", "84,67")


def test_a_proof_leads_to_the_form_filled_in_and_only_those_who_may_record(system: LiveSystem, visit: Visit) -> None:
    proof = f"/chi-tieu/CQS-01/{AREA}/2026-09"
    address = f"{NEW}?dv={AREA}&chi_tieu=CQS-01&ky=2026-09"
    recorder = system.client("commune_officer")
    assert address in visit(recorder, proof).links()
    assert NEW in visit(recorder, "/nguon").links()
    form = fields_of(visit(recorder, address).root, NEW)
    assert (form["dv"], form["chi_tieu"], form["ky"]) == (AREA, "CQS-01", "2026-09")
    for other in (system.client(), system.client("leader")):
        assert address not in visit(other, proof).links()
        assert NEW not in visit(other, "/nguon").links()
    assert visit(system.client("leader"), NEW, 403)
    assert system.client().get(NEW).status_code == 303
