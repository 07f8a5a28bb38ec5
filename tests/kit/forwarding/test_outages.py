"""A part that refuses, dies, hangs, lies or comes back: what a caller is told, and how often it is asked."""

import asyncio
import contextlib
import logging
import socket

import pytest

from kit import asgi
from kit.asgi import Receive, Scope, Send
from kit.errors import Unavailable
from kit.forwarding import Breaker
from tests.kit.forwarding.world import OK, at_once, forwarder, head_heard, hello, outcome, say, served, spoken


def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{port.getsockname()[1]}"


def test_a_part_that_cannot_be_reached_is_an_outage_with_words_for_people() -> None:
    async def story() -> None:
        async with forwarder(nobody()) as part:
            await asgi.call(part, "POST", "/", body=b"{}")

    with pytest.raises(Unavailable) as refusal:
        asyncio.run(story())

    assert refusal.value.detail == "Dịch vụ tạm thời không trả lời. Hãy thử lại sau ít phút."
    assert refusal.value.headers["Retry-After"] == "1"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_refuses_is_tried_twice(method: str) -> None:
    """It was about to listen: nothing was sent, so even a change may be tried again."""

    async def story() -> int:
        with socket.socket() as port:
            port.bind(("127.0.0.1", 0))
            port.setblocking(False)
            url = f"http://127.0.0.1:{port.getsockname()[1]}"
            asyncio.get_running_loop().call_later(0.05, port.listen)
            async with forwarder(url) as part:
                asked = asyncio.create_task(outcome(part, method))
                return await _answered_at(port, asked)

    assert asyncio.run(story()) == 200


async def _answered_at(port: socket.socket, asked: asyncio.Task[int]) -> int:
    """Listens when the port does, and answers whoever comes."""
    loop = asyncio.get_running_loop()
    while not asked.done():
        with contextlib.suppress(OSError):
            connection, _ = port.accept()
            with connection:
                await loop.sock_sendall(connection, OK)
                return await asked
        await asyncio.sleep(0.01)
    return await asked


class Forgetful:
    """Answers once a connection, then hangs up as soon as it is asked again: its keep-alive is a promise broken."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heard.append((await head_heard(reader)).split()[0])
        writer.write(OK)
        self.heard.append((await head_heard(reader)).split()[0])


@pytest.mark.parametrize(
    ("method", "status", "heard"),
    [
        ("GET", 200, [b"GET", b"GET", b"GET"]),
        ("HEAD", 200, [b"GET", b"HEAD", b"HEAD"]),
        ("POST", 503, [b"GET", b"POST"]),
        ("DELETE", 503, [b"GET", b"DELETE"]),
    ],
)
def test_only_what_changes_nothing_is_asked_again_when_a_kept_connection_is_dead(
    method: str, status: int, heard: list[bytes]
) -> None:
    part_behind = Forgetful()

    async def story() -> int:
        async with spoken(part_behind) as url, forwarder(url) as part:
            assert await outcome(part) == 200
            return await outcome(part, method)

    assert asyncio.run(story()) == status
    assert part_behind.heard[: len(heard)] == heard
    assert len(part_behind.heard) == len(heard)


def test_a_connection_closed_between_two_requests_is_not_used_even_for_a_change() -> None:
    async def brief(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_heard(reader)
        writer.write(OK)

    async def story() -> list[int]:
        async with spoken(brief) as url, forwarder(url) as part, forwarder(url) as another:
            return [await outcome(part, "POST"), await outcome(another), await outcome(part, "POST")]

    assert asyncio.run(story()) == [200, 200, 200]


@pytest.mark.parametrize(
    "nonsense",
    [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", b""],
)
def test_whoever_does_not_speak_http_does_not_answer(nonsense: bytes) -> None:
    async def confused(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_heard(reader)
        writer.write(nonsense)

    async def story() -> int:
        async with spoken(confused) as url, forwarder(url) as part:
            return await outcome(part)

    assert asyncio.run(story()) == 503


def test_an_answer_nobody_asked_for_is_given_to_nobody() -> None:
    async def chatty(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_heard(reader)
        writer.write(OK + OK.replace(b"ok", b"no"))
        await reader.read()

    async def story() -> list[bytes]:
        async with spoken(chatty) as url, forwarder(url) as part:
            return [(await asgi.call(part, "GET", "/")).body for _ in range(3)]

    assert asyncio.run(story()) == [b"ok"] * 3


def test_a_part_given_up_is_left_alone_until_the_pause_is_over() -> None:
    asked = []

    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await head_heard(reader))

    async def story() -> list[int]:
        breaker = Breaker(limit=2, shortest_pause=1000, longest_pause=1000)
        async with spoken(dying) as url, forwarder(url, breaker=breaker) as part:
            return [await outcome(part, "POST") for _ in range(5)]

    assert asyncio.run(story()) == [503] * 5
    assert len(asked) == 2


def test_errors_of_the_parts_own_do_not_make_it_a_part_given_up() -> None:
    async def erring(scope: Scope, receive: Receive, send: Send) -> None:
        await say(send, 500, b"oh")

    async def story(url: str) -> list[int]:
        async with forwarder(url, breaker=Breaker(limit=2, shortest_pause=1000)) as part:
            return [await outcome(part) for _ in range(5)]

    with served(erring) as url:
        assert asyncio.run(story(url)) == [500] * 5


def test_a_part_that_comes_back_is_found_again_and_both_changes_are_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def story(url: str) -> list[int]:
        async with forwarder(url, breaker=at_once(), name="lịch") as part:
            down = [await outcome(part) for _ in range(4)]
            with served(hello, int(url.rpartition(":")[2])):
                return down + [await outcome(part) for _ in range(3)]

    with caplog.at_level(logging.INFO):
        assert asyncio.run(story(nobody())) == [503] * 4 + [200] * 3

    told = [record.msg["event"] for record in caplog.records if isinstance(record.msg, dict)]
    assert told == ["part does not answer", "part answers again"]


def test_a_part_restarted_between_two_requests_is_found_at_once() -> None:
    async def story() -> list[int]:
        url = nobody()
        async with forwarder(url) as part:
            found = []
            for _ in range(3):
                with served(hello, int(url.rpartition(":")[2])):
                    found += [await outcome(part, "POST"), await outcome(part, "POST")]
            return found

    assert asyncio.run(story()) == [200] * 6
