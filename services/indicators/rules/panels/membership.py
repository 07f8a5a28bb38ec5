"""Who sits on a panel and what of a sheet is theirs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from contracts.indicators.panels import PartState
from services.indicators.rules.framework import Framework
from services.indicators.rules.rounds.lacks import may_stay_empty
from services.indicators.rules.territory import is_below, nearest_above, own_line


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody named to a panel; `groups` None is everything, empty nothing."""

    account: str
    name: str
    is_head: bool = False
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A member's part of a sheet: its version, and how far it is.

    `scored` are the criteria the member gave a score, None where the reader may not know.
    """

    version: int = 1
    state: PartState = PartState.OPEN
    given: int = 0
    reason: str | None = None
    scored: frozenset[str] | None = frozenset()

    def over(self, must: Collection[str]) -> "Part":
        """As it stands over what is allotted now: done is taken back where a criterion has no score yet."""
        given = self.given if self.scored is None else len(self.scored.intersection(must))
        is_taken_back = self.state is PartState.DONE and given < len(must)
        return replace(self, given=given, state=PartState.OPEN if is_taken_back else self.state)


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong with the members named: the field, and why."""

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True)
class Allotment:
    """What of one sheet is whose: the codes of the criteria by account, in the order of the sheet."""

    by_account: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, Part] = field(default_factory=dict)

    def part(self, account: str) -> Part:
        """A member's part; nobody begins with one that is stored."""
        return self.parts.get(account, Part())

    def judges(self, code: str) -> list[str]:
        """Those who are to give a score to a criterion: all it is allotted to but those who take no part."""
        return [
            account
            for account, codes in self.by_account.items()
            if code in codes and self.part(account).state is not PartState.RECUSED
        ]

    def is_ready(self, code: str) -> bool:
        """Whether everybody who is to score a criterion has finished."""
        return all(self.part(account).state is PartState.DONE for account in self.judges(code))


def allot(framework: Framework, members: Sequence[Member], parts: Mapping[str, Part]) -> Allotment:
    """The criteria of a sheet by member; groups its framework does not have for this unit are left out."""
    by_account = {one.account: tuple(allotted(framework, one.groups)) for one in members}
    must = demanded(framework)
    standing = {account: part.over(must.intersection(by_account.get(account, ()))) for account, part in parts.items()}
    return Allotment(by_account, standing)


def allotted(framework: Framework, groups: Collection[str] | None) -> Iterator[str]:
    """The codes of the criteria at and below the groups, in the order of the sheet."""
    for leaf in framework.leaves:
        if groups is None or not _line(framework, leaf.code).isdisjoint(groups):
            yield leaf.code


def demanded(framework: Framework) -> frozenset[str]:
    """The criteria that must be judged: those that count and may not stay empty."""
    return frozenset(leaf.code for leaf in framework.leaves if leaf.scored and not may_stay_empty(leaf))


def misfits(framework: Framework, members: Sequence[Member]) -> list[Misfit]:
    """What is wrong with the members of a panel."""
    known = {node.code for node in framework.walk()}
    heads = sum(one.is_head for one in members)
    found = [] if heads == 1 else [Misfit("/members", "Tổ thẩm định có đúng một chủ trì.")]
    seen: set[str] = set()
    for place, one in enumerate(members):
        if one.account in seen:
            found.append(Misfit(f"/members/{place}/account", f"{one.name} có hai lần trong tổ."))
        seen.add(one.account)
        if one.groups == () and not one.is_head:
            found.append(Misfit(f"/members/{place}/groups", f"{one.name} chưa được giao tiêu chí nào."))
        found += [
            Misfit(f"/members/{place}/groups/{at}", f"Bộ chỉ số {framework.code} không có mục “{code}”.")
            for at, code in enumerate(one.groups or ())
            if code not in known
        ]
    if not found and (left := _left_over(framework, members)):
        names = ", ".join(left[:5]) + (" …" if len(left) > 5 else "")
        found.append(Misfit("/members", f"{len(left)} tiêu chí chưa giao cho ai: {names}."))
    return found


def too_low(framework: Framework, area: str) -> str | None:
    """Why a panel cannot be set up for an area; None when it can."""
    return "Bộ chỉ số này chấm đơn vị cấp trên của địa bàn." if is_below(area, framework.level) else None


def belongs(places: Collection[str], area: str, reach: Collection[str]) -> bool:
    """Whether who holds roles on these places belongs to a unit: some role is given on the unit itself."""
    return not own_line(area, reach).isdisjoint(places)


def above_unit(panel: str, area: str, reach: Collection[str]) -> str:
    """Where it is told who gave what: where the panel stands; of a panel on the unit itself, the area above it."""
    return nearest_above(area, reach) if panel in own_line(area, reach) else panel


def _line(framework: Framework, code: str) -> set[str]:
    """A node and every group it lies in."""
    found: set[str] = set()
    at: str | None = code
    while at is not None:
        found.add(at)
        at = framework.parents.get(at)
    return found


def _left_over(framework: Framework, members: Sequence[Member]) -> list[str]:
    taken = {code for one in members for code in allotted(framework, one.groups)}
    must = demanded(framework)
    return [leaf.code for leaf in framework.leaves if leaf.code in must and leaf.code not in taken]
