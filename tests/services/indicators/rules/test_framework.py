"""The frameworks as shipped, held against the figures of their sources."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.directory import AreaLevel
from contracts.periods import Period, PeriodKind
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
    assert [year for year in ("2024", "2025", "2026") if commune.is_valid_in(Period.parse(year))] == ["2025"]
    assert commune.units_on(Period.parse("2025")) == date(2025, 12, 31)


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


def test_the_index_of_2025_says_what_is_known_and_invents_no_weight(dti_2025: Framework) -> None:
    assert (dti_2025.issuer.number, dti_2025.issuer.issued_on) == ("405/QĐ-BKHCN", date(2025, 4, 3))
    assert [node.name for node in dti_2025.nodes] == [
        "Nhận thức số", "Thể chế số", "Hạ tầng số", "Nhân lực số", "An toàn thông tin mạng",
        "Hoạt động chính quyền số", "Hoạt động kinh tế số", "Hoạt động xã hội số",
    ]  # fmt: skip
    assert {node.weight for node in dti_2025.nodes} == {None}
    assert dti_2025.root.weight is None


def test_the_results_of_2024_are_those_of_the_provinces_made_in_2025(dti_2025: Framework) -> None:
    days = {year: dti_2025.units_on(Period.parse(year)) for year in ("2024", "2025")}
    assert days == {"2024": date(2025, 7, 1), "2025": date(2025, 12, 31)}
    assert not dti_2025.is_valid_in(Period.parse("2023"))


def test_decision_766_has_the_groups_metrics_maxima_and_rules_of_its_source(
    service_quality: Framework, service_structure: Table
) -> None:
    shipped = {(service_quality.parents[leaf.code], leaf.code, leaf.maximum) for leaf in service_quality.leaves}
    assert shipped == {(row["group_code"], row["metric_code"], Decimal(row["metric_max"])) for row in service_structure}
    assert {(node.code, node.name, node.maximum) for node in service_quality.nodes} == {
        (row["group_code"], row["group_name"], Decimal(row["group_max"])) for row in service_structure
    }
    targets = {leaf.code: getattr(leaf.rule, "target", None) for leaf in service_quality.leaves}
    stated = {
        row["metric_code"]: row["target_pct"] for row in service_structure if row["scoring_rule"].endswith("linear")
    }
    assert {code: str(targets[code]) for code in stated} == stated
    assert (service_quality.scale.total, service_quality.by_inputs) == (100, True)


def test_metrics_whose_rule_was_not_published_are_typed_and_say_so(service_quality: Framework) -> None:
    typed = [leaf for leaf in service_quality.leaves if leaf.rule == Manual(places=2)]
    assert [leaf.code for leaf in typed] == ["ONLINE_TOTAL", "PAY_DOSSIER", "PAY_FORMALITY", "PAY_PROVIDED"]
    assert all("chưa được công bố" in (leaf.note or "") for leaf in typed)


def test_metrics_published_for_information_carry_no_points(service_quality: Framework) -> None:
    for_information = [leaf for leaf in service_quality.leaves if not leaf.scored]
    assert [(leaf.code, leaf.maximum) for leaf in for_information] == [
        ("PETITION_CLASSIFICATION_TTHC", 0),
        ("PETITION_CLASSIFICATION_STAFF", 0),
    ]
