"""`manage.py run`: the database, the migrations, the sample data and the web server, in one process."""

import argparse
import asyncio
import gc
import socket
import sys
from collections.abc import Sequence

import uvicorn

from commands import seeding, storage, system
from gateway.sample import SampleAccount
from kit.logs import configure
from kit.settings import Settings

KEEP_ALIVE = 5


class CannotListen(Exception):
    """The address to serve on cannot be had; the message says what to do."""

    def __init__(self, settings: Settings, error: OSError) -> None:
        super().__init__(
            f"Không mở được địa chỉ {settings.host}:{settings.port} ({error.strerror}). Hãy dừng chương trình đang dùng"
            " cổng này, hoặc đặt LANTOA_PORT (và LANTOA_HOST) khác."
        )


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Serve until interrupted; stopping loses nothing, nor does being killed."""
    configure(settings.log_level)
    with bound(settings) as port, storage.server(settings, beside=False) as admin:
        storage.prepare(settings, admin)
        samples = not options.empty and not settings.production
        if not seeding.is_loaded(settings, admin, samples=samples):
            show_accounts(asyncio.run(seeding.seed(settings, admin, samples=samples)))
        serve(settings, admin, port)
    return 0


def bound(settings: Settings) -> socket.socket:
    """The port to serve on, taken before anything slow begins; nobody is let in until it is listened on."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        port = socket.socket(family, kind, protocol)
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of the run before may linger
        port.bind(address)
    except OSError as error:
        raise CannotListen(settings, error) from error
    return port


def serve(settings: Settings, admin: str, port: socket.socket | None = None) -> None:
    """One uvicorn over uvloop and httptools (3 to 5 times the speed of asyncio and h11)."""
    built = system.build(settings, admin)
    config = uvicorn.Config(
        built.door,
        loop="auto",
        http="auto",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=10,
    )
    gc.collect()
    gc.freeze()
    try:
        Announcing(config).run(sockets=[port or bound(settings)])
    except OSError as error:  # somebody took the port at the same moment and listened first
        raise CannotListen(settings, error) from error


class Announcing(uvicorn.Server):
    """Says where to look, once somebody answers there."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell."""
        await super().startup(sockets)
        if not self.started:
            return
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        print(f"\nLan Tỏa: http://{host}:{port}\n", file=sys.stderr, flush=True)


def show_accounts(accounts: Sequence[SampleAccount]) -> None:
    """Print the sample accounts once; afterwards they are in the data directory's file."""
    if not accounts:
        return
    print("\nTài khoản mẫu (chỉ in một lần, giữ trong sample-accounts.json của thư mục dữ liệu):", file=sys.stderr)
    for account in accounts:
        print(f"  {account.email:<34} {account.password:<20} {account.name}", file=sys.stderr)
