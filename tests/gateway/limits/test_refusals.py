"""What is refused, to whom, and how it is told."""

from itertools import count

import httpx
import pytest

from tests.gateway.conftest import MakeGate
from tests.gateway.gate import Gate, Visitor

AREA = "/api/directory/v1/areas/X"
CLOSED = "/api/directory/v1/organisations"
_hosts = count(1)


def stranger(gate: Gate) -> Visitor:
    """Somebody from an address of their own."""
    return gate.visitor(f"198.51.100.{next(_hosts)}")


def signed_in(gate: Gate, email: str) -> Visitor:
    """A session of an account, opened from an address of its own."""
    visitor = stranger(gate)
    assert visitor.sign_in(email).status_code == 201
    return visitor


def elsewhere(gate: Gate, session: str) -> httpx.Response:
    """What a session is answered from an address nobody else has."""
    return stranger(gate).get(AREA, headers={"Cookie": f"lantoa_session={session}"})


def bearing(gate: Gate, token: str) -> httpx.Response:
    """What a token is answered, from an address nobody else has."""
    return stranger(gate).get(AREA, headers={"Authorization": f"Bearer {token}"})


def token_of(gate: Gate) -> str:
    made = gate.client("indicators:read")
    form, pair = {"grant_type": "client_credentials"}, (made.client_id, made.client_secret)
    return str(stranger(gate).post("/token", data=form, auth=pair).json()["access_token"])


def test_every_answer_to_a_program_tells_what_is_left(strict: Gate) -> None:
    answer = stranger(strict).get(AREA)
    assert answer.status_code == 200
    assert answer.headers["RateLimit-Policy"] == '"address";q=1;w=60'
    assert answer.headers["RateLimit"] == '"address";r=0;t=60'


def test_one_request_too_many_is_a_problem_that_says_when_to_come_back(strict: Gate) -> None:
    visitor = stranger(strict)
    visitor.get(AREA)
    answer = visitor.get(AREA)
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    wait = int(answer.headers["Retry-After"])
    assert 0 < wait <= 60
    assert answer.json()["title"] == "Quá nhiều yêu cầu"
    assert answer.json()["detail"] == (
        f"Bạn đã gửi quá nhiều yêu cầu trong thời gian ngắn. Hãy thử lại sau {wait} giây."
    )
    assert answer.json()["instance"] == answer.headers["x-request-id"]
    assert answer.headers["RateLimit"].startswith('"address";r=0;t=')
    assert answer.headers["cache-control"] == "no-store"


def test_a_script_of_another_site_may_read_what_it_is_told(strict: Gate) -> None:
    visitor = stranger(strict)
    for status in (200, 429):
        answer = visitor.get(AREA, headers={"Origin": "https://khac.example"})
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == "*"
        exposed = answer.headers["access-control-expose-headers"].split(", ")
        assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed)


def test_people_are_told_by_a_page_that_leads_back_to_where_they_wanted(strict: Gate) -> None:
    visitor = stranger(strict)
    first, answer = visitor.get("/trang?a=1"), visitor.get("/trang?a=1")
    assert "RateLimit" not in first.headers
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert int(answer.headers["Retry-After"]) <= 60
    assert "Quá nhiều yêu cầu" in answer.text
    assert "Bạn đã gửi quá nhiều yêu cầu trong thời gian ngắn." in answer.text
    assert '<a href="/trang?a=1">Thử lại</a>' in answer.text


def test_a_person_is_counted_wherever_they_are(strict: Gate) -> None:
    email = strict.account()
    session = signed_in(strict, email).session
    first, second = elsewhere(strict, session), elsewhere(strict, session)
    assert (first.status_code, second.status_code) == (200, 429)
    assert first.headers["RateLimit-Policy"] == '"account";q=1;w=60'
    another = signed_in(strict, email).session
    assert elsewhere(strict, another).status_code == 429, "a second session gives no second share"


def test_a_system_is_counted_wherever_it_is(strict: Gate) -> None:
    token = token_of(strict)
    first, second = bearing(strict, token), bearing(strict, token)
    assert (first.status_code, second.status_code) == (200, 429)
    assert first.headers["RateLimit-Policy"] == '"client";q=1;w=60'
    assert bearing(strict, token_of(strict)).status_code == 200, "another system has a share of its own"


def test_who_is_known_does_not_pay_for_strangers_in_the_same_house(strict: Gate) -> None:
    visitor = signed_in(strict, strict.account())
    elsewhere(strict, visitor.session)  # known from here on; the share is spent, the address is not asked
    answer = visitor.get(AREA)
    assert answer.headers["RateLimit-Policy"] == '"account";q=1;w=60'


@pytest.mark.parametrize("shown", [{"Cookie": "lantoa_session=khong-co"}, {"Authorization": "Bearer a.b.c"}])
def test_invented_credentials_are_counted_by_address_before_anybody_looks_for_them(
    strict: Gate, shown: dict[str, str]
) -> None:
    visitor = stranger(strict)
    first, second = visitor.get(AREA, headers=shown), visitor.get(AREA, headers=shown)
    assert first.status_code in (200, 401)
    assert second.status_code == 429


def test_a_forwarding_header_buys_no_second_share(strict: Gate) -> None:
    visitor = stranger(strict)
    visitor.get(AREA)
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Lantoa-Peer", "X-Lantoa-Inside"):
        assert visitor.get(AREA, headers={name: "203.0.113.99"}).status_code == 429


def test_one_household_has_one_share(strict: Gate) -> None:
    assert strict.visitor("2001:db8:7:7::1").get(AREA).status_code == 200
    assert strict.visitor("2001:db8:7:7:ffff::2").get(AREA).status_code == 429
    assert strict.visitor("2001:db8:7:8::1").get(AREA).status_code == 200


def test_whether_we_live_may_be_asked_at_any_time(strict: Gate) -> None:
    visitor = stranger(strict)
    assert [visitor.get("/healthz").status_code for _ in range(5)] == [200] * 5


def test_a_style_sheet_counts_a_tenth(strict: Gate) -> None:
    visitor = stranger(strict)
    assert [visitor.get("/s/app.css").status_code for _ in range(10)] == [404] * 10, "these pages have none"
    assert visitor.get("/s/app.css").status_code == 429


def test_a_refused_change_changes_nothing(strict: Gate) -> None:
    visitor = stranger(strict)
    assert visitor.post("/api/directory/v1/areas", content=b"x").status_code == 200
    assert visitor.post("/api/directory/v1/areas", content=b"x").status_code == 429


def test_nothing_is_limited_nor_told_when_it_is_switched_off(make_gate: MakeGate) -> None:
    gate = make_gate({}, rate_address=0, at_once=0)
    answers = [gate.visitor().get("/version") for _ in range(20)]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0].headers
