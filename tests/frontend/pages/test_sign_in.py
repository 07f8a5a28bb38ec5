"""Signing in and out through the forms, as a browser without script does."""

import re

import httpx
import pytest

from gateway.sample import SAMPLES
from tests.frontend.pages.conftest import Visit, seen
from tests.harness.live import LiveSystem
from tests.harness.store import PASSWORD


def email_of(role: str) -> str:
    return next(sample.email for sample in SAMPLES if sample.role == role)


def sign_in(client: httpx.Client, **fields: str) -> httpx.Response:
    return client.post("/dang-nhap", data=fields)


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("leader", "/tong-quan"),
        ("department_officer", "/viec"),
        ("commune_officer", "/viec"),
        ("publisher", "/viec"),
        ("appraiser", "/cham-diem"),
    ],
)
def test_everybody_lands_where_their_work_is(system: LiveSystem, role: str, page: str) -> None:
    client = system.client()

    answer = sign_in(client, email=email_of(role), password=PASSWORD)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").headers["location"] == page


def test_the_public_begins_at_the_catalogue(system: LiveSystem) -> None:
    assert system.client().get("/").headers["location"] == "/chi-tieu"


def test_after_signing_in_the_visitor_is_where_they_wanted_to_be(system: LiveSystem, visit: Visit) -> None:
    client = system.client()
    form = visit(client, "/dang-nhap?next=/xep-hang%3Fq%3Dlao")
    wanted = form.root.cssselect("input[name=next]")[0].get("value")

    answer = sign_in(client, email=email_of("leader"), password=PASSWORD, next=str(wanted))

    assert answer.headers["location"] == "/xep-hang?q=lao"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/dang-xuat", "/dang-nhap/sso"]
)
def test_signing_in_never_leads_to_another_site_or_out_again(system: LiveSystem, visit: Visit, wanted: str) -> None:
    client = system.client()

    answer = sign_in(client, email=email_of("leader"), password=PASSWORD, next=wanted)

    assert answer.headers["location"] == "/"
    assert visit(system.client(), f"/dang-nhap?next={wanted}").root.cssselect("input[name=next]") == []


def test_a_wrong_password_shows_the_form_again_with_the_address_kept(system: LiveSystem) -> None:
    answer = sign_in(system.client(), email="nham@lantoa.example", password="sai")

    page = seen(answer)
    assert answer.status_code == 401
    assert "Thư điện tử hoặc mật khẩu chưa đúng" in page.text
    assert page.root.cssselect("[role=alert] a")[0].get("href") == "#email"
    assert page.root.cssselect("#email")[0].get("value") == "nham@lantoa.example"
    assert "sai" not in [field.get("value") for field in page.root.cssselect("input")]
    assert page.root.cssselect("title")[0].text_content().startswith("Lỗi: ")


def test_an_empty_form_is_refused_with_words(system: LiveSystem) -> None:
    answer = sign_in(system.client(), email="", password="")

    assert answer.status_code == 422
    assert "Hãy nhập thư điện tử và mật khẩu." in seen(answer).text


def test_signing_out_needs_the_token_of_the_session(system: LiveSystem) -> None:
    client = system.client("viewer")
    del client.headers["X-CSRF-Token"]

    assert client.post("/dang-xuat", data={"csrf": "khac"}).status_code == 403
    assert client.get("/xep-hang").status_code == 200


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page_and_says_why(system: LiveSystem) -> None:
    guest = system.client()
    page = "/nguon/ghi-nhan/moi?ct=XHS-01"
    for headers in ({"Referer": f"{guest.base_url}{page}"}, {"HX-Current-URL": f"{guest.base_url}{page}"}):
        answer = guest.post("/nguon/ghi-nhan/moi", data={"nguyen-van": "đã gõ"}, headers=headers)
        away = httpx.URL(answer.headers["location"])
        assert (answer.status_code, away.path, away.params["next"]) == (303, "/dang-nhap", page)
        assert "Phiên làm việc đã hết" in guest.get(str(away)).text
    foreign = guest.post("/nguon/ghi-nhan/moi", headers={"Referer": "https://evil.example/x"})
    assert "next" not in httpx.URL(foreign.headers["location"]).params


def test_signing_out_through_the_menu_ends_the_session(system: LiveSystem, visit: Visit) -> None:
    client = system.client("viewer")
    del client.headers["X-CSRF-Token"]
    token = visit(client, "/chi-tieu").root.cssselect("form[action='/dang-xuat'] input[name=csrf]")[0].get("value")

    answer = client.post("/dang-xuat", data={"csrf": str(token)})

    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap")
    assert answer.headers["clear-site-data"] == '"cache"'
    assert client.get("/xep-hang").status_code == 303


def test_who_is_signed_in_is_not_asked_again(system: LiveSystem) -> None:
    assert system.client("leader").get("/dang-nhap?next=/xep-hang").headers["location"] == "/xep-hang"


def test_after_too_many_wrong_passwords_the_page_says_how_long_to_wait(system: LiveSystem) -> None:
    client = system.client()
    email = "ai-do@lantoa.example"
    told = [sign_in(client, email=email, password="sai") for _ in range(6)]

    assert [answer.status_code for answer in told] == [401] * 5 + [429]
    assert re.search(r"Hãy thử lại sau (29|30) giây\.", seen(told[-1]).text)
    client.get("/dang-nhap?lang=en")
    english = client.post("/dang-nhap", data={"email": email, "password": "sai"})
    assert re.search(r"Try again in \d+ seconds\.", english.text)


def test_the_sign_in_page_leads_the_first_administrator_to_activation(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/dang-nhap")

    assert "account bootstrap" in page.text
    assert "/kich-hoat" in page.links(".lt-sign-in__help a")


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("admin", "Tài khoản quản trị không nhập số liệu"),
        ("viewer", "Tài khoản này chỉ xem"),
        ("appraiser", "được giao thẩm định"),
    ],
)
def test_who_does_not_enter_data_is_told_why_by_role(system: LiveSystem, role: str, told: str) -> None:
    answer = system.client(role).get("/nhap")

    assert answer.status_code == 403
    assert told in seen(answer).text
