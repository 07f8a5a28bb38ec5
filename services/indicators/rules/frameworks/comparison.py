"""Two frameworks side by side: what was added, removed, renamed, moved, what counts otherwise, and how points went."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kit.numbers import write_number
from services.indicators.rules.framework import Framework, Node
from services.indicators.rules.frameworks.carrying import Carry, carry_over
from services.indicators.rules.frameworks.levels import rule_told
from services.indicators.rules.frameworks.words import maximum_told, rule_words, target_told


class Aspect(StrEnum):
    """In what a node differs from the one it goes on from."""

    CODE = "code"
    NAME = "name"
    GROUP = "group"
    MAXIMUM = "maximum"
    WEIGHT = "weight"
    TARGET = "target"
    RULE = "rule"
    SCORED = "scored"
    CLASSES = "classes"
    REQUIREMENT = "requirement"
    EVIDENCE = "evidence"
    NOTE = "note"


ASPECTS = {
    Aspect.CODE: "Mã",
    Aspect.NAME: "Tên",
    Aspect.GROUP: "Nhóm",
    Aspect.MAXIMUM: "Điểm tối đa",
    Aspect.WEIGHT: "Trọng số",
    Aspect.TARGET: "Mục tiêu",
    Aspect.RULE: "Quy tắc tính điểm",
    Aspect.SCORED: "Có tính điểm",
    Aspect.CLASSES: "Áp dụng cho loại",
    Aspect.REQUIREMENT: "Bắt buộc hay mở rộng",
    Aspect.EVIDENCE: "Minh chứng",
    Aspect.NOTE: "Ghi chú",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise, as words; None where there was, or is, nothing."""

    aspect: str
    title: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Altered:
    """A node that went on with changes."""

    carry: Carry
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs; `head` is what is said of the framework itself. Points are those of criteria."""

    old: Framework
    new: Framework
    head: tuple[Change, ...]
    added: tuple[Node, ...]
    removed: tuple[Node, ...]
    altered: tuple[Altered, ...]
    carries: tuple[Carry, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not (self.head or self.added or self.removed or self.altered)

    @property
    def points_added(self) -> Decimal:
        """The maxima of new criteria."""
        return _points(self.added)

    @property
    def points_removed(self) -> Decimal:
        """The maxima of criteria that are no more."""
        return _points(self.removed)


def compare(old: Framework, new: Framework) -> Comparison:
    """What differs between two frameworks, or two versions of one."""
    carries = carry_over(old, new)
    gone = {one.old.code for one in carries}
    come = {one.new.code for one in carries}
    onward = {one.old.code: one.new.code for one in carries}
    altered = [Altered(one, tuple(_changes(old, new, one, onward))) for one in carries]
    return Comparison(
        old=old,
        new=new,
        head=tuple(_head(old, new)),
        added=tuple(node for node in new.walk() if node.code not in come),
        removed=tuple(node for node in old.walk() if node.code not in gone),
        altered=tuple(one for one in altered if one.changes),
        carries=tuple(carries),
    )


def _points(nodes: tuple[Node, ...]) -> Decimal:
    return sum((node.maximum for node in nodes if node.is_leaf and node.scored), Decimal())


def _changes(old: Framework, new: Framework, carry: Carry, onward: dict[str, str]) -> Iterator[Change]:
    before, after = _aspects(old, carry.old), _aspects(new, carry.new)
    for aspect in Aspect:
        was, now = before.get(aspect), after.get(aspect)
        if aspect is Aspect.GROUP and onward.get(was or "", was) == now:
            continue  # the group itself goes by another code, and that is told of the group
        if was != now:
            yield Change(aspect.value, ASPECTS[aspect], was, now)


def _aspects(framework: Framework, node: Node) -> dict[Aspect, str | None]:
    """What a node is, as words that differ exactly where it differs."""
    rule = node.rule
    told: dict[Aspect, str | None] = {
        Aspect.CODE: node.code,
        Aspect.NAME: node.name,
        Aspect.GROUP: framework.parents[node.code],
        Aspect.MAXIMUM: maximum_told(framework, node),
        Aspect.SCORED: "có" if node.scored else "không",
        Aspect.CLASSES: ", ".join(sorted(node.applies_to)) if node.applies_to else None,
        Aspect.REQUIREMENT: ", ".join(f"{k}: {v}" if k else v for k, v in sorted(node.requirements.items())) or None,
        Aspect.EVIDENCE: "bắt buộc" if node.evidence_required else None,
        Aspect.NOTE: node.note,
    }
    if node.is_leaf:
        told[Aspect.TARGET] = target_told(rule)
        told[Aspect.RULE] = None if rule is None else rule_words(rule, with_target=False)
        told[Aspect.WEIGHT] = "chưa công bố" if node.weight is None else write_number(node.weight)
        if framework.formula.value == "sum":
            told.pop(Aspect.WEIGHT)  # a criterion weighs its maximum
    return told


_HEAD = {
    "name": "Tên",
    "issuer": "Văn bản",
    "level": "Cấp",
    "unit_class": "Áp dụng cho",
    "area": "Địa bàn",
    "valid": "Hiệu lực",
    "periods": "Kỳ",
    "total": "Tổng điểm",
    "decimals": "Số chữ số thập phân",
    "formula": "Công thức tổng điểm",
    "classes": "Loại đơn vị",
    "recognition": "Quy tắc công nhận",
}


def _head(old: Framework, new: Framework) -> Iterator[Change]:
    before, after = _facts(old), _facts(new)
    for key, title in _HEAD.items():
        if before[key] != after[key]:
            yield Change(key, title, before[key], after[key])


def _facts(framework: Framework) -> dict[str, str | None]:
    issuer, last = framework.issuer, framework.valid_to
    return {
        "name": framework.name,
        "issuer": f"{issuer.number}, {issuer.by}",
        "level": framework.level.value,
        "unit_class": framework.unit_class,
        "area": framework.area,
        "valid": f"{framework.valid_from:%d/%m/%Y} – {f'{last:%d/%m/%Y}' if last else 'nay'}",
        "periods": framework.period_kind.label,
        "total": write_number(framework.scale.total),
        "decimals": str(framework.scale.decimals),
        "formula": framework.formula.text,
        "classes": _classes(framework),
        "recognition": "; ".join(rule_told(framework.recognition)) if framework.recognition else None,
    }


def _classes(framework: Framework) -> str | None:
    views = framework.by_class
    told = (f"{one.name} ({write_number(views[one.key].scale.total)} điểm)" for one in framework.classes)
    return "; ".join(told) or None
