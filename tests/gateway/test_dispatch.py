"""Who answers which address, and what reaches them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI
from lxml import html

from gateway.door.answers import address_again
from kit.asgi import Answer, Message, scope_of
from tests.gateway.conftest import MakeGate
from tests.gateway.gate import Gate

HIDDEN = ["/internal", "/internal/v1/events", "/metrics", "/metrics/x"]
UNKNOWN = [
    "/api",
    "/api/",
    "/api/x",
    "/api/x/v1/y",
    "/api/directory",
    "/api/directory/v2/areas",
    "/api/directory/internal/v1/events",
    "/api/frontend/v1/trang",
    "/api/frontend/openapi.json",
    "/api/directory/openapi.json/x",
    "/api/directory/v1/../../../internal/v1/events",
    "/api/directory/v1/khong-co",
]


@pytest.mark.parametrize("path", HIDDEN + UNKNOWN)
def test_what_is_hidden_or_unknown_is_a_vietnamese_problem(gate: Gate, path: str) -> None:
    answer = gate.visitor().get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Không tìm thấy"
    assert answer.json()["instance"] == answer.headers["x-request-id"]


def test_every_other_path_belongs_to_the_pages(gate: Gate) -> None:
    assert gate.visitor().get("/trang").headers["content-type"].startswith("text/html")


def test_a_service_is_reached_by_its_public_path(gate: Gate) -> None:
    assert gate.visitor().get("/api/directory/v1/areas/T15-2025").status_code == 200


def test_nothing_of_the_outer_scope_leaks_into_a_service(gate: Gate) -> None:
    outer = scope_of("GET", "/api/directory/v1/areas/X", "", {}, ("203.0.113.7", 1))
    outer |= {"state": {"secret": 1}, "path_params": {"area": "forged"}, "root_path": "/outer", "forged": True}
    answer = Answer()

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        answer.body += message.get("body", b"")

    gate.loop.run(gate.app(outer, receive, send))
    seen = answer.json()
    assert "forged" not in seen["scope"]
    assert seen["path_params"] == {"area": "X"}
    assert seen["state"] == []
    assert seen["client"] == "203.0.113.7"


FORGED = {
    "X-Lantoa-Identity": "giả",
    "X-Forwarded-For": "10.0.0.1",
    "X-Forwarded-Host": "evil.example",
    "Forwarded": "for=10.0.0.1",
    "X-Real-IP": "10.0.0.1",
    "Cookie": "khac=1",
    "X-CSRF-Token": "x",
}


def test_forged_headers_never_reach_a_service(gate: Gate) -> None:
    forged = {name: value.encode() for name, value in FORGED.items()}
    seen = gate.visitor().get("/api/directory/v1/areas/X", headers={**forged, "Accept-Language": "vi"}).json()
    assert seen["caller"]["kind"] == "anonymous"
    assert seen["headers"]["accept-language"] == "vi"
    assert not {name.lower() for name in FORGED} & seen["headers"].keys()


def test_a_forged_identity_beside_a_real_session_is_replaced(gate: Gate) -> None:
    visitor = gate.signed_in(("leader", "T15-2025"))
    seen = visitor.get("/api/directory/v1/areas/X", headers={"X-Lantoa-Identity": "gia"}).json()
    assert seen["caller"]["roles"] == ["leader"]
    assert seen["caller"]["grants"] == [[["indicators:read"], "T15-2025"]]


def test_pages_get_the_cookie_and_services_do_not(gate: Gate) -> None:
    visitor = gate.signed_in()
    assert "lantoa_session=" in visitor.get("/trang").text
    assert "cookie" not in visitor.get("/api/directory/v1/areas/X").json()["headers"]


def test_a_trace_is_passed_on(gate: Gate) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    seen = gate.visitor().get("/api/directory/v1/areas/X", headers={"traceparent": trace}).json()
    assert seen["headers"]["traceparent"] == trace


def test_a_valid_request_id_is_kept_through_all_parts(gate: Gate) -> None:
    answer = gate.visitor().get("/api/directory/v1/areas/X", headers={"X-Request-Id": "ma-so.2026_001"})
    assert answer.headers["x-request-id"] == "ma-so.2026_001"
    assert answer.json()["headers"]["x-request-id"] == "ma-so.2026_001"


@pytest.mark.parametrize("given", ["ngắn", "a", "x" * 65, "có dấu cách", "a\tb-123456789", "'; drop table--"])
def test_an_unusable_request_id_is_replaced(gate: Gate, given: str) -> None:
    answer = gate.visitor().get("/api/directory/v1/areas/X", headers={"X-Request-Id": given.encode()})
    assert answer.headers.get_list("x-request-id") == [answer.json()["headers"]["x-request-id"]]
    assert len(answer.headers["x-request-id"]) == 32


@pytest.mark.parametrize("path", ["/api/directory/v1/areas/X", "/trang", "/version", "/docs", "/healthz", "/api/x"])
def test_head_answers_like_get_without_a_body(gate: Gate, path: str) -> None:
    whole, head = gate.visitor().get(path), gate.visitor().request("HEAD", path)
    assert head.status_code == whole.status_code
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.content == b""


def test_a_wrong_method_names_the_right_ones(gate: Gate) -> None:
    answer = gate.visitor().get("/token")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["title"] == "Phương thức không được hỗ trợ"


def test_scripts_of_other_sites_may_read_what_is_public(gate: Gate) -> None:
    answer = gate.visitor().get("/api/directory/v1/areas/X", headers={"Origin": "https://bo.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    asked = gate.visitor().request(
        "OPTIONS", "/api/directory/v1/areas", headers={"Access-Control-Request-Method": "GET"}
    )
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/api/directory/v1/guarded", "/api/directory/v1/organisations", "/token", "/trang"])
def test_scripts_of_other_sites_read_nothing_else(gate: Gate, path: str) -> None:
    for method in ("GET", "OPTIONS"):
        answer = gate.visitor().request(method, path, headers={"Origin": "https://bo.example"})
        assert "access-control-allow-origin" not in answer.headers
        assert "access-control-allow-methods" not in answer.headers


def test_a_public_address_is_written_by_no_other_site(gate: Gate) -> None:
    answer = gate.visitor().post("/api/directory/v1/areas", headers={"Origin": "https://bo.example"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("path", "status"), [("refused", 503), ("silent", 503), ("bug", 500)])
def test_a_service_that_fails_becomes_a_problem(gate: Gate, path: str, status: int) -> None:
    answer = gate.visitor().get(f"/api/indicators/v1/{path}")
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert answer.json()["instance"] == answer.headers["x-request-id"]
    assert "Traceback" not in answer.text
    assert "lỗi lập trình" not in answer.text


def test_a_crash_inside_a_service_is_a_problem_with_the_request_id(gate: Gate) -> None:
    answer = gate.visitor().get("/api/directory/v1/crash")
    assert answer.status_code == 500
    assert answer.json()["title"] == "Lỗi hệ thống"
    assert answer.json()["instance"] == answer.headers["x-request-id"]
    assert "thử lỗi" not in answer.text


@pytest.mark.parametrize("path", ["late", "twice"])
def test_what_follows_a_finished_answer_is_swallowed(gate: Gate, path: str) -> None:
    answer = gate.visitor().get(f"/api/indicators/v1/{path}")
    assert (answer.status_code, answer.content) == (200, b"{}")


def test_an_answer_broken_off_is_not_passed_for_a_whole_one(gate: Gate) -> None:
    transport = httpx.ASGITransport(gate.app)
    client = httpx.AsyncClient(transport=transport, base_url=gate.base_url)
    with pytest.raises(ValueError, match="đứt giữa chừng"):
        gate.loop.run(client.get("/api/indicators/v1/broken"))


def test_a_page_that_cannot_be_made_is_told_in_html(make_gate: MakeGate) -> None:
    async def dead(scope: object, receive: object, send: object) -> None:
        raise ConnectionResetError("frontend mất kết nối")

    answer = make_gate({"frontend": dead}).visitor().get("/tong-quan")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="vi">' in answer.text
    assert "Dịch vụ tạm thời gián đoạn" in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert "mất kết nối" not in answer.text


@pytest.mark.parametrize(
    ("asked", "again"),
    [
        ("/tong-quan?dv=T15-2025&q=%22%3E%3Cb%3E", ["/tong-quan?dv=T15-2025&q=%22%3E%3Cb%3E", "/"]),
        ("/chi-tieu/%22%3E%3Cscript%3E", ["/chi-tieu/%22%3E%3Cscript%3E", "/"]),
    ],
)
def test_a_page_that_cannot_be_made_is_asked_for_again_at_its_own_address(
    make_gate: MakeGate, asked: str, again: list[str]
) -> None:
    async def dead(scope: object, receive: object, send: object) -> None:
        raise ConnectionResetError

    visitor = make_gate({"frontend": dead}).visitor()

    page = html.fromstring(visitor.get(asked).text)

    assert page.xpath("//a/@href") == again
    assert page.xpath("//a/text()") == ["Thử lại", "Về trang đầu"]
    assert not page.xpath("//script | //b")


def test_what_was_sent_and_failed_is_not_offered_again() -> None:
    asked = {"method": "GET", "path": "//nơi-khác.vn/x", "query_string": b""}

    assert address_again(asked) == "/n%C6%A1i-kh%C3%A1c.vn/x"
    assert address_again({**asked, "method": "POST"}) is None


def test_readiness_names_the_services_that_are_not(gate: Gate) -> None:
    answer = gate.visitor().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["detail"] == "Chưa sẵn sàng: indicators."


def test_a_whole_system_is_ready(production_gate: Gate) -> None:
    assert production_gate.visitor().get("/readyz").json() == {"status": "ready"}
    assert production_gate.visitor().get("/healthz").json() == {"status": "ok"}


def test_local_services_start_in_order_and_stop_the_other_way_round(make_gate: MakeGate) -> None:
    story: list[str] = []

    def part(name: str) -> FastAPI:
        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncIterator[None]:
            story.append(f"{name} starts")
            yield
            await asyncio.sleep(0)
            story.append(f"{name} stops")

        return FastAPI(lifespan=lifespan)

    gate = make_gate({name: part(name) for name in ("directory", "indicators", "frontend")})
    assert story == ["directory starts", "indicators starts", "frontend starts"]
    gate.stop()
    assert story[3:] == ["frontend stops", "indicators stops", "directory stops"]
