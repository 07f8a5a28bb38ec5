"""Ports, taken before anything slow begins and told once somebody answers there."""

import socket
import sys

from commands.failures import CannotListen


def bound(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """The port to serve on; nobody is let in until it is listened on. Raises CannotListen.

    A `shared` port may be taken twice by this user: a supervisor holds it without listening while its child serves.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        taken = socket.socket(family, kind, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of the run before may linger
        if shared:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(address)
    except OSError as error:
        raise CannotListen(host, port, error) from error
    return taken


def held(host: str, port: int) -> socket.socket:
    """A port (0: any free one) kept for a child, also while it is away: who knocks then is refused at once."""
    with bound(host, port) as free:  # refused when anybody has it, another copy of ours too
        found = free.getsockname()[1]
    return bound(host, found, shared=True)


def announce(host: str, port: int) -> None:
    """Tell where to look."""
    print(f"\nLan Tỏa: http://{host}:{port}\n", file=sys.stderr, flush=True)
