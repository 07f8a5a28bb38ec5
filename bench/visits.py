"""A signed-in leader who looks at the dashboard, again or as if for the first time."""

import time
from collections.abc import Mapping
from itertools import count

from bench.page import PATH
from bench.served import Connection

_numbers = count(1_000_000)


def fresh(headers: Mapping[str, str]) -> dict[str, str]:
    """The same visitor with other preferences of language than anybody before: the page is the same, but nothing of it
    is answered from memory.
    """
    return {**headers, "accept-language": f"vi,en;q=0.{next(_numbers)}"}


def visit(server: Connection, headers: Mapping[str, str]) -> float:
    """Seconds one visit took."""
    began = time.perf_counter()
    answer = server.ask("GET", PATH, headers)
    took = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(answer.body.decode())
    return took
