"""One uvicorn over uvloop and httptools (3 to 5 times the speed of asyncio and h11), on a port taken beforehand."""

import gc
import signal
import socket
from types import FrameType

import uvicorn

from commands.failures import CannotListen
from commands.ports import announce
from commands.receiving import LARGEST_HEAD, receiving
from kit.asgi import App
from kit.settings import Settings

KEEP_ALIVE = 5
KEEP_ALIVE_INSIDE = 75
"""Seconds; longer than a forwarder keeps an idle connection, so that none is closed under a request just sent."""
LAST_REQUESTS = 10
"""Seconds granted to requests that are under way when the server is told to stop."""


def config_of(
    app: App, settings: Settings, *, keep_alive: int = KEEP_ALIVE, largest_head: int = LARGEST_HEAD
) -> uvicorn.Config:
    """How every part is served; forwarding headers are believed from the proxies that are set, and nobody else."""
    return uvicorn.Config(
        app,
        loop="auto",
        http=receiving(settings.receive_seconds, largest_head),
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=keep_alive,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )


def serve(config: uvicorn.Config, port: socket.socket, *, tells: bool = True) -> None:
    """Serve until a signal ends it; `tells` says on standard error where to look."""
    gc.collect()
    gc.freeze()
    server = (Announcing if tells else Ended)(config)
    try:
        server.run(sockets=[port])
    except OSError as error:  # somebody took the port at the same moment and listened first
        host, number = port.getsockname()[:2]
        raise CannotListen(host, number, error) from error
    if server.signal == signal.SIGINT:  # uvicorn raises it again when it is done, which the closing loop may swallow
        raise KeyboardInterrupt


class Ended(uvicorn.Server):
    """Remembers the signal that ended it."""

    signal: int | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note the signal, then stop as uvicorn does."""
        self.signal = sig
        super().handle_exit(sig, frame)


class Announcing(Ended):
    """Says where to look, once somebody answers there."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell."""
        await super().startup(sockets)
        if self.started:
            announce(*self.servers[0].sockets[0].getsockname()[:2])
