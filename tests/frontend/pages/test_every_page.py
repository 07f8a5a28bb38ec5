"""Every page, for everybody who may open it: one frame, one set of rules (conftest.py)."""

import httpx
import pytest

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem

OPEN = [
    "/dang-nhap",
    "/bo-tieu-chi",
    "/bo-tieu-chi/CDS-XA-2025",
    "/bo-tieu-chi/DTI-2025",
    "/bo-tieu-chi/DTI-2025/so-sanh",
    "/chi-tieu",
    "/chi-tieu?q=khong+co+chi+tieu+nao",
    "/chi-tieu/CQS-01",
    "/chi-tieu/DVC-766?dv=VN",
    "/chi-tieu/NT-03?dv=X04630-2004",
    "/chi-tieu/NT-01/T15-2004/2022",
    "/chi-tieu/CQS-01/T15-2025/2026-09",
    "/nguon",
    "/nguon?tt=khop",
    "/nguon?xem=ghi-nhan",
    "/nguon?xem=ghi-nhan&q=khong+co+nguon+nao",
    "/don-vi",
    "/don-vi?q=van+chan",
    "/don-vi/VN",
    "/don-vi/T15-2025",
    "/don-vi/T15-2004",
    "/don-vi/X04630-2025",
    "/don-vi/X28159-2025",
    "/tim",
    "/tim?q=van+chan",
    "/tim?q=khong+co+gi+nhu+the",
    "/cong-nhan",
    "/cong-nhan/danh-sach",
    "/muc-tieu",
    "/muc-tieu?dv=VN",
    "/muc-tieu?dv=T15-2025&pham_vi=ben-duoi&tt=late",
    "/van-ban",
    "/van-ban?q=766",
    "/tong-quan",
    "/tong-quan?dv=VN",
    "/tong-quan?dv=X04630-2025",
    "/tong-quan?dv=T15-2004&ky=2022",
    "/tro-giup",
]
SIGNED_IN = ["/xep-hang", "/xep-hang?bo=CDS-XA-2025&ky=2025&cap=X"]


@pytest.mark.parametrize("path", OPEN)
def test_the_public_reads_every_open_page(system: LiveSystem, visit: Visit, path: str) -> None:
    assert visit(system.client(), path).heading


@pytest.mark.parametrize("path", [*OPEN[1:], *SIGNED_IN])
def test_a_leader_reads_every_page(system: LiveSystem, visit: Visit, path: str) -> None:
    page = visit(system.client("leader"), path)

    assert page.heading
    assert page.all(".lt-user__role") == ["Lãnh đạo"]


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_that_needs_a_session_leads_to_sign_in_and_back(system: LiveSystem, path: str) -> None:
    answer = system.client().get(path)

    assert answer.status_code == 303
    assert httpx.URL(answer.headers["location"]).path == "/dang-nhap"
    assert httpx.URL(answer.headers["location"]).params["next"] == path


def test_to_htmx_the_way_to_sign_in_is_a_redirect_of_the_whole_page(system: LiveSystem) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}

    answer = system.client().get("/xep-hang", headers=headers)

    assert (answer.status_code, answer.headers["hx-redirect"]) == (200, "/dang-nhap?next=%2Fxep-hang")


@pytest.mark.parametrize(
    "path",
    [
        "/chi-tieu?q=ho+so",
        "/don-vi?q=van+chan",
        "/tim?q=van+chan",
        "/muc-tieu?dv=VN&nam=2045",
        "/van-ban?q=766",
        "/tong-quan?q=ho+so",
        "/xep-hang?q=lao+cai",
    ],
)
def test_the_part_htmx_gets_is_the_same_as_in_the_page(system: LiveSystem, path: str) -> None:
    client = system.client("leader")
    whole = client.get(path)

    part = client.get(path, headers={"HX-Request": "true", "HX-Request-Type": "partial"})

    assert part.text.strip() in whole.text
    assert "<html" not in part.text
    assert len(part.text) < len(whole.text) / 2
    assert "HX-Request" in part.headers["vary"]


def test_going_back_gets_the_whole_page(system: LiveSystem) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-History-Restore-Request": "true"}

    assert "<html" in system.client().get("/chi-tieu", headers=headers).text


def test_a_page_that_has_not_changed_is_not_sent_again(system: LiveSystem) -> None:
    client = system.client("leader")
    first = client.get("/tong-quan")

    again = client.get("/tong-quan", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
