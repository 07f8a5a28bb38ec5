"""Frameworks in words: when they are in force, whom they are for, and their trees row by row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.directory import AreaLevel
from contracts.indicators.definitions import Framework, FrameworkNode, FrameworkSummary
from kit.numbers import write_number
from kit.sheets import write_csv

LEVELS = {
    AreaLevel.NATION: "Cả nước",
    AreaLevel.PROVINCE: "Cấp tỉnh",
    AreaLevel.DISTRICT: "Cấp huyện",
    AreaLevel.COMMUNE: "Cấp xã",
    AreaLevel.VILLAGE: "Thôn, tổ dân phố",
}
REQUIREMENTS = {"mandatory": "Bắt buộc", "extended": "Mở rộng"}
COLUMNS = (
    "code", "parent_code", "name", "is_leaf", "scored", "max_points", "weight", "rule", "requirement", "applies_to",
    "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One node in words; a group has no rule."""

    code: str
    name: str
    is_leaf: bool
    depth: int
    points: str
    rule: str
    marks: tuple[str, ...]
    note: str | None


def in_force(frameworks: Iterable[FrameworkSummary], today: date) -> list[tuple[str, list[FrameworkSummary]]]:
    """Frameworks under “in force”, “to come” and “past”, the newest first; no empty headings."""
    groups: dict[str, list[FrameworkSummary]] = {"Đang có hiệu lực": [], "Sắp có hiệu lực": [], "Đã hết hiệu lực": []}
    for one in sorted(frameworks, key=lambda one: (one.valid_from, one.code), reverse=True):
        past = one.valid_to is not None and one.valid_to < today
        groups[
            "Đã hết hiệu lực" if past else "Sắp có hiệu lực" if one.valid_from > today else "Đang có hiệu lực"
        ].append(one)
    return [(name, found) for name, found in groups.items() if found]


def days_of(framework: FrameworkSummary) -> str:
    """From when until when it is in force."""
    first = f"{framework.valid_from:%d/%m/%Y}"
    return f"{first} – {framework.valid_to:%d/%m/%Y}" if framework.valid_to else f"Từ {first}"


def points_of(framework: FrameworkSummary) -> str:
    """The total of its scale."""
    return "Tỷ lệ 0–1" if framework.scale_unit == "share" else write_number(framework.max_points)


def tree_rows(framework: Framework) -> list[TreeRow]:
    """Every node in reading order."""
    depths: dict[str | None, int] = {None: -1}
    names = {one.key: one.name for one in framework.classes}
    rows = []
    for node in framework.nodes:
        depths[node.code] = depths[node.parent_code] + 1
        rows.append(_row(framework, node, depths[node.code], names))
    return rows


def tree_csv(framework: Framework) -> str:
    """The tree as CSV, UTF-8 with a mark so that Excel reads the names."""
    return write_csv(COLUMNS, (_line(node) for node in framework.nodes))


def _line(node: FrameworkNode) -> tuple[object, ...]:
    requirement = ";".join(f"{level}={word}" if level else word for level, word in node.requirement.items())
    return (
        node.code, node.parent_code, node.name, node.is_leaf, node.scored, node.max_points, node.weight,
        node.rule_text, requirement, ";".join(node.applies_to), node.note or "",
    )  # fmt: skip


def _row(framework: Framework, node: FrameworkNode, depth: int, names: dict[str, str]) -> TreeRow:
    marks = [REQUIREMENTS[word] for word in node.requirement.values()]
    marks += [f"Chỉ {names.get(key, key)}" for key in node.applies_to]
    if not node.scored:
        marks.append("Không tính điểm")
    return TreeRow(
        code=node.code,
        name=node.name,
        is_leaf=node.is_leaf,
        depth=depth,
        points=_points(framework, node),
        rule=node.rule_text or "",
        marks=tuple(dict.fromkeys(marks)),
        note=node.note,
    )


def _points(framework: Framework, node: FrameworkNode) -> str:
    if framework.scale_unit != "share":
        return write_number(node.max_points)
    return "Chưa công bố" if node.weight is None else write_number(node.weight)
