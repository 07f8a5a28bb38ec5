"""From where a right reaches: one rule for everybody who keeps a copy of the register (phạm vi quản)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

NATION = "VN"


class Lines:
    """Who is above whom among areas, and who came after whom. What is not in the register yet is left out."""

    def __init__(self, parents: Mapping[str, str | None], successions: Iterable[tuple[str, str]]) -> None:
        """`parents` has every area with the one above it, `successions` are pairs of predecessor and successor."""
        self._parents = parents
        self._successors: dict[str, list[str]] = defaultdict(list)
        for predecessor, successor in successions:
            self._successors[predecessor].append(successor)
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._reach: dict[str, frozenset[str]] = {}

    def ancestors_of(self, area: str) -> tuple[str, ...]:
        """Ids from the parent up to the nation."""
        if area not in self._ancestors:
            parent = self._parents.get(area)
            self._ancestors[area] = () if parent is None else (parent, *self.ancestors_of(parent))
        return self._ancestors[area]

    def reach_of(self, area: str) -> frozenset[str]:
        """The ids on which a right over this area may be held: its line, and the lines of all who came after it."""
        if area not in self._reach:
            self._reach[area] = frozenset({area})  # ends a cycle in faulty lineage
            after = (self.reach_of(successor) for successor in self._successors.get(area, ()))
            self._reach[area] = frozenset({area, *self.ancestors_of(area)}).union(*after)
        return self._reach[area]
