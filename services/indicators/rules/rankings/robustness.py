"""How firm a rank is (khoảng hạng): the places a unit takes when every weight may be a quarter more or less.

Made as composite indicators are tried elsewhere (OECD handbook, COINr): each weight is drawn evenly and by itself
from 75 % to 125 % of what it is, all are made to add up again, and units are ranked anew; 1,000 times.
"""

from dataclasses import dataclass
from math import ceil
from operator import mul
from random import Random

from services.indicators.rules.rankings.contest import Contest, on_one_footing
from services.indicators.rules.rankings.ranks import RANK_PLACES

SPREAD = 0.25
DRAWS = 1000
FEWEST_DRAWS = 100
MOST_PRODUCTS = 8_000_000
"""Weights times scores within a second or so: a ranking of thousands of units takes fewer draws."""
LOW, MEDIAN, HIGH = 0.05, 0.5, 0.95
_HALF = 0.5 + 1e-9
"""A float may lie a hair under the half that the exact number is."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Nine of ten draws lie between `low` (the better place) and `high`."""

    low: int
    median: int
    high: int


@dataclass(frozen=True, slots=True)
class Robustness:
    """The interval of each unit by its key, and how it was made; none, with the reason, where it cannot be."""

    intervals: dict[str, Interval]
    draws: int
    rule: str


def robustness_of(contest: Contest, spread: float = SPREAD) -> Robustness:
    """The intervals of a ranking; the same for everybody who asks, for chance begins from framework and period."""
    if why := _why_not(contest):
        return Robustness({}, 0, why)
    footing = on_one_footing(contest)
    weights = [float(part.weight) for part in footing[0]]
    levels = [[float(part.level) for part in parts] for parts in footing]
    rests = [float(unit.rest) for unit in contest.contestants]
    draws = _draws(len(levels) * len(weights))
    ranks = _drawn_ranks(weights, levels, rests, Random(contest.seed), spread, draws)  # noqa: S311 - no secret
    keys = [unit.key for unit in contest.contestants]
    intervals = {key: _interval(sorted(found)) for key, found in zip(keys, ranks, strict=True)}
    what = "nhóm chính" if any(not part.node.is_leaf for part in footing[0]) else "tiêu chí"
    return Robustness(intervals, draws, _rule(len(weights), what, draws))


def _drawn_ranks(
    weights: list[float], levels: list[list[float]], rests: list[float], chance: Random, spread: float, draws: int
) -> list[list[int]]:
    """For every unit its rank in each draw."""
    scale = 10**RANK_PLACES
    found: list[list[int]] = [[] for _ in levels]
    for _ in range(draws):
        drawn = [weight * chance.uniform(1 - spread, 1 + spread) for weight in weights]
        whole = sum(drawn)
        marks = [
            int((rest + sum(map(mul, drawn, level)) / whole) * scale + _HALF)
            for rest, level in zip(rests, levels, strict=True)
        ]
        places: dict[int, int] = {}
        for place, mark in enumerate(sorted(marks, reverse=True), start=1):
            places.setdefault(mark, place)
        for ranks, mark in zip(found, marks, strict=True):
            ranks.append(places[mark])
    return found


def _draws(products: int) -> int:
    return max(FEWEST_DRAWS, min(DRAWS, MOST_PRODUCTS // products))


def _interval(ranks: list[int]) -> Interval:
    low, median, high = (ranks[max(0, ceil(share * len(ranks)) - 1)] for share in (LOW, MEDIAN, HIGH))
    return Interval(low, median, high)


def _why_not(contest: Contest) -> str | None:
    if contest.framework.root.weight is None:
        return "Chưa tính được khoảng hạng: trọng số của bộ chỉ số chưa được công bố."
    unknown = contest.left_out + sum(not unit.parts for unit in contest.contestants)
    if unknown:
        return f"Chưa tính được khoảng hạng: {unknown} đơn vị không có điểm của từng tiêu chí hoặc nhóm chính."
    return None if contest.contestants else "Chưa tính được khoảng hạng: chưa đơn vị nào có điểm."


def _rule(count: int, what: str, draws: int) -> str:
    return (
        f"Khoảng hạng: thử {draws} lượt, mỗi lượt đổi ngẫu nhiên trọng số của {count} {what} trong khoảng"
        f" ±{round(SPREAD * 100)}% rồi xếp lại; 90% lượt thử nằm trong khoảng. Ai xem cũng ra cùng kết quả."
    )
