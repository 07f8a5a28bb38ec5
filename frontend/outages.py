"""A page that lacks something is never kept: what failed may be there at the next try."""

from contextvars import ContextVar

from frontend.client.transport import Call, Transport
from kit.asgi import Answer, App, Message, Receive, Scope, Send

TOO_MANY = 429
NOT_KEPT = (b"cache-control", b"no-store")

_missed: ContextVar[list[str] | None] = ContextVar("missed", default=None)


class Noticing:
    """A transport that remembers, for the page in whose making it happens, which calls failed."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def send(self, wanted: Call) -> Answer:
        """The gateway's whole answer; a call that is given up has failed too."""
        try:
            answer = await self._transport.send(wanted)
        except BaseException:
            _note(wanted)
            raise
        if answer.status >= 500 or answer.status == TOO_MANY:
            _note(wanted)
        return answer


def missed_paths() -> tuple[str, ...]:
    """The addresses of the calls that have failed so far in the making of this page."""
    return tuple(_missed.get() or ())


def _note(wanted: Call) -> None:
    missed = _missed.get()
    if missed is not None:
        missed.append(wanted.path)


class Outages:
    """Forbids to keep the pages in whose making a call failed."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and look at what was missed when the answer begins."""
        missed: list[str] = []
        _missed.set(missed)

        async def send_honestly(message: Message) -> None:
            if missed and message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0] != NOT_KEPT[0]]
                message = {**message, "headers": [*kept, NOT_KEPT]}
            await send(message)

        await self._app(scope, receive, send_honestly)
