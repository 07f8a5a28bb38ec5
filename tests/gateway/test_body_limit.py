"""Bodies over the limit are refused, whether they say their size or not."""

from collections.abc import AsyncIterator

import pytest

from tests.gateway.gate import Gate
from tests.harness.live import LiveSystem

LIMIT = 65536
NEXT_STEP = "Hãy gửi tệp nhỏ hơn, hoặc chia ra gửi nhiều lần."


async def dripping(size: int) -> AsyncIterator[bytes]:
    """A body in pieces, sent without saying how long it is."""
    for _ in range(size // 1024):
        yield b"x" * 1024
    yield b"x" * (size % 1024)


def test_a_body_of_exactly_the_limit_passes(gate: Gate) -> None:
    assert gate.visitor().post("/api/directory/v1/areas", content=b"x" * LIMIT).json()["size"] == LIMIT
    assert gate.visitor().post("/api/directory/v1/areas", content=dripping(LIMIT)).json()["size"] == LIMIT


@pytest.mark.parametrize("chunked", [False, True])
def test_one_byte_more_is_a_problem(gate: Gate, chunked: bool) -> None:
    body = dripping(LIMIT + 1) if chunked else b"x" * (LIMIT + 1)
    answer = gate.visitor().post("/api/directory/v1/areas", content=body)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Nội dung gửi lên quá lớn"
    assert answer.json()["detail"] == f"Nội dung gửi lên vượt giới hạn 0,0625 MB. {NEXT_STEP}"
    assert answer.json()["instance"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("chunked", [False, True])
def test_to_people_it_is_told_as_a_page(gate: Gate, chunked: bool) -> None:
    body = dripping(LIMIT + 1) if chunked else b"x" * (LIMIT + 1)
    answer = gate.visitor().post("/trang", content=body)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Nội dung gửi lên quá lớn" in answer.text
    assert NEXT_STEP in answer.text


@pytest.mark.parametrize("length", ["abc", "-1", "9" * 40])
def test_a_senseless_length_is_no_way_around(gate: Gate, length: str) -> None:
    answer = gate.visitor().post(
        "/api/directory/v1/areas", content=dripping(LIMIT + 1), headers={"Content-Length": length}
    )
    assert answer.status_code == 413


def test_the_limit_is_told_as_people_write_it(system: LiveSystem) -> None:
    answer = system.client().post("/token", content=b"x" * (10 * 1024 * 1024 + 1))
    assert answer.json()["detail"] == f"Nội dung gửi lên vượt giới hạn 10 MB. {NEXT_STEP}"
