"""Who sends slowly, or without end, holds nothing for long: told over real sockets, byte by byte."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from commands.receiving import LARGEST_HEAD
from tests.harness.live import LiveSystem
from tests.harness.store import Store

SECONDS = 0.5
PATIENCE = 20.0
HOST = b"host: lantoa.example\r\n"
POST = b"POST /api/gateway/v1/sessions HTTP/1.1\r\n" + HOST + b"content-type: application/json\r\n"


@pytest.fixture(scope="module")
def impatient(store: Store) -> Iterator[LiveSystem]:
    """The product, which waits half a second for what a visitor sends."""
    settings = store.settings().model_copy(update={"receive_seconds": SECONDS})
    with store.clone() as dsn, LiveSystem(settings, dsn) as live:
        yield live


@contextmanager
def connected(system: LiveSystem) -> Iterator[socket.socket]:
    """A connection to the product."""
    host, port = system.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), PATIENCE) as connection:
        yield connection


def heard(connection: socket.socket) -> bytes:
    """All that comes until the other side hangs up."""
    found = b""
    while piece := connection.recv(65536):
        found += piece
    return found


def drip(connection: socket.socket, piece: bytes = b"x") -> bytes:
    """Send a piece now and then until the other side has had enough; what it said."""
    connection.settimeout(SECONDS / 5)
    deadline = time.monotonic() + PATIENCE
    found = b""
    while time.monotonic() < deadline:
        try:
            connection.send(piece)
            answer = connection.recv(65536)
        except TimeoutError:
            continue
        except ConnectionError:
            return found
        if not answer:
            return found
        found += answer
    raise AssertionError("the connection is still held")


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HTTP/1.1\r\nx-a: "])
def test_a_dripping_head_is_given_up(impatient: LiveSystem, begun: bytes) -> None:
    with connected(impatient) as connection:
        connection.send(begun or b"G")
        answer = drip(connection)
    assert answer.startswith(b"HTTP/1.1 408 ") or (answer.startswith(b"HTTP/1.1 400 ") and not begun)
    assert b"application/problem+json" in answer


def test_a_connection_on_which_nothing_comes_is_closed(impatient: LiveSystem) -> None:
    with connected(impatient) as connection:
        assert heard(connection) == b""


def test_empty_lines_do_not_keep_a_connection_open(impatient: LiveSystem) -> None:
    with connected(impatient) as connection:
        connection.send(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert drip(connection, b"\r\n").startswith(b"HTTP/1.1 200 ")


def test_a_dripping_body_is_refused_with_a_reason(impatient: LiveSystem) -> None:
    with connected(impatient) as connection:
        connection.send(POST + b"content-length: 1000\r\n\r\n")
        answer = drip(connection, b" ")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()
    assert "Nội dung gửi lên đến quá chậm nên đã ngừng nhận.".encode() in answer


def test_a_dripping_chunked_body_is_refused_too(impatient: LiveSystem) -> None:
    with connected(impatient) as connection:
        connection.send(POST + b"transfer-encoding: chunked\r\n\r\n")
        answer = drip(connection, b"1\r\n \r\n")
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_body_nobody_wants_holds_no_connection(impatient: LiveSystem) -> None:
    with connected(impatient) as connection:
        connection.send(b"POST /api/khong-co HTTP/1.1\r\n" + HOST + b"content-length: 1000\r\n\r\n")
        assert drip(connection).startswith(b"HTTP/1.1 404 ")


def test_who_sends_in_time_is_answered(impatient: LiveSystem) -> None:
    with connected(impatient) as connection:
        for piece in (b"GET /heal", b"thz HTTP/1.1\r\n", HOST, b"connection: close\r\n", b"\r\n"):
            connection.send(piece)
            time.sleep(0.01)
        assert heard(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_head_over_the_limit_is_refused(system: LiveSystem, is_whole: bool) -> None:
    with connected(system) as connection:
        filler = b"x-a: " + b"x" * LARGEST_HEAD
        connection.send(b"GET /healthz HTTP/1.1\r\n" + HOST + filler + (b"\r\n\r\n" if is_whole else b""))
        answer = heard(connection)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert "Địa chỉ và các tiêu đề (kể cả cookie) của một yêu cầu không được quá 32 KB.".encode() in answer


def test_an_address_over_the_limit_is_refused(system: LiveSystem) -> None:
    with connected(system) as connection:
        connection.send(b"GET /?a=" + b"x" * LARGEST_HEAD + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        assert heard(connection).startswith(b"HTTP/1.1 431 ")


def test_a_head_within_the_limit_and_a_large_body_pass(system: LiveSystem) -> None:
    body = b"{" + b" " * (2 * LARGEST_HEAD) + b"}"
    head = POST + b"connection: close\r\nx-a: " + b"x" * (LARGEST_HEAD // 2) + b"\r\n"
    with connected(system) as connection:
        connection.sendall(head + b"content-length: %d\r\n\r\n" % len(body) + body)
        assert heard(connection).split(b"\r\n", 1)[0] == b"HTTP/1.1 422 Unprocessable Entity"


def test_what_is_no_request_is_told_so(system: LiveSystem) -> None:
    with connected(system) as connection:
        connection.send(b"not http at all\r\n\r\n")
        answer = heard(connection)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert "Yêu cầu không đúng dạng HTTP.".encode() in answer
