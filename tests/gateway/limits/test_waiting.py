"""Who waits in line is looked at again when the turn comes: a session that ended meanwhile does nothing more."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import httpx
import pytest

from kit.asgi import Receive, Scope, Send
from tests.gateway.conftest import MakeGate
from tests.gateway.gate import Gate, Visitor

AREAS = "/api/directory/v1/areas"
CURRENT = "/api/gateway/v1/sessions/current"


class Slow:
    """A service that answers, when it is let go, with whether anybody was named to it."""

    def __init__(self) -> None:
        self.asked = 0
        self.done = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then answer."""
        if scope["type"] != "http" or not scope["path"].startswith(AREAS):
            raise ConnectionRefusedError("nothing else is told here")
        self.asked += 1
        await self.done.wait()
        named = any(name == b"x-lantoa-identity" for name, _ in scope["headers"])
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps({"named": named}).encode()})


@pytest.fixture
def slow() -> Slow:
    """The service."""
    return Slow()


@pytest.fixture
def one_by_one(make_gate: MakeGate, slow: Slow) -> Iterator[Gate]:
    """A gateway that does one thing at a time for everybody; its connections are given back."""
    made = make_gate({"directory": slow}, at_once=1)
    yield made
    made.stop()


def begun(gate: Gate, visitor: Visitor, method: str, path: str) -> "Future[httpx.Response]":
    """A request under way."""
    asked = gate.loop.begin(visitor.http.request(method, path))
    gate.loop.run(asyncio.sleep(0.1))
    return asked


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_session_that_ends_while_a_request_waits_does_nothing_more(one_by_one: Gate, slow: Slow, method: str) -> None:
    visitor = one_by_one.signed_in(("commune_officer", "X28159-2025"))
    first = begun(one_by_one, visitor, "GET", f"{AREAS}/mot")
    second = begun(one_by_one, visitor, method, f"{AREAS}/hai")
    assert slow.asked == 1
    one_by_one.execute("delete from sessions")
    one_by_one.let_five_seconds_pass(visitor.session)
    one_by_one.loop.run(let_go(slow))
    assert first.result(10).json() == {"named": True}
    assert second.result(10).json() == {"named": False}


def test_who_is_still_signed_in_goes_on_as_themselves(one_by_one: Gate, slow: Slow) -> None:
    visitor = one_by_one.signed_in(("commune_officer", "X28159-2025"))
    asked = [begun(one_by_one, visitor, "GET", f"{AREAS}/{name}") for name in ("mot", "hai", "ba")]
    one_by_one.loop.run(let_go(slow))
    assert [one.result(10).json() for one in asked] == [{"named": True}] * 3


async def let_go(slow: Slow) -> Any:
    """Let the service answer."""
    slow.done.set()
