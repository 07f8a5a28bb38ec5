"""Contests for tests of the rules: invented ones, and the published points of the 34 provinces of 2026."""

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.rankings.contest import Contest, Contestant, Part, parts_of, published_parts
from services.indicators.rules.scoring import RuleInputs, score

ROOT = Path(__file__).parents[5]
_HEAD = """\
code: THU-{count}
name: Bộ thử
name_en: Trial framework
issuer: {{number: "Không có", issued_on: 2021-01-01, by: Thử, source: "Tạo ra để thử"}}
applies_to: {{level: province, class: Tỉnh}}
valid_from: 2021-01-01
periods: year
scale: {{total: {total}, unit: points, decimals: 2}}
formula: sum
default_rule: {rule}
nodes:
"""
GROUPS = {"CKMB": "CKMB_18", "TDGQ": "TDGQ_20", "ONLINE": "ONLINE_12", "TTTT": "TTTT_10", "MDSH": "MDSH_22",
          "MDHL": "MDHL_18"}  # fmt: skip


@cache
def framework_of(count: int, maximum: int = 100, rule: str = "manual") -> Framework:
    """A framework of criteria 1, 2, 3 … of one maximum."""
    nodes = "".join(
        f'  - {{code: "{place}", name: Tiêu chí {place}, max: {maximum}}}\n' for place in range(1, count + 1)
    )
    return load_framework(_HEAD.format(count=count, total=count * maximum, rule=rule) + nodes)


def of_points(key: str, *points: float | str, maximum: int = 100) -> Contestant:
    """A unit with typed points."""
    framework = framework_of(len(points), maximum)
    given = {str(place): Decimal(str(one)) for place, one in enumerate(points, start=1)}
    return Contestant(
        key, key, f"Xã {key}", sum(given.values(), Decimal()) / framework.scale.total, parts_of(framework, given, {})
    )


def of_ratios(key: str, *ratios: tuple[int, int]) -> Contestant:
    """A unit whose points are counted from numerators and denominators, full at 100 %."""
    framework = framework_of(len(ratios), rule="{kind: ratio, target: 100, zero_denominator: full}")
    parts = []
    for leaf, (top, bottom) in zip(framework.leaves, ratios, strict=True):
        inputs = RuleInputs(numerator=Decimal(top), denominator=Decimal(bottom))
        assert leaf.rule is not None
        parts.append(Part(leaf, score(leaf.rule, leaf.maximum, inputs).points, inputs))
    earned = sum((part.earned for part in parts), Decimal())
    return Contestant(key, key, f"Xã {key}", earned / framework.scale.total, tuple(parts))


def contest(*units: Contestant) -> Contest:
    """A contest of units of one framework."""
    parts = next(unit.parts for unit in units if unit.parts)
    rule = "manual" if parts[0].inputs is None else "{kind: ratio, target: 100, zero_denominator: full}"
    return Contest(framework_of(len(parts), int(parts[0].node.maximum), rule), "2025", units)


@cache
def portal_contest() -> Contest:
    """The 34 provinces under QĐ 766 as the national portal showed them, by main group."""
    text = (ROOT / "services/indicators/frameworks/QD766.yaml").read_text(encoding="utf-8")
    framework = load_framework(text)
    with (ROOT / "data/dvc766/dvc766_provinces_2026-10-10.csv").open(encoding="utf-8", newline="") as lines:
        units = tuple(_province(framework, row) for row in csv.DictReader(lines))
    return Contest(framework, "2026", units)


def _province(framework: Framework, row: dict[str, str]) -> Contestant:
    points = {code: Decimal(row[column]) for code, column in GROUPS.items()}
    code, name = row["department_code"], row["department_name"]
    return Contestant(code, code, name, Decimal(row["total_score"]) / 100, published_parts(framework, points))
