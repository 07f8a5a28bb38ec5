"""Refusals at the door (từ chối ở cửa): alike ones of one moment are one, and a flood of them stays small."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from contracts.access import DOORS, PAGES

STATUSES = frozenset({401, 403, 429})
MOST = 200
"""Kinds of refusal told apart in one batch; what goes beyond is only counted."""
LONGEST = 200
"""Characters kept of an address the matrix does not know."""
EVERY, SELDOM = 1.0, 30.0
"""Seconds between two batches: usually, and at most while there is a flood."""
TOLD_ELSEWHERE = frozenset(
    {("POST /api/gateway/v1/sessions", 401), ("POST /dang-nhap", 401), ("POST /token", 401), ("POST /token", 429),
     *((f"POST {path}", status) for path in ("/api/gateway/v1/single-sign-on/sessions", "/dang-nhap/sso")
       for status in (401, 403))}
)  # fmt: skip
"""What signing in records itself, with the account or client that was tried."""
PLACE = re.compile(r"\\\{\w+\\\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes refusals alike: who was refused, from where, at which address of the matrix, and how."""

    actor_kind: str
    actor_id: str
    actor_name: str
    address: str
    asked: str
    status: int


@dataclass(slots=True)
class Refused:
    """Alike refusals: how many, and of the first its request and the reason."""

    kind: Kind
    request_id: str
    reason: str | None
    count: int = 1


class Gathered:
    """The refusals of one moment."""

    def __init__(self) -> None:
        self._kinds: dict[Kind, Refused] = {}
        self.uncounted = 0
        """So many were of kinds that had no place any more."""

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def add(self, refused: Refused) -> None:
        """Count refusals that are like others, or keep them beside them."""
        known = self._kinds.get(refused.kind)
        if known is not None:
            known.count += refused.count
        elif len(self._kinds) < MOST:
            self._kinds[refused.kind] = refused
        else:
            self.uncounted += refused.count

    def add_all(self, others: Iterable[Refused], uncounted: int) -> None:
        """Take back what could not be written."""
        for other in others:
            self.add(other)
        self.uncounted += uncounted

    def all(self) -> list[Refused]:
        """Every kind with its count."""
        return list(self._kinds.values())


def is_told(asked: str, status: int, *, by_door: bool) -> bool:
    """Whether the door records this answer; `by_door` when it refused itself, so that nobody else knows of it."""
    return status in STATUSES and (by_door or (asked, status) not in TOLD_ELSEWHERE)


def asked_of(method: str, path: str) -> str:
    """Method and address as the matrix has them (`GET /api/…/{code}`); the path as it came when it is unknown there."""
    return _asked_of(method[:LONGEST], path[:LONGEST])


@lru_cache(1024)
def _asked_of(method: str, path: str) -> str:
    for pattern, template in _known(method):
        if pattern.fullmatch(path):
            return f"{method} {template}"
    return "".join(sign if sign.isprintable() else "?" for sign in f"{method} {path}")


@lru_cache
def _known(method: str) -> list[tuple[re.Pattern[str], str]]:
    """The addresses of the matrix for a method; pages are there for all. Those without places come first."""
    asked = "GET" if method == "HEAD" else method
    addresses = [door.partition(" ")[2] for door in DOORS if door.startswith(f"{asked} ")]
    known = sorted([*addresses, *PAGES], key=lambda address: "{" in address)
    return [(re.compile(PLACE.sub("[^/]+", re.escape(address))), address) for address in known]


def pause_after(count: int, before: float) -> float:
    """Seconds until the next batch: longer and longer while batches are full."""
    return min(before * 2, SELDOM) if count >= MOST / 2 else EVERY
