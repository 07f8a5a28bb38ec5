"""`manage.py nursery`: a process that has imported everything and forks the parts, so that they start in no time.

It speaks with the supervisor over its standard input, a socket. An order comes in with two descriptors, for what is
born to have as standard input and as output; `warm`, `born` and `ended` go out, a line of JSON each. It has one thread,
no event loop and no connection, so that a fork can tear nothing apart.
"""

import argparse
import gc
import json
import os
import select
import signal
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from commands.line import main
from kit.settings import Settings

NAME = "nursery"
WORDS = (NAME,)
INPUT, OUTPUT, ERRORS = 0, 1, 2
LONGEST = 65536
"""Bytes of an order."""
WARM = (
    "commands.running",
    "services.directory.app",
    "services.indicators.app",
    "frontend.app",
    "gateway.app",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.http.httptools_impl",
)
"""What every part would import; the rest comes with it."""


@dataclass(frozen=True, slots=True)
class Order:
    """Whom to bear: `words` are its command line, `told` is what it finds in its environment besides ours."""

    name: str
    words: Sequence[str]
    told: Mapping[str, str]

    def line(self) -> bytes:
        """As it is sent."""
        return json.dumps([self.name, list(self.words), dict(self.told)]).encode() + b"\n"


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Import everything, then bear whoever is ordered, until nobody is there to order."""
    gc.disable()
    for name in WARM:
        import_module(name)
    gc.collect()
    return attend(settings, options)


def attend(settings: Settings, options: argparse.Namespace) -> int:
    """Bear whoever is ordered. This returns in every newborn too: as soon as it has lived."""
    gc.freeze()  # the collector writes into what it looks at, and pages written to are no longer shared
    call_oneself(NAME)
    line = socket.socket(fileno=INPUT)
    born = _attend(line)
    line.detach()  # in a newborn the descriptor is its own standard input by now
    if born is None:
        return 0
    gc.enable()
    call_oneself(born.name)
    os.environ.update(born.told)
    return attend(settings, options) if born.name == NAME else main(born.words)


def call_oneself(name: str) -> None:
    """Be found under a name by `ps -o comm`, where the system knows how: the command line stays the first process's."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="ascii")


def _attend(line: socket.socket) -> Order | None:
    """What to live by, in a newborn; None when the line was closed."""
    with _bell() as bell:
        _tell(line, warm=True)
        while True:
            ready, _, _ = select.select([line, bell], [], [])
            if bell in ready:
                bell.recv(LONGEST)
                _tell_ends(line)
            if line in ready:
                told, given, _, _ = socket.recv_fds(line, LONGEST, 2)
                if not told:
                    return None
                order = Order(*json.loads(told))
                pid = os.fork()
                if pid == 0:
                    _dress(*given)
                    return order
                for descriptor in given:
                    os.close(descriptor)
                _tell(line, born=pid)


@contextmanager
def _bell() -> Iterator[socket.socket]:
    """Something readable whenever a child has ended."""
    hears, rings = socket.socketpair()
    for end in (hears, rings):
        end.setblocking(False)
    with hears, rings:
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(rings.fileno(), warn_on_full_buffer=False)
        try:
            yield hears
        finally:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _dress(standard_input: int, output: int) -> None:
    """Put on the descriptors of one's own, in a session of one's own: Ctrl-C is the supervisor's alone."""
    os.setsid()
    os.dup2(standard_input, INPUT)
    os.dup2(output, OUTPUT)
    os.dup2(output, ERRORS)
    os.close(standard_input)
    os.close(output)


def _tell_ends(line: socket.socket) -> None:
    with suppress(ChildProcessError):  # none is left
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            _tell(line, ended=pid, code=os.waitstatus_to_exitcode(status))


def _tell(line: socket.socket, **told: int) -> None:
    with suppress(OSError):  # nobody is there any more: the next look at the line says so
        line.sendall(json.dumps(told).encode() + b"\n")
