"""Errors end as pages in Vietnamese with the number of the request and one next step."""

import asyncio

import httpx
import pytest
from starlette.requests import Request

from frontend.app import create_app
from gateway.app import create_app as create_gateway
from kit.asgi import Answer, Receive, Scope, Send, call
from kit.errors import TooMany
from kit.service import refuse
from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem

COOKIE = "lantoa_session"
UNTRUE = ("0/0", "Không có chỉ tiêu nào khớp", "Bỏ lọc", "Chưa có", "chưa có số liệu nào", "chưa có số liệu của")


@pytest.mark.parametrize(
    "path",
    [
        "/khong-co-trang",
        "/chi-tieu/KHONG-CO",
        "/don-vi/T99-2025",
        "/don-vi/khong-phai-ma",
        "/tong-quan?ky=hom-nay",
        "/tong-quan?dv=T99-2025",
        "/chi-tieu/CQS-01/T15-2025/1999",
        "/xep-hang?bo=KHONG-CO",
        "/ho-so/khong-co/can-cu",
    ],
)
def test_what_is_not_there_is_said_with_the_next_step(system: LiveSystem, visit: Visit, path: str) -> None:
    page = visit(system.client("leader"), path, 404)

    assert page.heading == "Không tìm thấy trang"
    assert page.answer.headers["x-request-id"] in page.text
    assert page.links("main .lt-button") == ["/chi-tieu"]


def test_a_sheet_of_another_province_is_refused_with_words(system: LiveSystem, visit: Visit) -> None:
    sheets = system.client("appraiser").get("/api/indicators/v1/assessments?area=X28159-2025").json()["items"]

    page = visit(system.client("leader", "T15-2025"), f"/ho-so/{sheets[0]['id']}/can-cu", 404)

    assert page.heading == "Không tìm thấy trang"
    assert "ngoài phạm vi của tài khoản" in page.text


def test_a_method_a_page_does_not_know_is_refused_as_a_page(system: LiveSystem) -> None:
    answer = system.client().delete("/chi-tieu")

    assert answer.status_code == 405
    assert 'lang="vi"' in answer.text


def test_to_htmx_an_error_is_a_bar_at_the_top_of_the_page_it_has(system: LiveSystem) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}

    answer = system.client("leader").get("/tong-quan?ky=hom-nay", headers=headers)

    assert (answer.status_code, answer.headers["hx-retarget"]) == (404, "#thong-bao")
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("path", "broken", "said", "kept"),
    [
        ("/tong-quan", "/api/indicators/v1/overviews/", "Không lấy được số liệu chỉ tiêu.", "So với cả nước"),
        ("/tong-quan", "/api/directory/", "Không lấy được số liệu theo xã, phường.", "71,7"),
        ("/tong-quan", "/api/indicators/v1/figures", "Không lấy được số liệu 34 tỉnh.", "Theo xã, phường"),
        ("/chi-tieu", "/api/indicators/v1/frameworks", "Không lấy được các bộ chỉ số.", "Tỷ lệ hộ gia đình"),
        ("/chi-tieu/CQS-01", "/api/indicators/v1/figures", "Không lấy được số liệu so sánh", "Định nghĩa"),
        ("/chi-tieu/CQS-01", "/api/directory/v1/areas/T15-2025/children", "Không lấy được số liệu so sánh", "71,7%"),
        ("/chi-tieu/CQS-01", "/api/directory/", "Không lấy được số liệu so sánh", "71,7%"),
        ("/chi-tieu/CQS-01/T15-2025/2026-09", "/api/directory/", "Căn cứ của con số 71,7%", "Tỉnh Lào Cai"),
        ("/don-vi", "/api/directory/v1/lineage-gaps", "Không lấy được danh sách đơn vị", "Tỉnh Lào Cai"),
        ("/don-vi/T15-2025", "/api/indicators/", "Không lấy được số liệu của đơn vị.", "Các đơn vị trực thuộc"),
        ("/tro-giup", "/api/indicators/", "Cách tính từng con số", "Cách xếp hạng"),
    ],
)
def test_a_page_that_lacks_a_part_still_stands(
    system: LiveSystem, path: str, broken: str, said: str, kept: str
) -> None:
    page = half_page(system, path, broken)

    assert page.status == 200
    assert said in page.body.decode()
    assert kept in page.body.decode()


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("/tong-quan", "/api/indicators/"),
        ("/tong-quan?dv=X04630-2025", "/api/indicators/"),
        ("/tong-quan", "/api/indicators/v1/overviews/"),
        ("/tong-quan", "/api/indicators/v1/figures"),
        ("/don-vi/T15-2025", "/api/indicators/"),
        ("/chi-tieu/CQS-01", "/api/indicators/v1/figures"),
    ],
)
def test_numbers_that_cannot_be_had_are_never_told_to_be_missing(system: LiveSystem, path: str, broken: str) -> None:
    text = half_page(system, path, broken).body.decode()

    assert "Không lấy được" in text
    assert [untrue for untrue in UNTRUE if untrue in text] == []


def test_the_filter_of_numbers_that_cannot_be_had_says_the_same(system: LiveSystem) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}

    page = half_page(system, "/tong-quan?q=ho", "/api/indicators/", headers=headers)

    assert "Không lấy được số liệu chỉ tiêu." in page.body.decode()
    assert "khớp" not in page.body.decode()


@pytest.mark.parametrize(
    ("path", "broken", "lost"),
    [
        ("/chi-tieu", "/api/indicators/", "Không lấy được chỉ tiêu và số liệu."),
        ("/chi-tieu/CQS-01", "/api/indicators/", "Không lấy được chỉ tiêu và số liệu."),
        ("/chi-tieu/CQS-01/T15-2025/2026-09", "/api/indicators/", "Không lấy được chỉ tiêu và số liệu."),
        ("/don-vi", "/api/directory/", "Không lấy được danh mục địa bàn."),
        ("/don-vi/T15-2025", "/api/directory/", "Không lấy được danh mục địa bàn."),
    ],
)
def test_a_page_whose_heart_is_out_of_order_says_what_is_lost(
    system: LiveSystem, path: str, broken: str, lost: str
) -> None:
    page = half_page(system, path, broken)

    assert page.status == 503
    assert "Hệ thống đang bận hoặc bảo trì" in page.body.decode()
    assert lost in page.body.decode()
    assert f'<a class="lt-button lt-button--primary" href="{path}">Thử lại</a>' in page.body.decode()


@pytest.mark.parametrize("path", ["/nhap", "/nhap/tep", "/cham-diem", "/xep-hang"])
def test_a_page_of_work_whose_heart_is_out_of_order_says_so(system: LiveSystem, path: str) -> None:
    page = half_page(system, path, "/api/indicators/", system.client("commune_officer"))

    assert page.status == 503
    assert "Hệ thống đang bận hoặc bảo trì" in page.body.decode()
    assert "Không lấy được" in page.body.decode()


def test_too_many_requests_say_when_to_come_back(system: LiveSystem) -> None:
    page = half_page(
        system, "/chi-tieu", "/api/indicators/", failing=TooMany("Chậm lại.", headers={"Retry-After": "7"})
    )

    assert (page.status, page.header("retry-after")) == (429, "7")
    assert "Thử lại được sau 7 giây." in page.body.decode()


def half_page(
    system: LiveSystem,
    path: str,
    broken: str,
    visitor: httpx.Client | None = None,
    *,
    failing: TooMany | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """A page of a site whose gateway has lost what lies under `broken` (or refuses it), as `visitor` gets it."""

    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(broken):
            if failing is None:
                raise ConnectionError(broken)
            await refuse(Request(scope), failing)(scope, receive, send)
            return
        await system.system.door(scope, receive, send)

    key = system.system.signing_key
    site = create_app(system.settings, key, half)
    door = create_gateway(system.settings, system.databases["gateway"], key, {"frontend": site})
    cookies = {"cookie": f"{COOKIE}={visitor.cookies[COOKIE]}"} if visitor else {}
    path, _, query = path.partition("?")
    return system.run(call(door, "GET", path, query=query, headers={**cookies, **(headers or {})}))


def test_late_cards_do_not_hold_the_page(system: LiveSystem) -> None:
    # Takes a second: the budget of a card, which is what it is about.
    never = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        if "rankings" in scope["path"]:
            await never.wait()
        await system.system.door(scope, receive, send)

    site = create_app(system.settings, system.system.signing_key, slow)
    page = system.run(call(site, "GET", "/tong-quan"))

    assert page.status == 200
    assert "Không lấy được bảng xếp hạng." in page.body.decode()
