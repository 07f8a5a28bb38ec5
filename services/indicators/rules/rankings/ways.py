"""Ways up (cách lên hạng): which criteria to raise, and by how much, so that a unit gains some ranks.

The goal is the share of the unit that holds the wanted rank: as much is a tie, and a tie shares the rank. Others are
taken to stand still. Levels come from `effort.cheapest_levels`, which is exact; then each is written down as it can be
reached (whole dossiers, the decimals of a score), which adds less than one step per criterion, and what that gives too
much is taken back from the dearest. Where a rule knows a few levels only, its criterion takes the next one first and
the others share the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.indicators.rankings import WayKind
from services.indicators.rules.rankings.contest import Contest, Contestant, Part, ranks_of, rounded
from services.indicators.rules.rankings.effort import Room, cheapest_levels, effort_between
from services.indicators.rules.rankings.raising import Raised, is_graded, raised_to, top_of

RULE = (
    "Công sức nâng một tiêu chí từ mức a lên mức b (phần của điểm tối đa, 0–1) là (b − a) + (b² − a²) ÷ 2: càng gần đủ"
    " điểm càng khó, phần trăm cuối tốn gấp đôi phần trăm đầu. Cách rẻ nhất có tổng công sức nhỏ nhất để bằng điểm đơn"
    " vị đang giữ hạng muốn đạt; bằng điểm thì đồng hạng."
)
CAVEAT = "Tính khi mọi đơn vị khác giữ nguyên điểm; họ cũng có thể tăng."
MOST_WAYS = 4
EFFORT_STEP = Decimal(1).scaleb(-4)
_NOTHING = Decimal()
_ROUNDING = Decimal(1).scaleb(-9)
"""What division may have left."""


@dataclass(frozen=True, slots=True)
class Step:
    """One part before and after."""

    before: Part
    after: Part
    told: str

    @property
    def gain(self) -> Decimal:
        """What it adds, in the weight's measure."""
        return self.after.earned - self.before.earned

    @property
    def effort(self) -> Decimal:
        """What it costs."""
        return effort_between(self.before.level, self.after.level)


@dataclass(frozen=True, slots=True)
class Way:
    """Steps that reach the goal, and where they lead."""

    kind: WayKind
    steps: tuple[Step, ...]
    share: Decimal
    rank: int
    passed: tuple[Contestant, ...]

    @property
    def effort(self) -> Decimal:
        """What all of it costs."""
        return sum((step.effort for step in self.steps), _NOTHING)

    @property
    def gain(self) -> Decimal:
        """What all of it adds, in the weight's measure."""
        return sum((step.gain for step in self.steps), _NOTHING)


@dataclass(frozen=True, slots=True)
class Found:
    """The wanted rank, what it takes, and the ways there; a message where there is none."""

    rank: int
    wanted: int
    needed: Decimal
    ways: tuple[Way, ...]
    message: str | None = None


def ways_up(contest: Contest, unit: Contestant, ranks: int) -> Found:
    """The ways of a unit to rise by so many ranks, the cheapest first, or to the first rank when there are no more."""
    rank = contest.ranks[unit.key]
    wanted = max(1, rank - ranks)
    if rank == 1:
        return Found(1, 1, _NOTHING, (), "Đơn vị đang đứng đầu bảng.")
    if not unit.parts:
        return Found(rank, wanted, _NOTHING, (), "Đơn vị không có điểm của từng tiêu chí hoặc nhóm chính để tính.")
    whole = sum((part.weight for part in unit.parts), _NOTHING)
    needed = max(_NOTHING, (_goal(contest, unit, wanted) - unit.share) * whole)
    ways = _differing(_all_ways(contest, unit, needed))
    return Found(rank, wanted, needed, ways, None if ways else _out_of_reach(contest, unit, wanted))


def _goal(contest: Contest, unit: Contestant, wanted: int) -> Decimal:
    """The share of whoever would stand at the wanted rank without this unit."""
    others = sorted((rounded(one.share) for one in contest.contestants if one.key != unit.key), reverse=True)
    return others[wanted - 1]


def _all_ways(contest: Contest, unit: Contestant, needed: Decimal) -> list[Way]:
    every = list(unit.parts)
    counted = [part for part in every if not part.needs_appraisal]
    found = [_way(contest, unit, WayKind.CHEAPEST, every, needed)]
    found.append(_way(contest, unit, WayKind.FEWEST, _fewest(every, needed), needed))
    if counted and len(counted) < len(every):
        found.append(_way(contest, unit, WayKind.COUNTED, counted, needed))
    if found[0] is not None:
        largest = max(found[0].steps, key=lambda step: step.gain).before.node.code
        others = [part for part in every if part.node.code != largest]
        found.append(_way(contest, unit, WayKind.OTHER, others, needed))
    return [way for way in found if way is not None]


def _differing(ways: Sequence[Way]) -> tuple[Way, ...]:
    """Of ways that raise the same criteria the first only."""
    by_codes: dict[frozenset[str], Way] = {}
    for way in ways:
        by_codes.setdefault(frozenset(step.before.node.code for step in way.steps), way)
    return tuple(by_codes.values())[:MOST_WAYS]


def _fewest(parts: Sequence[Part], needed: Decimal) -> list[Part]:
    """The fewest criteria that can be enough: those with the most to gain, for no other so many can give more."""
    chosen, left = [], needed
    for part in sorted(parts, key=lambda part: -_room(part).most):
        if left <= 0:
            break
        chosen.append(part)
        left -= _room(part).most
    return chosen


def _room(part: Part) -> Room:
    return Room(part.node.code, part.weight, part.level, max(part.level, top_of(part)))


def _way(contest: Contest, unit: Contestant, kind: WayKind, parts: Sequence[Part], needed: Decimal) -> Way | None:
    """The cheapest way over these parts; None when they cannot give enough."""
    decimals = contest.framework.scale.decimals
    raised = _reached({part.node.code: part for part in parts}, needed, decimals)
    if not raised:
        return None
    steps = tuple(
        Step(part, raised[part.node.code].part, raised[part.node.code].told)
        for part in unit.parts
        if part.node.code in raised
    )
    share = unit.with_parts({code: one.part for code, one in raised.items()}).share
    ranks = ranks_of({one.key: share if one.key == unit.key else one.share for one in contest.contestants})
    passed = [
        one
        for one in contest.contestants
        if contest.ranks[one.key] < contest.ranks[unit.key] and ranks[one.key] >= ranks[unit.key]
    ]
    return Way(kind, steps, share, ranks[unit.key], tuple(sorted(passed, key=lambda one: contest.ranks[one.key])))


def _reached(parts: Mapping[str, Part], needed: Decimal, decimals: int) -> dict[str, Raised]:
    """Parts raised to what can be written down; empty when they cannot give enough."""
    levels = cheapest_levels([_room(part) for part in parts.values()], needed)
    if not levels:
        return {}
    graded = {code: raised_to(parts[code], level, decimals) for code, level in levels.items() if is_graded(parts[code])}
    if graded:
        left = needed - sum((one.part.earned - parts[code].earned for code, one in graded.items()), _NOTHING)
        smooth = [_room(part) for part in parts.values() if not is_graded(part)]
        levels = cheapest_levels(smooth, left) or {}
    raised = {code: raised_to(parts[code], level, decimals) for code, level in levels.items() if code not in graded}
    return _without_excess(parts, graded | raised, needed, decimals)


def _without_excess(
    parts: Mapping[str, Part], raised: dict[str, Raised], needed: Decimal, decimals: int
) -> dict[str, Raised]:
    """The same with what is too much taken back, the dearest first, as far as it can be written down."""
    excess = sum((one.part.earned - parts[code].earned for code, one in raised.items()), _NOTHING) - needed
    if excess < -_ROUNDING:
        return {}
    for code in sorted(raised, key=lambda code: -(1 + raised[code].part.level) / parts[code].weight):
        part, one = parts[code], raised[code]
        if is_graded(part):
            continue
        lower = max(part.level, one.part.level - excess / part.weight)
        other = raised_to(part, lower, decimals)
        given = one.part.earned - other.part.earned
        if 0 < given <= excess:
            excess -= given
            raised[code] = other
    return {code: one for code, one in raised.items() if one.part.earned > parts[code].earned}


def _out_of_reach(contest: Contest, unit: Contestant, wanted: int) -> str:
    """Why there is no way, with the best rank there is."""
    full = {
        part.node.code: Part(part.node, part.node.maximum * max(part.level, top_of(part)), part.inputs)
        for part in unit.parts
    }
    share = unit.with_parts(full).share
    best = ranks_of({one.key: share if one.key == unit.key else one.share for one in contest.contestants})[unit.key]
    if best <= wanted:
        return "Không tìm được cách với các mức mà quy tắc cho."
    return f"Dù đủ điểm mọi tiêu chí cũng chỉ lên được hạng {best}."
