"""What the directory does not know or cannot read is said so, in Vietnamese, as problem+json."""

import base64
from typing import Any

import httpx
import pytest

from kit.paging import cursor

MISSING = [
    "areas/T99-2025",
    "areas/khong-co",
    "areas/T99-2025/predecessors",
    "areas/T99-2025/successors",
    "areas/T99-2025/children",
    "areas?within=T99-2025",
    "areas?parent=T99-2025",
    "organisations/H99",
    "organisations?area=T99-2025",
    "areas?after=rubbish",
    f"areas?after={cursor(1, 2)}",
    f"organisations?after={cursor('a')}",
    # The text "\\ud800" in JSON: half a character, which no database takes.
    "areas?after=" + base64.urlsafe_b64encode(b'["\\ud800", "x"]').decode().rstrip("="),
    "nothing-here",
]
UNREADABLE = [
    ("areas?q=%00", "/query/q"),
    ("areas?parent=%00", "/query/parent"),
    ("areas?code=%00", "/query/code"),
    ("areas/%00", "/path/area_id"),
    ("organisations/%00", "/path/code"),
    ("organisations?q=a%00b", "/query/q"),
    (f"areas?q={'a' * 101}", "/query/q"),
    (f"organisations?q={'a' * 101}", "/query/q"),
    ("areas?valid_on=30/06/2025", "/query/valid_on"),
    ("areas?valid_on=2025-02-30", "/query/valid_on"),
    ("areas?valid_on=0", "/query/valid_on"),
    ("areas/VN/children?valid_on=20250701", "/query/valid_on"),
    ("summary?valid_on=x", "/query/valid_on"),
    ("summary?valid_on=2025-07-01T00:00:00Z", "/query/valid_on"),
    ("areas?level=Z", "/query/level"),
    ("areas?limit=0", "/query/limit"),
    ("areas?limit=501", "/query/limit"),
]


def problem(answer: httpx.Response, status: int) -> Any:
    """The problem of an answer that must be one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()


@pytest.mark.parametrize("path", MISSING)
def test_the_unknown_is_not_found(anyone: httpx.Client, path: str) -> None:
    assert problem(anyone.get(f"/api/directory/v1/{path}"), 404)["title"] == "Không tìm thấy"


@pytest.mark.parametrize(("path", "pointer"), UNREADABLE)
def test_the_unreadable_is_named(anyone: httpx.Client, path: str, pointer: str) -> None:
    (fault,) = problem(anyone.get(f"/api/directory/v1/{path}"), 422)["errors"]
    assert fault["pointer"] == pointer
    assert fault["detail"] != "Giá trị không hợp lệ"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_time_are_answered(anyone: httpx.Client, day: str) -> None:
    assert anyone.get("/api/directory/v1/summary", params={"valid_on": day}).status_code == 200
    assert anyone.get("/api/directory/v1/areas", params={"valid_on": day}).status_code == 200


def test_the_register_is_not_written_over_http(anyone: httpx.Client) -> None:
    answer = anyone.delete("/api/directory/v1/areas/T15-2025")
    assert answer.status_code in {403, 405}


def test_the_feed_is_not_routed_from_outside(anyone: httpx.Client) -> None:
    for path in ("/internal/v1/events", "/internal/v1/snapshot", "/api/directory/internal/v1/events"):
        assert anyone.get(path).status_code == 404
