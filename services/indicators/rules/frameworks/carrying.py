"""How the nodes of a framework go on from those of another: as its file says, else proposed by code and name."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from kit.numbers import round_half_up
from kit.text import fold
from services.indicators.rules.framework import Framework, Node

LIKE = Decimal("0.6")
"""From this likeness of names on a pair is proposed."""
_MOST_PAIRS = 250_000
_PLACES = 2


class Basis(StrEnum):
    """Why a node goes on from another: the file says so, or code and name, the name, or a similar name proposes it."""

    STATED = "stated"
    SAME = "same"
    SAME_NAME = "same_name"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Carry:
    """One node with the node it goes on from; `likeness` of their names is 0–1."""

    new: Node
    old: Node
    basis: Basis
    likeness: Decimal


def carry_over(old: Framework, new: Framework) -> list[Carry]:
    """Pairs in the order of the new tree. What the file states is kept; of the rest each node is used at most once."""
    stated = new.carries if new.succeeds == old.code else {}
    before = {node.code: node for node in old.walk()}
    found = {
        node.code: _stated(node, before[stated[node.code]]) for node in new.walk() if stated.get(node.code) in before
    }
    for basis, key in (
        (Basis.SAME, lambda node: (node.code, _folded(node), node.is_leaf)),
        (Basis.SAME_NAME, lambda node: (_folded(node), node.is_leaf)),
    ):
        _pair(found, basis, key, *_left(old, new, found))
    _pair_alike(found, *_left(old, new, found))
    return [found[node.code] for node in new.walk() if node.code in found]


def both_ways(carries: Iterable[Carry]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """From new codes to old ones, and back: an old node may go on in several."""
    forth: dict[str, str] = {}
    back: dict[str, list[str]] = {}
    for one in carries:
        forth[one.new.code] = one.old.code
        back.setdefault(one.old.code, []).append(one.new.code)
    return forth, back


def likeness(one: str, other: str) -> Decimal:
    """How much two names share, 0–1: twice their common words and pairs of words, by all they have (Dice)."""
    return round_half_up(_dice(_parts(one), _parts(other)), _PLACES)


def _stated(new: Node, old: Node) -> Carry:
    return Carry(new, old, Basis.STATED, likeness(new.name, old.name))


def _left(old: Framework, new: Framework, found: Mapping[str, Carry]) -> tuple[list[Node], list[Node]]:
    used = {one.old.code for one in found.values()}
    return [n for n in old.walk() if n.code not in used], [n for n in new.walk() if n.code not in found]


def _pair(
    found: dict[str, Carry], basis: Basis, key: Callable[[Node], object], old: list[Node], new: list[Node]
) -> None:
    """Pairs what agrees in a key that nobody else has on either side."""
    olds, news = _single(old, key), _single(new, key)
    for mark, node in news.items():
        if mark in olds:
            found[node.code] = Carry(node, olds[mark], basis, Decimal(1))


def _single(nodes: Iterable[Node], key: Callable[[Node], object]) -> dict[object, Node]:
    marked: dict[object, list[Node]] = {}
    for node in nodes:
        marked.setdefault(key(node), []).append(node)
    return {mark: held[0] for mark, held in marked.items() if len(held) == 1}


def _pair_alike(found: dict[str, Carry], old: list[Node], new: list[Node]) -> None:
    """Pairs the most alike first; in a tree too large to compare all with all nothing is proposed."""
    if len(old) * len(new) > _MOST_PAIRS:
        return
    parts = {id(node): _parts(node.name) for node in (*old, *new)}
    alike = [
        (share, place, one, other)
        for place, (one, other) in enumerate((one, other) for one in new for other in old)
        if one.is_leaf is other.is_leaf and (share := _dice(parts[id(one)], parts[id(other)])) >= LIKE
    ]
    used: set[str] = set()
    for share, _, one, other in sorted(alike, key=lambda each: (-each[0], each[1])):
        if one.code not in found and other.code not in used:
            used.add(other.code)
            found[one.code] = Carry(one, other, Basis.SIMILAR, round_half_up(share, _PLACES))


def _dice(one: frozenset[str], other: frozenset[str]) -> Decimal:
    whole = len(one) + len(other)
    return Decimal(2 * len(one & other)) / whole if whole else Decimal()


def _parts(name: str) -> frozenset[str]:
    words = re.findall(r"\w+", name.casefold())
    return frozenset([*words, *(f"{a} {b}" for a, b in pairwise(words))])


def _folded(node: Node) -> str:
    return fold(node.name)
