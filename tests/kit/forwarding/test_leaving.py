"""A request that ends before its answer: the part behind learns of it, the connection is not used again."""

import asyncio
import threading

import pytest

from kit import asgi
from kit.asgi import Message, Receive, Scope, Send
from tests.kit.forwarding.world import Visitor, forwarder, hello, served


def test_a_part_learns_that_the_visitor_left() -> None:
    left = threading.Event()

    async def thinking(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        left.set()

    async def story(url: str) -> int:
        async with forwarder(url) as part:
            visitor = Visitor()
            visitor.leaves.set()
            return (await visitor.ask(part)).status

    with served(thinking) as url:
        assert asyncio.run(story(url)) == 499
        assert left.wait(30)


def test_a_part_learns_that_the_caller_gave_up() -> None:
    began, left = threading.Event(), threading.Event()

    async def thinking(scope: Scope, receive: Receive, send: Send) -> None:
        began.set()
        while (await receive())["type"] != "http.disconnect":
            pass
        left.set()

    async def story(url: str) -> None:
        async with forwarder(url) as part:
            call = asyncio.create_task(asgi.call(part, "GET", "/"))
            await asyncio.to_thread(began.wait, 30)
            call.cancel()
            await asyncio.wait([call])

    with served(thinking) as url:
        asyncio.run(story(url))
        assert left.wait(30)


def test_what_reading_the_request_raises_is_raised_here() -> None:
    """As the door does with a body over its limit."""

    class Refused(Exception):
        pass

    class TooMuch(Visitor):
        said = False

        async def receive(self) -> Message:
            if self.said:
                raise Refused
            self.said = True
            return {"type": "http.request", "body": b"x", "more_body": True}

    async def story(url: str) -> bytes:
        async with forwarder(url) as part:
            with pytest.raises(Refused):
                await TooMuch("POST", headers=[(b"transfer-encoding", b"chunked")]).ask(part)
            return (await Visitor().ask(part)).body

    async def patient(scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] == "http.request" and message["more_body"]:
            pass
        await hello(scope, receive, send)

    with served(patient) as url:
        assert asyncio.run(story(url)) == b"hello"
