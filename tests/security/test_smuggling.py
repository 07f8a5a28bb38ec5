"""One request, one answer: what two servers might read as two requests is read as one or refused (ASVS 4.2.1).

The corpus goes over raw sockets to the server as it runs, in both forms: behind the gateway of the split form our own
forwarder writes requests anew.
"""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests.harness.live import AnyForm

SILENCE = 1.0
"""Seconds without a byte after which no further answer is expected."""
ANSWER = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
HIDDEN = b"GET /giau-trong-than HTTP/1.1\r\nHost: lantoa.example\r\nX: y\r\n\r\n"
PATHS = (b"/api/indicators/v1/values", b"/token", b"/dang-nhap")


def post(headers: bytes, body: bytes, path: bytes) -> bytes:
    """A POST as written on the wire."""
    return (
        b"POST "
        + path
        + b" HTTP/1.1\r\nHost: lantoa.example\r\nContent-Type: text/plain\r\n"
        + headers
        + b"\r\n"
        + body
    )


def chunked(body: bytes) -> bytes:
    """A body in one chunk, and its end."""
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


END = b"0\r\n\r\n"
SIZE = b"Content-Length: %d\r\n" % len(END + HIDDEN)
CORPUS: dict[str, tuple[bytes, bytes]] = {
    "length, then chunks": (SIZE + b"Transfer-Encoding: chunked\r\n", END + HIDDEN),
    "chunks, then length": (b"Transfer-Encoding: chunked\r\n" + SIZE, END + HIDDEN),
    "short length with chunks": (b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", chunked(HIDDEN)),
    "length of nothing with chunks": (b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", END + HIDDEN),
    "two lengths": (b"Content-Length: 0\r\n" + b"Content-Length: %d\r\n" % len(HIDDEN), HIDDEN),
    "two lengths, the long one first": (b"Content-Length: %d\r\nContent-Length: 0\r\n" % len(HIDDEN), HIDDEN),
    "two lengths in one": (b"Content-Length: 0, %d\r\n" % len(HIDDEN), HIDDEN),
    "a length with a sign": (b"Content-Length: +0\r\n", HIDDEN),
    "a negative length": (b"Content-Length: -1\r\n", HIDDEN),
    "a length in hexadecimal": (b"Content-Length: 0x0\r\n", HIDDEN),
    "a length with a point": (b"Content-Length: 0.0\r\n", HIDDEN),
    "a length with a space inside": (b"Content-Length: 0 0\r\n", HIDDEN),
    "an empty length": (b"Content-Length: \r\n", HIDDEN),
    "an overflowing length": (b"Content-Length: 18446744073709551616\r\n", HIDDEN),
    "a space before the colon": (b"Content-Length : 0\r\n" + SIZE, END + HIDDEN),
    "a tab before the colon": (b"Transfer-Encoding\t: chunked\r\n" + SIZE, END + HIDDEN),
    "a folded line": (b"Transfer-Encoding:\r\n chunked\r\n" + SIZE, END + HIDDEN),
    "chunks in capitals": (SIZE + b"Transfer-Encoding: CHUNKED\r\n", END + HIDDEN),
    "chunks by another name": (SIZE + b"Transfer-Encoding: xchunked\r\n", END + HIDDEN),
    "chunks in quotes": (SIZE + b'Transfer-Encoding: "chunked"\r\n', END + HIDDEN),
    "chunks, then identity": (SIZE + b"Transfer-Encoding: chunked, identity\r\n", END + HIDDEN),
    "identity, then chunks": (SIZE + b"Transfer-Encoding: identity, chunked\r\n", END + HIDDEN),
    "chunks twice": (SIZE + b"Transfer-Encoding: chunked, chunked\r\n", END + HIDDEN),
    "two codings": (SIZE + b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", END + HIDDEN),
    "a vertical tab before chunked": (SIZE + b"Transfer-Encoding: \x0bchunked\r\n", END + HIDDEN),
    "a form feed after chunked": (SIZE + b"Transfer-Encoding: chunked\x0c\r\n", END + HIDDEN),
    "a NUL in a name": (SIZE + b"Transfer\x00Encoding: chunked\r\n", END + HIDDEN),
    "a bare LF in a value": (SIZE + b"X: y\nTransfer-Encoding: chunked\r\n", END + HIDDEN),
    "a bare CR in a value": (SIZE + b"X: y\rTransfer-Encoding: chunked\r\n", END + HIDDEN),
    "chunks by an underscore": (SIZE + b"Transfer_Encoding: chunked\r\n", END + HIDDEN),
    "chunks hidden in Connection": (SIZE + b"Connection: Content-Length\r\n", END + HIDDEN),
    "a chunk with a sign": (b"Transfer-Encoding: chunked\r\n", b"+%x\r\n%b\r\n" % (len(HIDDEN), HIDDEN) + END),
    "a chunk of 0x": (b"Transfer-Encoding: chunked\r\n", b"0x%x\r\n%b\r\n" % (len(HIDDEN), HIDDEN) + END),
    "an overflowing chunk": (b"Transfer-Encoding: chunked\r\n", b"10000000000000000\r\n" + HIDDEN),
    "a negative chunk": (b"Transfer-Encoding: chunked\r\n", b"-1\r\n" + HIDDEN),
    "a chunk that ends by LF": (b"Transfer-Encoding: chunked\r\n", b"%x\n%b\n0\n\n" % (len(HIDDEN), HIDDEN)),
    "a chunk longer than it says": (b"Transfer-Encoding: chunked\r\n", b"2\r\nabcdef\r\n" + END),
    "an extension with a break": (b"Transfer-Encoding: chunked\r\n", b"0;x=\r\n\r\n\r\n"),
    "a trailer that is a header": (
        b"Transfer-Encoding: chunked\r\n",
        b"0\r\nContent-Length: 0\r\nX-Lantoa-Identity: x\r\n\r\n",
    ),
    "a whole chunked body": (b"Transfer-Encoding: chunked\r\n", chunked(HIDDEN)),
    "a whole body": (b"Content-Length: %d\r\n" % len(HIDDEN), HIDDEN),
}
LINES: dict[str, bytes] = {
    "a request in the address": b"GET /x%20HTTP/1.1%0d%0aHost:%20y HTTP/1.1\r\nHost: lantoa.example\r\n\r\n",
    "a space in the address": b"GET /x y HTTP/1.1\r\nHost: lantoa.example\r\n\r\n",
    "no version": b"GET /x\r\n\r\n",
    "version 0.9": b"GET /x HTTP/0.9\r\n\r\n",
    "version 3": b"GET /x HTTP/3.0\r\nHost: lantoa.example\r\n\r\n",
    "two hosts": b"GET /x HTTP/1.1\r\nHost: lantoa.example\r\nHost: bo.example\r\n\r\n",
    "another site's address": b"GET http://bo.example/x HTTP/1.1\r\nHost: lantoa.example\r\n\r\n",
    "a header before the first line": b" X: y\r\nGET /x HTTP/1.1\r\nHost: lantoa.example\r\n\r\n",
    "a body on GET": b"GET /x HTTP/1.1\r\nHost: lantoa.example\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
    "chunks on GET": b"GET /x HTTP/1.1\r\nHost: lantoa.example\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(HIDDEN),
    "chunks in version 1.0": b"POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" + SIZE + b"\r\n" + END + HIDDEN,
    "a very long header": b"GET /x HTTP/1.1\r\nHost: lantoa.example\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
    "very many headers": b"GET /x HTTP/1.1\r\nHost: lantoa.example\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "an upgrade to HTTP/2": (
        b"GET /x HTTP/1.1\r\nHost: lantoa.example\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
        b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
    ),
    "a socket": (
        b"GET /x HTTP/1.1\r\nHost: lantoa.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ),
}  # fmt: skip


def answers(address: tuple[str, int], sent: bytes) -> list[int]:
    """The statuses of everything that comes back."""
    heard = b""
    with socket.create_connection(address, timeout=5) as line:
        line.settimeout(SILENCE)
        try:
            line.sendall(sent)
            while piece := line.recv(65536):
                heard += piece
        except OSError:  # nothing more comes, or the server has had enough
            pass
    return [int(status) for status in ANSWER.findall(heard)]


def asked(product: AnyForm, payloads: dict[str, bytes]) -> dict[str, list[int]]:
    """The statuses of every payload, each on a connection of its own."""
    url = urlsplit(product.url)
    address = (str(url.hostname), int(url.port or 0))
    with ThreadPoolExecutor(16) as pool:
        found = pool.map(lambda sent: answers(address, sent), payloads.values())
    return dict(zip(payloads, found, strict=True))


def bad(found: dict[str, list[int]]) -> dict[str, list[int]]:
    """What was answered twice, or by an error of ours."""
    return {
        name: statuses for name, statuses in found.items() if len(statuses) > 1 or any(one >= 500 for one in statuses)
    }


@pytest.mark.parametrize("path", PATHS)
def test_a_body_never_becomes_a_second_request(product: AnyForm, path: bytes) -> None:
    found = asked(product, {name: post(*parts, path) for name, parts in CORPUS.items()})
    assert bad(found) == {}
    assert [name for name in ("a whole body", "a whole chunked body") if not found[name]] == []


def test_a_first_line_is_read_as_one_request_or_refused(product: AnyForm) -> None:
    assert bad(asked(product, LINES)) == {}


def test_after_the_corpus_the_product_answers_as_before(product: AnyForm) -> None:
    assert product.client().get("/readyz").status_code == 200
    two = b"GET /healthz HTTP/1.1\r\nHost: lantoa.example\r\n\r\n" * 2
    assert asked(product, {"two": two}) == {"two": [200, 200]}, "the counting itself must see a second answer"
