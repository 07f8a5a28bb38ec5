"""How each address is asked about a unit. An address without a probe is one nobody has decided on."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from contracts.access import DOORS, Demand
from tests.security.matrix.ground import Unit

Ask = Callable[[httpx.Client, Unit], httpx.Response]


@dataclass(frozen=True, slots=True)
class Probe:
    """One way to use an address. `takes` are the rights of which one decides, where the address asks for different ones
    by what is sent; `done` are the answers to those who may, `beyond` those to who may elsewhere; `spoils`: the
    session does not outlive it.
    """

    door: str
    ask: Ask
    name: str = ""
    takes: frozenset[str] = frozenset()
    done: frozenset[int] = frozenset({200})
    beyond: frozenset[int] | None = None
    spoils: bool = False

    @property
    def demand(self) -> Demand:
        """What the matrix says of the address."""
        return DOORS[self.door]

    def __str__(self) -> str:
        return f"{self.door} {self.name}".strip()


def reading(door: str, path: str = "", beyond: frozenset[int] | None = None, **query: str) -> Probe:
    """A probe of an address that is only read: `{area}` and `{sheet}` in path and query are the unit's."""
    template = path or door.partition(" ")[2]

    def ask(client: httpx.Client, unit: Unit) -> httpx.Response:
        told = {name: text.format(area=unit.area, sheet=unit.sheet) for name, text in query.items()}
        return client.get(template.format(area=unit.area, sheet=unit.sheet), params=told)

    return Probe(door, ask, name=path.rpartition("/")[2], beyond=beyond)
