"""Frameworks side by side, as the public interface shows them."""

from functools import lru_cache

from anyio import CapacityLimiter, to_thread

from contracts.indicators.frameworks import (
    CarryBasis,
    ComparedFramework,
    FieldChange,
    FrameworkDiff,
    NodeBrief,
    NodeCarry,
    NodeChange,
)
from kit.errors import NotFound
from services.indicators.queries.frameworks import StoredFramework, get_stored
from services.indicators.queries.source import Source
from services.indicators.rules.framework import Framework, Node
from services.indicators.rules.frameworks.carrying import Carry, both_ways
from services.indicators.rules.frameworks.comparison import Change, Comparison, compare

_ROOM = CapacityLimiter(2)
"""Large frameworks are compared beside the event loop, and only so many at a time."""


async def get_diff(source: Source, code: str, other: str | None) -> FrameworkDiff:
    """What became of `other`, by default the framework that `code` succeeds; NotFound."""
    new = await get_stored(source, code)
    before = other or new.framework.succeeds
    if before is None:
        raise NotFound(f"{code} không kế thừa bộ nào; hãy chọn bộ để so sánh (with).")
    old = _Side(await get_stored(source, before))
    return await to_thread.run_sync(_kept, old, _Side(new), limiter=_ROOM)


async def get_diff_between(old: Framework, new: Framework) -> FrameworkDiff:
    """The comparison of two frameworks, of which one may not be published yet; beside the event loop."""
    return await to_thread.run_sync(diff_of, old, new, limiter=_ROOM)


def diff_of(old: Framework, new: Framework) -> FrameworkDiff:
    """The comparison of two frameworks."""
    found = compare(old, new)
    forth, back = both_ways(found.carries)
    return FrameworkDiff(
        old=_side(old),
        new=_side(new),
        same=found.is_same,
        head=_changes(found.head),
        added=[_brief(new, node) for node in found.added],
        removed=[_brief(old, node) for node in found.removed],
        changed=_changed(found),
        points_added=found.points_added,
        points_removed=found.points_removed,
        carried=[_carry(one) for one in found.carries],
        carries=forth,
        carried_to=back,
    )


class _Side:
    """A framework told apart by its text and last day, for what was compared once."""

    def __init__(self, stored: StoredFramework) -> None:
        self.framework = stored.framework
        self._key = stored.definition_hash, stored.framework.valid_to

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Side) and other._key == self._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=32)
def _kept(old: _Side, new: _Side) -> FrameworkDiff:
    return diff_of(old.framework, new.framework)


def _side(framework: Framework) -> ComparedFramework:
    return ComparedFramework(
        code=framework.code,
        name=framework.name,
        max_points=framework.scale.total,
        leaves=len(framework.leaves),
    )


def _brief(framework: Framework, node: Node) -> NodeBrief:
    return NodeBrief(
        code=node.code,
        name=node.name,
        parent_code=framework.parents[node.code],
        is_leaf=node.is_leaf,
        max_points=node.maximum,
    )


def _changed(found: Comparison) -> list[NodeChange]:
    return [
        NodeChange(
            code=one.carry.new.code,
            old_code=one.carry.old.code,
            name=one.carry.new.name,
            changes=_changes(one.changes),
        )
        for one in found.altered
    ]


def _changes(changes: tuple[Change, ...]) -> list[FieldChange]:
    return [FieldChange(aspect=one.aspect, title=one.title, before=one.before, after=one.after) for one in changes]


def _carry(one: Carry) -> NodeCarry:
    return NodeCarry(
        code=one.new.code,
        name=one.new.name,
        old_code=one.old.code,
        old_name=one.old.name,
        basis=CarryBasis(one.basis.value),
        likeness=one.likeness,
    )
