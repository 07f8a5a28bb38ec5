"""A session may get another token while a page is made: the cookie that came with an answer goes on to the browser."""

from contextvars import ContextVar

from frontend.client.transport import Call, Transport
from kit.asgi import Answer, App, Message, Receive, Scope, Send

SET_COOKIE = b"set-cookie"

_given: ContextVar[dict[bytes, bytes] | None] = ContextVar("given", default=None)


class Keeping:
    """A transport that remembers, for the page in whose making it happens, the cookies that answers set."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def send(self, wanted: Call) -> Answer:
        """The gateway's whole answer."""
        answer = await self._transport.send(wanted)
        given = _given.get()
        if given is not None:
            given.update({_name(value): value for name, value in answer.headers if name.lower() == SET_COOKIE})
        return answer


class Renewals:
    """Hands on those cookies, unless the page sets them itself."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add what was given when the answer begins."""
        given: dict[bytes, bytes] = {}
        _given.set(given)

        async def send_with_cookies(message: Message) -> None:
            if given and message["type"] == "http.response.start":
                told = list(message["headers"])
                own = {_name(value) for name, value in told if name.lower() == SET_COOKIE}
                told += [(SET_COOKIE, value) for name, value in given.items() if name not in own]
                message = {**message, "headers": told}
            await send(message)

        await self._app(scope, receive, send_with_cookies)


def _name(cookie: bytes) -> bytes:
    return cookie.partition(b"=")[0].strip()
