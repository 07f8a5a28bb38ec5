"""The shell in English: chosen by address, remembered by cookie, and honest about what stays Vietnamese."""

import httpx
import lxml.html
import pytest
from lxml.html import HtmlElement

from tests.harness.live import LiveSystem

ENGLISH = {"Cookie": "lantoa_ngon_ngu=en"}


def read(system: LiveSystem, path: str, status: int = 200) -> HtmlElement:
    """A page as somebody who chose English gets it."""
    answer = system.client().get(path, headers=ENGLISH)
    assert answer.status_code == status
    return lxml.html.document_fromstring(answer.text)


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/chi-tieu?lang=en", "/chi-tieu"),
        ("/chi-tieu?q=h%E1%BB%93+s%C6%A1&lang=en&tru=society", "/chi-tieu?q=h%E1%BB%93+s%C6%A1&tru=society"),
        ("/khong-co?lang=vi", "/khong-co"),
        ("//la.example/x?lang=en", "/la.example/x"),
        ("/%5Cla.example?lang=en", "/%5Cla.example"),
    ],
)
def test_a_choice_is_remembered_and_leaves_the_address(system: LiveSystem, asked: str, led: str) -> None:
    with httpx.Client() as client:
        answer = client.send(httpx.Request("GET", httpx.URL(system.url).copy_with(raw_path=asked.encode())))

    assert (answer.status_code, answer.headers["location"]) == (303, led)
    assert answer.cookies["lantoa_ngon_ngu"] == asked.partition("lang=")[2][:2]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/chi-tieu?lang=fr", "/chi-tieu?lang="])
def test_a_language_the_shell_does_not_speak_changes_nothing(system: LiveSystem, path: str) -> None:
    answer = system.client().get(path)

    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert '<html lang="vi">' in answer.text


def test_a_cookie_of_any_other_value_means_vietnamese(system: LiveSystem) -> None:
    answer = system.client().get("/chi-tieu", headers={"Cookie": 'lantoa_ngon_ngu="><b>'})

    assert '<html lang="vi">' in answer.text


def test_the_shell_speaks_english_and_the_rest_says_that_it_is_vietnamese(system: LiveSystem) -> None:
    page = read(system, "/chi-tieu?q=ho+so")

    assert page.get("lang") == "en"
    assert page.findtext(".//title") == "Indicator catalogue – Lan Tỏa"
    assert [link.text_content() for link in page.cssselect(".lt-nav a")] == [
        "Overview",
        "Indicators",
        "Targets",
        "Frameworks",
        "Recognition",
    ]
    assert page.cssselect("main")[0].get("lang") == "vi"
    assert page.cssselect("h1 [lang=en]")[0].text_content() == "Indicator catalogue"
    assert page.cssselect(".lt-brand__home [lang=vi]")[0].text_content() == "Tỉnh Lào Cai"
    back = page.cssselect(".lt-header__language")[0]
    assert (back.get("lang"), back.get("href")) == ("vi", "?q=ho+so&lang=vi")


def test_signing_in_and_what_goes_wrong_are_told_in_english(system: LiveSystem) -> None:
    form = {"email": "khong@lantoa.example", "password": "x"}
    answer = system.client().post("/dang-nhap", data=form, headers=ENGLISH)
    page = lxml.html.document_fromstring(answer.text)

    assert page.findtext(".//title") == "Error: Sign in – Lan Tỏa"
    assert page.cssselect("main")[0].get("lang") is None
    assert "Email or password is wrong." in page.cssselect("[data-error-summary]")[0].text_content()


def test_an_error_is_told_in_english_with_its_next_step(system: LiveSystem) -> None:
    page = read(system, "/khong-co-trang", 404)

    assert page.cssselect("h1")[0].text_content() == "Page not found"
    assert page.cssselect("main .lt-button")[0].text_content() == "Search the indicator catalogue"


def test_an_error_explained_by_a_service_says_that_the_explanation_is_vietnamese(system: LiveSystem) -> None:
    page = read(system, "/chi-tieu/KHONG-CO", 404)

    assert [told.tag for told in page.cssselect("main section [lang=vi]")] == ["p"]
