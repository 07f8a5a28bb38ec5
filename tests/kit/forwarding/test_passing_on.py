"""What a forwarder passes on: everything that is about the request and its answer, nothing that is about the hop."""

import asyncio
import gzip
from collections.abc import Sequence

import msgspec
import pytest

from kit import asgi
from kit.asgi import Answer, App, Receive, Scope, Send
from kit.forwarding import Behind, Forwarder
from tests.kit.forwarding.world import KEY, Visitor, drained, forwarder, say, served


async def mirror(scope: Scope, receive: Receive, send: Send) -> None:
    """Tells what it was asked."""
    told = {
        "method": scope["method"],
        "target": [scope["raw_path"].decode(), scope["query_string"].decode()],
        "headers": [[name.decode(), value.decode()] for name, value in scope["headers"]],
        "client": scope["client"][0],
        "body": (await drained(receive)).decode(),
    }
    await say(send, 200, msgspec.json.encode(told))


def asked(app: App, visitor: Visitor) -> Answer:
    """What a visitor is answered by an app in another process."""

    async def story(url: str) -> Answer:
        async with forwarder(url) as part:
            return await visitor.ask(part)

    with served(app) as url:
        return asyncio.run(story(url))


def answering(status: int, body: bytes, *headers: tuple[bytes, bytes]) -> App:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await say(send, status, body, *headers)

    return app


def called(method: str, path: str, **more: object) -> Answer:
    """What the mirror in another process tells the kit's own caller."""

    async def story(url: str) -> Answer:
        async with forwarder(url) as part:
            return await asgi.call(part, method, path, **more)  # type: ignore[arg-type]

    with served(mirror) as url:
        return asyncio.run(story(url))


def test_path_and_query_arrive_byte_by_byte() -> None:
    visitor = Visitor()
    visitor.scope |= {"raw_path": b"/a%2Fb/%C4%90%E1%BB%9Di;x=1", "query_string": b"q=%c4%91&&a=+%20~'*"}

    assert asked(mirror, visitor).json()["target"] == ["/a%2Fb/%C4%90%E1%BB%9Di;x=1", "q=%c4%91&&a=+%20~'*"]


def test_a_path_from_within_is_quoted_on_the_wire() -> None:
    assert called("GET", "/đời/a b?c").json()["target"] == ["/%C4%91%E1%BB%9Di/a%20b%3Fc", ""]


def test_headers_arrive_in_order_with_their_repetitions_but_not_those_of_the_hop() -> None:
    sent = [
        (b"x-a", b"1"),
        (b"connection", b"keep-alive, X-Secret"),
        (b"x-secret", b"of the hop"),
        (b"te", b"trailers"),
        (b"expect", b"100-continue"),
        (b"x-a", b"2"),
        (b"x-empty", b""),
    ]

    headers = asked(mirror, Visitor(headers=sent)).json()["headers"]

    assert headers[:4] == [["host", "lantoa.example"], ["x-a", "1"], ["x-a", "2"], ["x-empty", ""]]
    assert [name for name, _ in headers[4:]] == ["x-lantoa-peer"]


def test_cookies_of_an_answer_stay_apart_and_only_the_server_in_front_tells_the_time() -> None:
    given = [(b"set-cookie", b"a=1"), (b"x-request-id", b"r"), (b"set-cookie", b"b=2")]

    answer = asked(answering(200, b"ok", *given), Visitor())

    assert answer.headers == [*given, (b"content-length", b"2")]


def test_a_body_arrives_whole_with_its_length() -> None:
    told = called("POST", "/", body="Lan Tỏa".encode()).json()

    assert told["body"] == "Lan Tỏa"
    assert ["content-length", "9"] in told["headers"]


def test_a_body_of_unknown_length_arrives_whole() -> None:
    body = (b"Lan ", b"", "Tỏa".encode())

    told = asked(mirror, Visitor("POST", headers=[(b"transfer-encoding", b"chunked")], body=body)).json()

    assert told["body"] == "Lan Tỏa"


@pytest.mark.parametrize(
    ("method", "status", "body", "headers"),
    [
        ("HEAD", 200, b"never shown", []),
        ("GET", 204, b"", []),
        ("GET", 304, b"", [(b"etag", b'"v1"')]),
    ],
)
def test_answers_without_a_body_end_with_their_head(
    method: str, status: int, body: bytes, headers: Sequence[tuple[bytes, bytes]]
) -> None:
    answer = asked(answering(status, body, *headers), Visitor(method))

    assert (answer.status, answer.body) == (status, b"")
    assert set(headers) <= set(answer.headers)


def test_a_redirect_and_a_packed_body_are_handed_on_as_they_are() -> None:
    packed = gzip.compress(b"x" * 1000)
    given = [(b"location", b"/elsewhere"), (b"content-encoding", b"gzip")]

    answer = asked(answering(302, packed, *given), Visitor())

    assert (answer.status, answer.body) == (302, packed)


def test_connections_are_used_again() -> None:
    async def story(url: str) -> set[bytes]:
        async with forwarder(url) as part:
            return {(await Visitor().ask(part)).body for _ in range(5)}

    async def which(scope: Scope, receive: Receive, send: Send) -> None:
        await say(send, 200, str(scope["client"][1]).encode())

    with served(which) as url:
        assert len(asyncio.run(story(url))) == 1


def test_the_part_behind_sees_the_visitors_address_and_no_sign_of_how_it_came() -> None:
    told = asked(Behind(mirror, KEY), Visitor()).json()

    assert told["client"] == "203.0.113.7"
    assert [name for name, _ in told["headers"] if name.startswith("x-lantoa")] == []


@pytest.mark.parametrize("told", [b"203.0.113.9", b"a.b.c", b"\xff"])
def test_an_address_told_by_a_stranger_is_neither_believed_nor_passed_on(told: bytes) -> None:
    visitor = Visitor(headers=[(b"x-lantoa-peer", told)])

    answer = asyncio.run(visitor.ask(Behind(_client_and_headers, KEY)))

    assert answer.json() == ["203.0.113.7", ["host"]]


def test_of_two_told_addresses_none_is_believed() -> None:
    token = KEY.sign("lantoa-peer+jwt", "lantoa-services", {"address": "203.0.113.9"}, 60).encode()
    visitor = Visitor(headers=[(b"x-lantoa-peer", token), (b"x-lantoa-peer", token)])

    assert asyncio.run(visitor.ask(Behind(_client_and_headers, KEY))).json() == ["203.0.113.7", ["host"]]


def test_another_kind_of_token_tells_no_address() -> None:
    token = KEY.sign("lantoa-identity+jwt", "lantoa-services", {"address": "203.0.113.9"}, 60).encode()
    visitor = Visitor(headers=[(b"x-lantoa-peer", token)])

    assert asyncio.run(visitor.ask(Behind(_client_and_headers, KEY))).json() == ["203.0.113.7", ["host"]]


async def _client_and_headers(scope: Scope, receive: Receive, send: Send) -> None:
    names = [name.decode() for name, _ in scope["headers"]]
    await say(send, 200, msgspec.json.encode([scope["client"][0], names]))


@pytest.mark.parametrize("header", [(b"x-a", b"1\r\nx-b: 2"), (b"x-a\n", b"1")])
def test_a_line_break_cannot_smuggle_a_second_request(header: tuple[bytes, bytes]) -> None:
    with pytest.raises(ValueError, match="line break"):
        asked(mirror, Visitor(headers=[header]))


@pytest.mark.parametrize("named", [b"content-length", b"Content-Length, close", b"transfer-encoding"])
def test_a_body_cannot_pass_for_a_second_request(named: bytes) -> None:
    hidden = b"GET /internal/v1/events HTTP/1.1\r\nhost: a\r\n\r\n"
    length = (b"content-length", str(len(hidden)).encode())

    told = asked(mirror, Visitor("POST", headers=[(b"connection", named), length], body=[hidden])).json()

    assert (told["method"], told["body"]) == ("POST", hidden.decode())


def test_a_visitor_cannot_take_away_who_they_are() -> None:
    ours = [(b"x-lantoa-identity", b"a.b.c"), (b"x-request-id", b"12345678")]
    named = (b"connection", b"X-Lantoa-Identity, x-lantoa-peer, x-request-id, host")

    told = asked(mirror, Visitor("POST", headers=[named, *ours])).json()

    assert [name for name, _ in told["headers"]] == ["host", "x-lantoa-identity", "x-request-id", "x-lantoa-peer"]


@pytest.mark.parametrize("url", ["https://part:1", "part:1", "http://", "http://part:1/?a=1"])
def test_only_plain_addresses_are_taken(url: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Forwarder(url, key=KEY)
