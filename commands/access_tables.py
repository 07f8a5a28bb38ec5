"""The tables of docs/access.md, made of the matrix in `contracts/access.toml`."""

import re
from collections.abc import Iterable

from commands.storage import ROOT
from contracts.access import (
    DOORS,
    GUARDED,
    PAGES,
    RIGHT_NAMES,
    RIGHTS,
    ROLE_NAMES,
    SCOPES,
    Right,
    Role,
    Where,
)

DOCUMENT = ROOT / "docs" / "access.md"
_TABLE = re.compile(r"(<!-- matrix: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def woven(text: str) -> str:
    """The text with every table between `<!-- matrix: … -->` and `<!-- end -->` made anew."""
    made = {"rights": _rights, "roles": _roles, "doors": _doors, "pages": _pages}
    return _TABLE.sub(lambda found: f"{found[1]}{made[found[2]]()}{found[3]}", text)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _rights() -> str:
    return _table(
        ("right", "Vietnamese", "scope of systems", "asks a second factor"),
        ((f"`{right}`", RIGHT_NAMES[right], _mark(right in SCOPES), _mark(right in GUARDED)) for right in Right),
    )


def _roles() -> str:
    return _table(
        ("role", "Vietnamese", *(f"`{right}`" for right in Right)),
        ((f"`{role}`", ROLE_NAMES[role], *(_mark(right in RIGHTS[role]) for right in Right)) for role in Role),
    )


def _doors() -> str:
    return _table(
        ("address", "takes", "where"),
        (
            (f"`{address}`", f"`{demand.needs}`", "" if demand.where is Where.ANYWHERE else demand.where.value)
            for address, demand in DOORS.items()
        ),
    )


def _pages() -> str:
    def taken(told: str | frozenset[str]) -> str:
        words = [told] if isinstance(told, str) else [right for right in Right if right in told]
        return " or ".join(f"`{word}`" for word in words)

    return _table(("page", "takes"), ((f"`{path}`", taken(told)) for path, told in PAGES.items()))


def _mark(holds: bool) -> str:
    return "x" if holds else " "
