"""Every page opens for whom the matrix admits, leads others to sign-in or refuses, and shows no other unit's work."""

import re

import httpx
import pytest
from fastapi.routing import APIRoute

from contracts.access import OPEN, PAGES, admits
from kit.openapi import routes_of
from tests.security.matrix.ground import FRAMEWORK, OTHER, OWN, PERIOD, Ground, Visitor
from tests.security.matrix.open_doors import NONE

FILLED = {"code": "CQS-01", "dv": "T15-2025", "ky": "2026-09", "unit": "X04630-2025"}
SHEET = f"bo={FRAMEWORK}&ky={PERIOD}"
WORK_ON_A_UNIT = [
    "/nhap?dv={area}",
    f"/nhap?bm={FRAMEWORK}&dv={{area}}&ky={PERIOD}",
    f"/nhap/mau?bm={FRAMEWORK}&dv={{area}}&ky={PERIOD}",
    f"/nhap/tep?bm={FRAMEWORK}&dv={{area}}&ky={PERIOD}",
    f"/cham-diem?dv={{area}}&{SHEET}",
    f"/cham-diem/can-cu?dv={{area}}&{SHEET}&ma=1.1",
    "/cham-diem/{sheet}/vong",
    "/cham-diem/{sheet}/buoc/nop",
    "/ho-so/{sheet}/can-cu",
    "/minh-chung?dv={area}",
    "/minh-chung/so-lieu/CQS-03/{area}/2025-Q4",
    "/minh-chung/tieu-chi/{sheet}/1.1",
    "/nop/{submission}",
    "/nop/{submission}/sua",
    "/duyet/{submission}",
]
WAYS_IN = ("/dang-nhap", "/dang-xuat")
NAME = re.compile(r"\{(\w+)\}")
"""What stands for something in the path of a page; what nobody knows is filled with an id of nothing."""


def pages(ground: Ground) -> list[tuple[str, str]]:
    """Method and path of every page."""
    return [
        (method, route.path)
        for route in routes_of(ground.system.apps["frontend"])
        if isinstance(route, APIRoute) and route.path in PAGES
        for method in sorted(route.methods & {"GET", "POST"})
    ]


def opened(ground: Ground, visitor: Visitor, method: str, path: str) -> httpx.Response:
    """A page asked for; a form is sent empty, with the visitor's token."""
    known = FILLED | {"assessment": ground.own.sheet, "submission": ground.own.submission}
    address = NAME.sub(lambda found: known.get(found[1], NONE), path)
    headers = {"Accept": "text/html"}
    if method == "GET":
        return visitor.http.get(address, headers=headers)
    with ground.another_session(visitor) as client:
        csrf = client.headers.get("X-CSRF-Token", "")
        return client.post(address, data={"csrf": csrf}, headers=headers)


def is_led_to_sign_in(answer: httpx.Response) -> bool:
    """Whether the visitor is asked to sign in."""
    return answer.status_code == 303 and answer.headers["location"].startswith("/dang-nhap")


def test_every_page_admits_whom_the_matrix_admits(ground: Ground) -> None:
    wrong = []
    for method, path in pages(ground):
        for visitor in ground.visitors.values():
            if visitor.kind == "system":
                continue
            answer = opened(ground, visitor, method, path)
            signed_in = visitor.kind == "person"
            may = admits(path, visitor.rights, signed_in=signed_in)
            turned_away = answer.status_code == 403 or (is_led_to_sign_in(answer) and not path.startswith(WAYS_IN))
            if answer.status_code >= 500 or may == turned_away:
                wrong.append(f"{visitor.name} {method} {path}: {answer.status_code}")
            if not may and not signed_in and not is_led_to_sign_in(answer):
                wrong.append(f"{visitor.name} {method} {path}: {answer.status_code}, not the way to sign in")
    assert wrong == []


def test_a_token_of_a_system_opens_no_page(ground: Ground) -> None:
    closed = [path for method, path in pages(ground) if method == "GET" and PAGES[path] != OPEN]
    for visitor in (visitor for visitor in ground.visitors.values() if visitor.kind == "system"):
        assert [path for path in closed if not is_led_to_sign_in(opened(ground, visitor, "GET", path))] == []


@pytest.mark.parametrize("address", WORK_ON_A_UNIT)
def test_work_on_another_unit_is_refused_to_everybody(ground: Ground, address: str) -> None:
    shown = {}
    for visitor in ground.visitors.values():
        if visitor.kind == "person":
            own, other = (
                visitor.http.get(address.format(area=unit.area, sheet=unit.sheet, submission=unit.submission))
                for unit in (ground.own, ground.other)
            )
            shown[visitor.name] = (own.status_code, other.status_code)
    assert {name: there for name, (_, there) in shown.items() if there not in (403, 404)} == {}
    assert 200 in {here for here, _ in shown.values()}


def test_lists_of_sheets_name_no_other_unit(ground: Ground) -> None:
    for visitor in ground.visitors.values():
        if visitor.kind != "person":
            continue
        page = visitor.http.get("/cham-diem")
        assert page.status_code == 200
        assert OTHER not in page.text
        if visitor.name in ("appraiser", "publisher"):
            assert OWN in page.text
