"""The two frameworks as shipped, held against the figures of their sources."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.directory import AreaLevel
from contracts.periods import PeriodKind
from kit.text import nfc
from services.indicators.rules.framework import Formula, Framework, NodeUnknown, ScaleUnit
from services.indicators.rules.scoring import Manual

Table = list[dict[str, str]]


def test_the_commune_framework_has_the_62_criteria_of_the_sheet(commune: Framework, published_sheet: Table) -> None:
    expected = [(row["code"], nfc(row["indicator"]), Decimal(row["max_points"])) for row in published_sheet]
    assert [(leaf.code, leaf.name, leaf.maximum) for leaf in commune.leaves] == expected
    assert {leaf.rule for leaf in commune.leaves} == {Manual(places=2)}


def test_the_commune_framework_has_six_groups_of_960_points_together(
    commune: Framework, published_sheet: Table
) -> None:
    assert [(node.code, int(node.maximum)) for node in commune.nodes] == [
        ("1", 80),
        ("2", 100),
        ("3", 100),
        ("4", 520),
        ("5", 80),
        ("6", 80),
    ]
    names = list(dict.fromkeys(row["group"] for row in published_sheet))
    assert [node.name for node in commune.nodes] == names
    assert commune.scale.total == commune.root.maximum == 960


def test_the_commune_framework_says_whom_and_when_it_applies_to(commune: Framework) -> None:
    assert (commune.level, commune.period_kind) == (AreaLevel.COMMUNE, PeriodKind.YEAR)
    assert (commune.scale.unit, commune.scale.decimals, commune.formula) == (ScaleUnit.POINTS, 2, Formula.SUM)
    assert commune.is_valid_on(date(2025, 12, 31))
    assert not commune.is_valid_on(date(2026, 1, 1))
    assert not commune.is_valid_on(date(2024, 12, 31))


def test_codes_follow_their_natural_order_and_know_their_group(commune: Framework) -> None:
    under = [node.code for node in commune.walk() if commune.parents[node.code] == "4.22"]
    assert under == [f"4.22.{place}" for place in range(1, 12)]
    assert commune.parents["4.22"] == "4"
    assert commune.parents["4"] is None


def test_the_provincial_index_has_nine_main_indices_of_1000_points(dti: Framework, dti_structure: Table) -> None:
    shipped = [(node.code, node.name, node.weight) for node in dti.nodes]
    assert shipped == [(row["code"], row["name_vi"], Decimal(row["max_points"])) for row in dti_structure]
    assert dti.root.weight == 1000
    assert [node.code for node in dti.nodes if not node.scored] == ["6"]
    assert {node.maximum for node in dti.nodes} == {Decimal(1)}


def test_the_provincial_index_is_a_weighted_share_of_four_decimals(dti: Framework) -> None:
    assert (dti.level, dti.issuer.number, dti.issuer.issued_on) == (
        AreaLevel.PROVINCE,
        "922/QĐ-BTTTT",
        date(2022, 5, 20),
    )
    assert (dti.scale.unit, dti.scale.decimals, dti.scale.total) == (ScaleUnit.SHARE, 4, Decimal(1))
    assert dti.formula is Formula.WEIGHTED_SHARE


def test_only_criteria_are_found_as_criteria(commune: Framework) -> None:
    assert commune.leaf("4.22.10").maximum == 30
    with pytest.raises(NodeUnknown, match=r"Mục 4 là nhóm"):
        commune.leaf("4")
    with pytest.raises(NodeUnknown, match=r"không có tiêu chí “4\.23”"):
        commune.leaf("4.23")
