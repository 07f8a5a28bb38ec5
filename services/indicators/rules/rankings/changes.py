"""What changed between two rankings, and places inside a class of units."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal


def rank_change(before: int | None, now: int | None) -> int | None:
    """Ranks gained: above zero the unit rose, from 27 to 15 by 12."""
    return None if before is None or now is None else before - now


def share_change(before: Decimal | None, now: Decimal | None) -> Decimal | None:
    """Points of per cent of the maximum gained, from shares as they were compared."""
    return None if before is None or now is None else (now - before) * 100


def class_ranks(placed: Sequence[tuple[str, str, int | None]]) -> dict[str, int]:
    """Competition ranks inside each class, of (key, class, overall rank): 1, 2, 2, 4 within the class too."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for _, kind, rank in _ranked(placed):
        ranks[kind].append(rank)
    in_order = {kind: sorted(found) for kind, found in ranks.items()}
    return {key: bisect_left(in_order[kind], rank) + 1 for key, kind, rank in _ranked(placed)}


def _ranked(placed: Iterable[tuple[str, str, int | None]]) -> Iterable[tuple[str, str, int]]:
    return ((key, kind, rank) for key, kind, rank in placed if rank is not None)
