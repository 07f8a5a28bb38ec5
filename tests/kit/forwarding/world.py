"""Parts in other processes as tests see them: real servers on free ports, well-behaved and not."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn

from kit.asgi import Answer, App, Message, Receive, Scope, Send, call, scope_of
from kit.errors import Unavailable
from kit.forwarding import Breaker, Forwarder
from kit.tokens import SigningKey

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

with TemporaryDirectory() as folder:
    KEY = SigningKey.load(Path(folder))


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def served(app: App, port: int = 0) -> Iterator[str]:
    """The address of an app behind a real uvicorn on a thread of its own."""
    config = uvicorn.Config(app, port=port, lifespan="off", log_config=None, access_log=False, proxy_headers=False)
    server = _Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    server.ready.wait(30)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


@asynccontextmanager
async def spoken(handle: Handle) -> AsyncIterator[str]:
    """The address of a server that speaks as `handle` makes it: HTTP's letter, or not."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await handle(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def forwarder(url: str, **options: Any) -> AsyncIterator[Forwarder]:
    """A forwarder to an address, open."""
    made = Forwarder(url, key=KEY, **{"deadline": 10.0, **options})
    await made.open()
    try:
        yield made
    finally:
        await made.close()


def at_once() -> Breaker:
    """A breaker that gives up after two failures, and may be tried again at once."""
    return Breaker(limit=2, shortest_pause=0.0, longest_pause=0.0)


async def head_heard(reader: asyncio.StreamReader) -> bytes:
    """The head of the next request."""
    return await reader.readuntil(b"\r\n\r\n")


class Visitor:
    """The other end of an ASGI app: says a request piece by piece, keeps what is answered."""

    def __init__(
        self,
        method: str = "GET",
        path: str = "/",
        query: str = "",
        headers: Sequence[tuple[bytes, bytes]] = (),
        body: Sequence[bytes] = (),
    ) -> None:
        self.scope = scope_of(method, path, query, {"host": "lantoa.example"}, ("203.0.113.7", 4711))
        self.scope["headers"] = [*self.scope["headers"], *headers]
        self.unsaid = list(body)
        self.answer = Answer()
        self.pieces: list[bytes] = []
        self.is_finished = False
        self.leaves = asyncio.Event()

    async def receive(self) -> Message:
        """The next piece of the body; then nothing, until the visitor leaves."""
        if self.unsaid:
            return {"type": "http.request", "body": self.unsaid.pop(0), "more_body": bool(self.unsaid)}
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take a piece of the answer."""
        if message["type"] == "http.response.start":
            self.answer.status, self.answer.headers = message["status"], list(message["headers"])
        else:
            self.pieces.append(message["body"])
            self.is_finished = not message.get("more_body", False)
            self.answer.body = b"".join(self.pieces)

    async def ask(self, app: App) -> Answer:
        """The answer of an app."""
        await app(self.scope, self.receive, self.send)
        return self.answer


async def drained(receive: Receive) -> bytes:
    """The whole body of a request."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body


async def say(send: Send, status: int = 200, body: bytes = b"", *headers: tuple[bytes, bytes]) -> None:
    """A short answer, its length told."""
    length = () if status in (204, 304) else ((b"content-length", str(len(body)).encode()),)
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """The simplest part."""
    await say(send, 200, b"hello")


async def outcome(part: App, method: str = "GET", **more: str) -> int:
    """The status a caller sees; 503 when the part cannot be had."""
    try:
        return (await call(part, method, "/", **more)).status  # type: ignore[arg-type]
    except Unavailable as error:
        return error.status
