"""Flows: into which later areas an area went over all steps of lineage, and how much of it into each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

ALL = Decimal(1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of lineage as the register has it."""

    predecessor: str
    successor: str
    whole: bool
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """What went from one area into a later one: all of it, a recorded share, or an unknown part."""

    whole: bool
    share: Decimal | None


WHOLE = Flow(True, ALL)


class Flows:
    """The flows out of every area. An area that split and was put together again went whole."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._steps: dict[str, list[Step]] = defaultdict(list)
        for step in steps:
            self._steps[step.predecessor].append(step)
        self._known: dict[str, Mapping[str, Flow]] = {}

    def out_of(self, area: str) -> Mapping[str, Flow]:
        """The flow from an area into each area that came after it, over one step or many."""
        if area not in self._known:
            self._known[area] = {}  # ends a cycle in faulty lineage
            self._known[area] = self._followed(self._steps.get(area, ()))
        return self._known[area]

    def _followed(self, steps: Iterable[Step]) -> Mapping[str, Flow]:
        first = list(steps)
        shares = _shares(first)
        reached = [{step.successor: WHOLE, **self.out_of(step.successor)} for step in first]
        targets = {target: None for flows in reached for target in flows}
        return {target: _joined([flows.get(target) for flows in reached], shares, first) for target in targets}


def _shares(steps: list[Step]) -> list[Decimal | None]:
    """What of the whole each step takes. Shares count only when every one is recorded and they make one whole."""
    if len(steps) == 1 and steps[0].whole:
        return [ALL]
    told = [step.share for step in steps]
    known = [share for share in told if share is not None]
    return [*known] if len(known) == len(told) and sum(known) == ALL else [None] * len(steps)


def _joined(flows: list[Flow | None], shares: list[Decimal | None], steps: list[Step]) -> Flow:
    """One flow of what came over several steps; a single part without its counterpart is no whole."""
    is_told_whole = len(steps) > 1 or steps[0].whole or shares[0] == ALL
    if is_told_whole and all(flow is not None and flow.whole for flow in flows):
        return WHOLE
    taken = [(flow.share, share) for flow, share in zip(flows, shares, strict=True) if flow is not None]
    known = [part * share for part, share in taken if part is not None and share is not None]
    return Flow(False, sum(known, Decimal()) if len(known) == len(taken) else None)


def together(flows: Iterable[Flow], *, is_all: bool) -> Flow:
    """One flow of those into several areas that are read as one; `is_all` when nothing went anywhere else."""
    if is_all:
        return WHOLE
    shares = [flow.share for flow in flows]
    known = [share for share in shares if share is not None]
    return Flow(False, sum(known, Decimal()) if len(known) == len(shares) else None)
