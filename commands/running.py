"""`manage.py run` in one process, and `manage.py serve`: one part in a process of its own."""

import argparse
import os
import signal
import socket
import sys
import threading

from commands import loading, serving, storage, system
from commands.parts import GATEWAY, local_parts, port_of
from commands.ports import bound
from commands.receiving import LARGEST_HEAD, LARGEST_HEAD_INSIDE
from kit.logs import configure
from kit.settings import Settings

PATIENCE = 15
"""Seconds after which a process whose supervisor is gone ends, come what may."""


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Serve until interrupted; stopping loses nothing, nor does being killed."""
    configure(settings.log_level)
    samples = not options.empty and not settings.production
    settings = loading.eased(settings, samples=samples)
    with (
        bound(settings.host, settings.port) as port,
        storage.server(settings, beside=False, lasting=True) as admin,
    ):
        loading.make_ready(settings, admin, samples=samples)
        serve(settings, admin, port)
    return 0


def serve(settings: Settings, admin: str, port: socket.socket | None = None) -> None:
    """The gateway and every part that is not served elsewhere."""
    built = system.build(settings, admin, local_parts(settings))
    serving.serve(serving.config_of(built.served, settings), port or bound(settings.host, settings.port))


def serve_part(settings: Settings, options: argparse.Namespace) -> int:
    """Serve one part on a database that runs and is up to date; the other parts are asked at their addresses."""
    configure(settings.log_level)
    if options.leashed:
        threading.Thread(target=_follow_supervisor, daemon=True).start()
    part = options.part
    with bound(settings.host, port_of(settings, part), shared=options.leashed) as port:
        admin = ""
        if part in storage.SERVICES:
            admin = storage.running(settings)
            storage.refuse_unready(settings, admin, part)
        app = system.build_part(settings, admin, part)
        largest_head = LARGEST_HEAD if part == GATEWAY else LARGEST_HEAD_INSIDE
        config = serving.config_of(app, settings, keep_alive=serving.KEEP_ALIVE_INSIDE, largest_head=largest_head)
        serving.serve(config, port, tells=part == GATEWAY and not options.leashed)
    return 0


def _follow_supervisor() -> None:
    """End when the supervisor does, however it does: then the other end of our standard input is closed."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(PATIENCE)
    os._exit(1)
