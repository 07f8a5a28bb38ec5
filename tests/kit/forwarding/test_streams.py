"""Streams through a forwarder: pieces as they come, bounded on the way, and never a half for the whole."""

import asyncio
import threading

import httpx
import pytest

from kit import asgi
from kit.asgi import Message, Receive, Scope, Send
from tests.kit.forwarding.world import Visitor, forwarder, head_heard, say, served, spoken

PIECE = b"x" * 64 * 1024
PIECES = 800
"""50 MB in all."""
MOST_ON_THE_WAY = 160
"""10 MB: the sockets' own buffers hold some."""


def test_a_large_body_never_piles_up_on_its_way_out() -> None:
    took = [0]
    most = [0]

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        more, length = True, 0
        while more:
            message = await receive()
            length += len(message["body"])
            took[0] = length // len(PIECE)
            more = message["more_body"]
        await say(send, 200, str(length).encode())

    class Uploader(Visitor):
        said = 0

        async def receive(self) -> Message:
            if self.said == PIECES:
                return await super().receive()
            self.said += 1
            most[0] = max(most[0], self.said - took[0])
            return {"type": "http.request", "body": PIECE, "more_body": self.said < PIECES}

    async def story(url: str) -> bytes:
        async with forwarder(url) as part:
            length = str(PIECES * len(PIECE)).encode()
            return (await Uploader("POST", headers=[(b"content-length", length)]).ask(part)).body

    with served(slow) as url:
        assert asyncio.run(story(url)) == str(PIECES * len(PIECE)).encode()
    assert most[0] < MOST_ON_THE_WAY


def test_a_large_answer_never_piles_up_on_its_way_back() -> None:
    all_given = threading.Event()

    async def generous(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(PIECES):
            await send({"type": "http.response.body", "body": PIECE, "more_body": True})
        all_given.set()
        await send({"type": "http.response.body", "body": b""})

    class Dreamer(Visitor):
        """Takes nothing until everything was given, or it is clear that this will not happen."""

        taken = 0
        found_all_given = False

        async def send(self, message: Message) -> None:
            if not self.taken:
                self.found_all_given = await asyncio.to_thread(all_given.wait, 0.5)
            self.taken += len(message.get("body", b""))

    async def story(url: str) -> tuple[int, bool]:
        async with forwarder(url) as part:
            dreamer = Dreamer()
            await dreamer.ask(part)
            return dreamer.taken, dreamer.found_all_given

    with served(generous) as url:
        assert asyncio.run(story(url)) == (PIECES * len(PIECE), False)


def test_a_piece_is_handed_on_before_the_next_one_is_made() -> None:
    arrived = threading.Event()

    async def waiting(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        await asyncio.to_thread(arrived.wait, 30)
        await send({"type": "http.response.body", "body": b"second"})

    class Reader(Visitor):
        async def send(self, message: Message) -> None:
            await super().send(message)
            if self.pieces:
                arrived.set()

    async def story(url: str) -> list[bytes]:
        async with forwarder(url) as part:
            reader = Reader()
            await reader.ask(part)
            return reader.pieces

    with served(waiting) as url:
        assert asyncio.run(story(url)) in ([b"first", b"second"], [b"first", b"second", b""])


def test_an_answer_may_come_before_the_question_is_over() -> None:
    """As a refusal of a body that is too large does."""

    async def story(url: str) -> tuple[int, bytes]:
        async with forwarder(url) as part:
            hesitant = Visitor("POST", headers=[(b"content-length", b"10")], body=[b"half"])
            hesitant.unsaid = [b"half", b""]
            hesitant.receive = _half_of(hesitant)  # type: ignore[method-assign]
            refused = await hesitant.ask(part)
            return refused.status, (await Visitor().ask(part)).body

    async def impatient(scope: Scope, receive: Receive, send: Send) -> None:
        await say(send, 413 if scope["method"] == "POST" else 200, b"enough")

    with served(impatient) as url:
        assert asyncio.run(story(url)) == (413, b"enough")


def _half_of(visitor: Visitor) -> Receive:
    said = False

    async def receive() -> Message:
        nonlocal said
        if said:
            await visitor.leaves.wait()
        said = True
        return {"type": "http.request", "body": b"half", "more_body": True}

    return receive


@pytest.mark.parametrize(
    "length", [b"content-length: 10\r\n\r\nhalf", b"transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"]
)
def test_an_answer_that_breaks_off_is_an_error_and_no_short_body(length: bytes) -> None:
    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_heard(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n" + length)

    async def story() -> None:
        async with spoken(dying) as url, forwarder(url) as part:
            await asgi.call(part, "GET", "/")

    with pytest.raises(ConnectionError):
        asyncio.run(story())


def test_an_answer_without_a_length_ends_with_its_connection() -> None:
    async def old_fashioned(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_heard(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nall there is")

    async def story() -> bytes:
        async with spoken(old_fashioned) as url, forwarder(url) as part:
            return (await asgi.call(part, "GET", "/")).body

    assert asyncio.run(story()) == b"all there is"


def test_interim_answers_and_trailers_are_passed_over() -> None:
    async def wordy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_heard(reader)
        writer.write(
            b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        writer.write(b"2\r\nok\r\n0\r\nx-trailer: 1\r\n\r\n")

    async def story() -> asgi.Answer:
        async with spoken(wordy) as url, forwarder(url) as part:
            return await asgi.call(part, "GET", "/")

    answer = asyncio.run(story())
    assert (answer.status, answer.headers, answer.body) == (200, [], b"ok")


@pytest.mark.parametrize("said", [[b"too long"], [b"too", b"long"], [b"s", b""]])
def test_a_body_of_another_length_than_told_never_reaches_the_next_request(said: list[bytes]) -> None:
    async def story(url: str) -> bytes:
        async with forwarder(url) as part:
            with pytest.raises(ValueError, match="content-length"):
                await Visitor("POST", headers=[(b"content-length", b"4")], body=said).ask(part)
            return (await Visitor().ask(part)).body

    with served(_echo) as url:
        assert asyncio.run(story(url)) == b""


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    body = b""
    while (message := await receive())["type"] == "http.request":
        body += message["body"]
        if not message["more_body"]:
            await say(send, 200, body)
            return


def test_a_browser_reads_through_two_servers() -> None:
    """A real client, a real server in front, a real one behind."""

    async def long_answer(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        for _ in range(100):
            await send({"type": "http.response.body", "body": PIECE, "more_body": True})
        await send({"type": "http.response.body", "body": b"end"})

    with served(long_answer) as behind:
        front = _Front(behind)
        with served(front) as url, httpx.Client(base_url=url) as client:
            answers = [client.get("/"), client.head("/")]

    assert [len(answer.content) for answer in answers] == [100 * len(PIECE) + 3, 0]
    assert [answer.headers.get_list("date") != [] for answer in answers] == [True, True]
    assert len(answers[0].headers.get_list("date")) == 1


class _Front:
    """A forwarder made on the loop of the server that asks it."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with forwarder(self._url) as part:
            await part(scope, receive, send)
