"""What is told of a deed: which cells were what before and are what now, and where it was done."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from contracts.periods import Period
from contracts.reach import NATION
from services.indicators.rules.known import KnownArea
from services.indicators.rules.score_changes import Change, Kept

MOST_CELLS = 200
"""Cells of one publication told one by one; more are told by their number and digest."""
MOST_PLACES = 20

Told = dict[str, Any]


def common_place(areas: Collection[str], known: Mapping[str, KnownArea]) -> str:
    """The lowest node from which all these areas are governed: the area itself when it is one."""
    if len(areas) == 1:
        return next(iter(areas))
    shared = frozenset.intersection(*(known[area].reach for area in areas))

    def depth(node: str) -> int:
        return len(known[node].reach) if node in known else 0

    return max(sorted(shared), key=depth, default=NATION)


def listed(names: Iterable[str]) -> list[str] | int:
    """A few names as they are, many as their number."""
    told = sorted(set(names))
    return told if len(told) <= MOST_PLACES else len(told)


def cells_told(cells: Sequence[Any]) -> tuple[Told, Told]:
    """Cells as they were and as they are; those that were not there before are missing from the first."""
    before: Told = {}
    after: Told = {}
    for cell in cells:
        key = f"{cell.indicator} · {cell.area} · {Period.from_key(cell.period)}"
        after[key] = cell.now
        if cell.was is not None:
            before[key] = cell.was
    return before, after


def scores_told(changes: Sequence[Change]) -> tuple[Told, Told]:
    """Scores as they were and as they become, by criterion and stage; one taken back is null."""
    before = {_key(change): _score(change.old) for change in changes}
    after = {_key(change): _score(change.new, change.reason) for change in changes}
    return before, after


def _key(change: Change) -> str:
    return f"{change.code} · {change.stage.value}"


def _score(kept: Kept | None, reason: str | None = None) -> Told | None:
    if kept is None:
        return None if reason is None else {"reason": reason}
    told: Told = {"points": str(kept.points)}
    if kept.inputs is not None:
        told["inputs"] = kept.inputs
    return told if reason is None else told | {"reason": reason}


def one_reason(reasons: Iterable[str | None]) -> str | None:
    """The reason of all that has one, when it is the same."""
    told = {reason for reason in reasons if reason}
    return told.pop() if len(told) == 1 else None
