"""Whole page or one block, the headers of every answer, and nothing sent twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from lxml import html

from frontend.render import Renderer
from frontend.viewer import Viewer

Get = Callable[..., httpx.Response]
PARTIAL = {"HX_Request": "true", "HX_Request_Type": "partial"}
OFFICER = Viewer(
    "1", "Nguyễn Thị Hà", ("Công chức xã Cần Giuộc",), frozenset({"indicators:read", "values:write"}), csrf='a"b<c'
)


def error(renderer: Renderer, block: str | None = None, **more: Any) -> str:
    """The error template with a plain context: the smallest page that extends the layout."""
    text = {"step": "Thử lại", "href": None}
    context = {"request": None, "home": {"name": "Lào Cai"}, "viewer": None, "nav": "", "title": "Lỗi", "text": text}
    context |= {"code": 500, "lost": (), "seconds": "", "detail": "Chi tiết", "step_href": "/", "incident": "r-1"}
    return renderer.html("errors/error.html", block, **(context | more))


def test_a_reader_without_htmx_gets_the_whole_page(get: Get) -> None:
    page = html.fromstring(get("/loi/404").text)
    assert page.get("lang") == "vi"
    assert page.findtext(".//title") == "Không tìm thấy trang – Lan Tỏa"
    assert len(page.findall(".//h1")) == 1
    assert page.xpath('//a[@href="#noi-dung"]')
    assert page.xpath('//main[@id="noi-dung"]')


def test_htmx_gets_only_the_block_and_where_to_put_it(get: Get) -> None:
    answer = get("/loi/500", **PARTIAL)
    assert answer.text.strip().startswith('<div class="lt-notice')
    assert "<html" not in answer.text
    assert answer.headers["HX-Retarget"] == "#thong-bao"
    assert "<strong>Hệ thống gặp lỗi.</strong>" in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {"HX_Request": "true", "HX_Request_Type": "full"},
        {"HX_Request": "true"},
        {**PARTIAL, "HX_History_Restore_Request": "true"},
        {"HX_History_Restore_Request": "true"},
    ],
)
def test_a_boosted_or_restored_page_is_whole(get: Get, sent: dict[str, str]) -> None:
    answer = get("/loi/404", **sent)
    assert "</html>" in answer.text
    assert "HX-Retarget" not in answer.headers


def test_a_block_may_use_what_its_template_imports_at_the_top(renderer: Renderer) -> None:
    assert "lt-button--primary" in error(renderer, "notice")


def test_the_same_page_is_not_sent_twice(get: Get) -> None:
    first = get("/kieu")
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = get("/kieu", If_None_Match=f'W/"khac", {tag}')
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]
    assert get("/kieu", If_None_Match='W/"khac"').status_code == 200


def test_an_error_is_never_answered_with_not_modified(get: Get) -> None:
    first = get("/loi/404")
    assert get("/loi/404", If_None_Match=first.headers["ETag"]).status_code == 404


def test_every_answer_carries_the_headers_that_guard_it(get: Get) -> None:
    headers = get("/kieu").headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Vary"] == "HX-Request, HX-Request-Type, Cookie"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "frame-ancestors 'none'" in policy


def test_every_error_has_a_page_with_one_next_step_and_the_incident(get: Get, statuses: list[int]) -> None:
    assert {400, 403, 404, 409, 413, 422, 429, 500, 503} <= set(statuses)
    for status in statuses:
        answer = get(f"/loi/{status}?dv=T15-2025", X_Request_Id="abc-123")
        page = html.fromstring(answer.text)
        assert answer.status_code == status
        assert page.findtext(".//main//code") == "abc-123"
        assert len(page.xpath('//main//a[contains(@class, "lt-button")]')) == 1


def test_the_token_of_forms_reaches_htmx_whatever_it_holds(renderer: Renderer) -> None:
    page = html.fromstring(error(renderer, viewer=OFFICER))
    sent = json.loads(page.find("body").get("hx-headers:inherited"))
    assert sent == {"X-CSRF-Token": OFFICER.csrf}
    assert page.xpath('//form[@action="/dang-xuat"]//input[@name="csrf"]/@value') == [OFFICER.csrf]


def test_pages_for_work_are_offered_only_to_people_who_may_do_it(renderer: Renderer) -> None:
    public, officer = html.fromstring(error(renderer)), html.fromstring(error(renderer, viewer=OFFICER))
    leader = html.fromstring(error(renderer, viewer=replace(OFFICER, rights=frozenset({"indicators:read"}))))
    hrefs = '//nav[@class="lt-nav"]//a/@href'
    everybodys, work = (
        {"/tong-quan", "/chi-tieu", "/muc-tieu", "/bo-tieu-chi", "/cong-nhan"},
        {"/viec", "/nhap", "/cham-diem", "/xep-hang"},
    )
    assert set(public.xpath(hrefs)) == everybodys
    assert set(officer.xpath(hrefs)) == everybodys | work
    assert set(leader.xpath(hrefs)) == everybodys | work - {"/viec", "/nhap"}
    tabs = '//nav[@class="lt-tabbar"]//a/@href'
    assert officer.xpath(tabs) == ["/viec", "/tong-quan", "/nhap", "/cham-diem", "/xep-hang"]
    assert leader.xpath(tabs) == ["/tong-quan", "/chi-tieu", "/cham-diem", "/xep-hang"]
    assert public.xpath('//a[@href="/dang-nhap"]')
    assert not officer.xpath('//a[@href="/dang-nhap"]')


def test_a_viewer_may_only_what_was_given() -> None:
    assert OFFICER.may("values:write")
    assert not OFFICER.may("scores:appraise")


def test_text_from_outside_cannot_become_markup(renderer: Renderer) -> None:
    assert "<b>" not in error(renderer, title="<b>Lỗi</b>")
