"""Which part of the system answers an address: the gateway itself, a service, the pages, or nobody."""

from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

PAGES = "frontend"
OWN = "gateway"
DOCUMENT = "/api/openapi.json"
OWN_PATHS = frozenset({"/token", "/docs", "/docs.css", "/healthz", "/readyz", "/version"})
PROBE = "/healthz"
STATIC = "/s/"
HIDDEN = ("/internal", "/metrics")

# Open to scripts of every site (CORS): what is public anyway, and only to be read (DESIGN §8).
PUBLIC = {
    "directory": frozenset({"areas"}),
    "indicators": frozenset({"frameworks", "indicators", "values", "figures"}),
}


class Manner(Enum):
    """How a part of the system speaks when something goes wrong."""

    DATA = auto()
    PAGE = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes; `name` is None when nobody answers there."""

    name: str | None
    manner: Manner = Manner.DATA
    is_public: bool = False
    is_document: bool = False


NOWHERE = Place(None)
AT_HOME = Place(OWN)
AT_PAGES = Place(PAGES, Manner.PAGE)
AT_DOCUMENT = Place(OWN, is_document=True)


def place_of(path: str, services: Container[str]) -> Place:
    """The place of a path; services are reached by `/api/<service>/v1/…` and their document only."""
    if path.startswith("/api/") or path == "/api":
        return AT_DOCUMENT if path == DOCUMENT else _place_in_api(path.split("/", 5), services)
    if path in OWN_PATHS or path.startswith("/.well-known/"):
        return AT_HOME
    if any(path == hidden or path.startswith(hidden + "/") for hidden in HIDDEN):
        return NOWHERE
    return AT_PAGES


def _place_in_api(parts: list[str], services: Container[str]) -> Place:
    """`parts` are "", "api", service, "v1" or "openapi.json", noun, rest."""
    name = parts[2] if len(parts) > 3 else ""
    if name == PAGES or (name != OWN and name not in services):
        return NOWHERE
    if parts[3] == "openapi.json" and len(parts) == 4:
        return _service(name, False, True)
    if parts[3] != "v1" or len(parts) < 5:
        return NOWHERE
    return _service(name, parts[4] in PUBLIC.get(name, ()), False)


@cache
def _service(name: str, is_public: bool, is_document: bool) -> Place:
    """The places are few, the requests many."""
    return Place(name, is_public=is_public, is_document=is_document)
