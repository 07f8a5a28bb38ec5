"""Rankings (xếp hạng): competition ranking, 1, 2, 2, 4, as the ministry publishes it (dti.gov.vn, 2022)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from kit.numbers import round_half_up
from kit.text import vi_sort_key
from services.indicators.rules.assessment import RANK_PLACES


@dataclass(frozen=True, slots=True)
class Contender:
    """One unit and its score: the share of its own maximum, so that classes of different maxima compare."""

    key: str
    name: str
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit came; without a score it has no rank."""

    rank: int | None
    key: str
    name: str
    score: Decimal | None
    tied: bool


def rank(contenders: Iterable[Contender], places: int = RANK_PLACES) -> list[Place]:
    """Best first. Scores equal after rounding half-up to ``places`` decimals share a rank and the next is skipped.

    Within a tie, and among units without a score at the end, the Vietnamese order of names decides.
    """
    in_order = sorted(contenders, key=lambda contender: (vi_sort_key(contender.name), contender.key))
    scored = [(round_half_up(each.score, places), each) for each in in_order if each.score is not None]
    scored.sort(key=lambda pair: -pair[0])
    ranked: list[Place] = []
    for shown, group in groupby(scored, key=lambda pair: pair[0]):
        equals = [contender for _, contender in group]
        place = len(ranked) + 1
        ranked.extend(Place(place, each.key, each.name, shown, len(equals) > 1) for each in equals)
    return ranked + [Place(None, each.key, each.name, None, False) for each in in_order if each.score is None]
