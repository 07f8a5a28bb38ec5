"""Signing in at a real OpenID provider, through the pages, as a browser without script does."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from gateway.sample import SAMPLES
from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.harness.live import LiveSystem
from tests.harness.provider import system_with_provider
from tests.harness.store import Store

LEADER = next(sample.email for sample in SAMPLES if sample.role == "leader")
PEOPLE = {
    "lanh-dao": {"email": LEADER, "email_verified": True},
    "nguoi-la": {"email": "nguoi-la@lantoa.example", "email_verified": True},
    "chua-xac-minh": {"email": LEADER, "email_verified": False},
}


@pytest.fixture(scope="module")
def open_system(store: Store) -> Iterator[LiveSystem]:
    """The product with a provider."""
    with system_with_provider(store, PEOPLE) as live:
        yield live


def leave(client: httpx.Client, wanted: str = "") -> str:
    """Press the button of the sign-in page; the provider's address."""
    page = seen(client.get("/dang-nhap", params={"next": wanted} if wanted else None))
    form = page.root.cssselect("form[action='/dang-nhap/sso/bat-dau']")[0]
    answer = client.post(form.get("action"), data=dict(form.form_values()))
    shown = seen(answer)
    address = shown.links("main a.lt-button")[0]
    assert answer.headers["refresh"] == f"0;url={address}"
    assert answer.headers["cache-control"] == "no-store"
    return address


def answer_as(address: str, **choice: str) -> str:
    """What the person does at the provider; the address it sends them back to."""
    answer = httpx.post(address, data=choice)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def finish(client: httpx.Client, back: str) -> httpx.Response:
    """Come back and press the button of the page there."""
    page = seen(client.get(back))
    form = page.root.cssselect("form[data-submits]")[0]
    return client.post(form.get("action"), data=dict(form.form_values()))


def test_the_whole_journey_ends_where_the_visitor_wanted_to_be(open_system: LiveSystem, visit: Visit) -> None:
    client = open_system.client()
    back = answer_as(leave(client, "/xep-hang?q=lao"), sub="lanh-dao")
    assert back.startswith(f"{open_system.url}/dang-nhap/sso?")

    answer = finish(client, back)

    assert (answer.status_code, answer.headers["location"]) == (303, "/xep-hang?q=lao")
    assert visit(client, "/xep-hang").all(".lt-user__role") == ["Lãnh đạo"]


def test_coming_back_changes_nothing_by_itself(open_system: LiveSystem) -> None:
    client = open_system.client()
    back = answer_as(leave(client), sub="lanh-dao")

    for _ in range(3):
        assert client.get(back).headers["cache-control"] == "no-store"

    assert client.get("/xep-hang").status_code == 303
    assert finish(client, back).status_code == 303


def refused(answer: httpx.Response, status: int, words: str) -> SeenPage:
    """The page that says why nobody got in, and leads back to the form."""
    page = seen(answer)
    assert answer.status_code == status
    assert words in page.text
    assert "/dang-nhap" in page.links("main a")
    assert "lantoa_session" not in answer.headers.get("set-cookie", "")
    return page


@pytest.mark.parametrize("person", ["nguoi-la", "chua-xac-minh"])
def test_who_has_no_account_is_told_whom_to_ask(open_system: LiveSystem, person: str) -> None:
    client = open_system.client()

    refused(finish(client, answer_as(leave(client), sub=person)), 403, "chưa có tài khoản nào gắn với danh tính VNeID")


def test_who_changes_their_mind_at_the_provider_is_told_so(open_system: LiveSystem) -> None:
    client = open_system.client()

    back = answer_as(leave(client), action="deny")

    assert "state=" not in back  # this provider forgets it
    refused(client.get(back), 401, "VNeID báo rằng bạn chưa đăng nhập ở đó.")
    refused(finish(client, f"{back}&state=x"), 401, "không còn hiệu lực")


def test_an_answer_is_used_once_and_by_its_own_browser_only(open_system: LiveSystem) -> None:
    client = open_system.client()
    back = answer_as(leave(client), sub="lanh-dao")

    refused(finish(open_system.client(), back), 401, "không còn hiệu lực")
    assert finish(client, back).status_code == 303
    del client.cookies["lantoa_session"]
    refused(finish(client, back), 401, "không còn hiệu lực")


def test_a_code_that_was_changed_on_the_way_opens_nothing(open_system: LiveSystem) -> None:
    client = open_system.client()
    told = parse_qs(urlsplit(answer_as(leave(client), sub="lanh-dao")).query)

    answer = client.post("/dang-nhap/sso", data={"state": told["state"][0], "code": "khac"})

    refused(answer, 401, "VNeID chưa xác nhận được bạn là ai")


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/dang-nhap/sso"])
def test_single_sign_on_never_leads_to_another_site(open_system: LiveSystem, wanted: str) -> None:
    client = open_system.client()
    page = client.post("/dang-nhap/sso/bat-dau", data={"next": wanted})

    answer = finish(client, answer_as(seen(page).links("main a.lt-button")[0], sub="lanh-dao"))

    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("path", ["/dang-nhap/sso", "/dang-nhap/sso?code=x", "/dang-nhap/sso?state="])
def test_coming_back_with_nothing_leads_to_the_form(open_system: LiveSystem, path: str) -> None:
    answer = open_system.client().get(path)

    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap")


def test_what_comes_back_is_only_text(open_system: LiveSystem) -> None:
    page = seen(
        open_system.client().get("/dang-nhap/sso", params={"state": '"><script>alert(1)</script>', "code": "'"})
    )

    assert page.root.cssselect("input[name=state]")[0].get("value") == '"><script>alert(1)</script>'


def test_the_button_and_its_pages_speak_english_too(open_system: LiveSystem) -> None:
    client = open_system.client()
    client.get("/dang-nhap?lang=en")

    assert ">Sign in with VNeID</button>" in client.get("/dang-nhap").text


def test_without_a_provider_there_is_no_button(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client(), "/dang-nhap")

    assert page.root.cssselect("form[action='/dang-nhap/sso/bat-dau']") == []
    assert system.client().get("/dang-nhap/sso?state=x&code=y").headers["location"] == "/dang-nhap"
    assert system.client().post("/dang-nhap/sso/bat-dau").status_code == 404
