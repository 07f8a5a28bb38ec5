"""The line written for every request."""

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest

from tests.gateway.gate import Gate


@pytest.fixture
def at_info() -> Iterator[None]:
    """Log as a running system does."""
    logger = logging.getLogger("lantoa.access")
    before = logger.level
    logger.setLevel(logging.INFO)
    yield
    logger.setLevel(before)


def written(gate: Gate, capfd: pytest.CaptureFixture[str], until: str = "") -> list[str]:
    """The lines written so far, once one of them has `until` in it: they are gathered for some milliseconds."""
    text = ""
    while not text or until not in text:
        gate.loop.run(asyncio.sleep(0))
        text += capfd.readouterr().err
    return text.splitlines()


def test_every_request_leaves_one_line(gate: Gate, at_info: None, capfd: pytest.CaptureFixture[str]) -> None:
    visitor = gate.signed_in()
    account = visitor.get("/api/gateway/v1/sessions/current").json()["account"]
    answer = visitor.get("/api/directory/v1/areas/X?q=bi-mat", headers={"X-Request-Id": "theo-doi-1"})
    [line] = [
        line for line in map(json.loads, written(gate, capfd, "theo-doi-1")) if line["request_id"] == "theo-doi-1"
    ]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/directory/v1/areas/X", answer.status_code)
    assert (line["caller"], line["address"]) == (account, "203.0.113.7")
    assert line["ms"] >= 0


def test_a_hostile_path_cannot_forge_a_line(gate: Gate, at_info: None, capfd: pytest.CaptureFixture[str]) -> None:
    gate.visitor().get('/api/x%0D%0A{"event":"gia"}')
    [line] = written(gate, capfd)
    assert json.loads(line)["path"] == '/api/x\r\n{"event":"gia"}'


def test_asking_whether_the_process_lives_leaves_no_line(
    gate: Gate, at_info: None, capfd: pytest.CaptureFixture[str]
) -> None:
    visitor = gate.visitor()
    assert visitor.get("/healthz").status_code == 200
    visitor.get("/version", headers={"X-Request-Id": "sau-tham-do"})
    assert [json.loads(line)["path"] for line in written(gate, capfd, "sau-tham-do")] == ["/version"]
