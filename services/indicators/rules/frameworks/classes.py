"""Classes of units (loại đơn vị) within a framework: whose criteria do not apply is judged on a smaller scale."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.indicators.rules.framework import Framework, Node


@dataclass(frozen=True, slots=True)
class UnitClass:
    """One class: the units it names, or all that no other class names."""

    key: str
    name: str
    areas: frozenset[str] | None = None


def class_of(classes: Iterable[UnitClass], area: str) -> UnitClass | None:
    """The class of a unit: the one that names it, else the one that names none."""
    others = None
    for one in classes:
        if one.areas is None:
            others = one
        elif area in one.areas:
            return one
    return others


def reduced(framework: "Framework", key: str, *, shared: bool) -> "Framework":
    """The framework as it stands for one class: its criteria alone, its own maxima and total (1 where `shared`)."""
    nodes = _kept(framework.nodes, key, shared)
    total = Decimal(1) if shared else added(nodes)
    return replace(framework, nodes=nodes, scale=replace(framework.scale, total=total), classes=())


def added(nodes: Iterable["Node"]) -> Decimal:
    """The maxima of the scored nodes together."""
    return sum((node.maximum for node in nodes if node.scored), Decimal())


def _kept(nodes: Iterable["Node"], key: str, shared: bool) -> tuple["Node", ...]:
    kept = []
    for node in nodes:
        if node.applies_to is not None and key not in node.applies_to:
            continue
        if node.is_leaf:
            kept.append(node)
        elif children := _kept(node.children, key, shared):
            kept.append(_group(node, children, shared))
    return tuple(kept)


def _group(node: "Node", children: tuple["Node", ...], shared: bool) -> "Node":
    scored = [child for child in children if child.scored]
    weights = [child.weight for child in scored if child.weight is not None]
    return replace(
        node,
        children=children,
        maximum=Decimal(1) if shared else added(children),
        weight=sum(weights, Decimal()) if len(weights) == len(scored) else None,
        scored=bool(scored),
    )
