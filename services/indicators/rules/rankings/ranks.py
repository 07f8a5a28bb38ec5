"""Rankings (xếp hạng): competition ranking, 1, 2, 2, 4, as the ministry publishes it (dti.gov.vn, 2022)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from kit.numbers import round_half_up

RANK_PLACES = 4
"""Decimals of the share that rankings compare: provinces are published with four."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One unit and its score: the share of its own maximum, so that classes of different maxima compare."""

    key: str
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit came; without a score it has no rank."""

    rank: int | None
    key: str
    score: Decimal | None
    tied: bool


def rank(contenders: Iterable[Contender], places: int = RANK_PLACES) -> list[Place]:
    """Best first. Scores equal after rounding half-up to ``places`` decimals share a rank and the next is skipped.

    Within a tie, and among units without a score at the end, units stand in the order they come in: that of names.
    """
    in_order = list(contenders)
    scored = [(round_half_up(each.score, places), each.key) for each in in_order if each.score is not None]
    scored.sort(key=lambda pair: -pair[0])
    ranked: list[Place] = []
    for shown, group in groupby(scored, key=lambda pair: pair[0]):
        equals = [key for _, key in group]
        place = len(ranked) + 1
        ranked.extend(Place(place, key, shown, len(equals) > 1) for key in equals)
    return ranked + [Place(None, each.key, None, False) for each in in_order if each.score is None]
