"""Sample values: every stated fact is used or left out with a reason, invented ones are marked, people's stay."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from commands.storage import ROOT
from services.indicators.seed import seed_samples
from services.indicators.seed.illustrative import SILENT
from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, ratio

DATA = ROOT / "data"
MAPPING = yaml.safe_load((DATA / "facts" / "mapping.yaml").read_text(encoding="utf-8"))
FACTS: dict[str, dict[str, Any]] = {
    fact["id"]: fact for fact in json.loads((DATA / "facts" / "facts.json").read_text(encoding="utf-8"))["facts"]
}


def test_every_fact_is_used_or_left_out_with_a_reason_and_never_both() -> None:
    used = {line["fact"] for line in MAPPING["values"]}
    left = [fact for group in MAPPING["left_out"] for fact in group["facts"]]
    assert used.isdisjoint(left)
    assert len(left) == len(set(left))
    assert used | set(left) == set(FACTS)
    assert all(group["reason"].endswith(".") for group in MAPPING["left_out"])


def test_quotes_are_short(tmp_path: Path) -> None:
    assert [fact["id"] for fact in FACTS.values() if len(fact["quote"].split()) > 15] == []


def test_each_mapped_fact_reads_back_as_the_source_states_it(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.client())
    qualifiers = {"gần": "nearly", "hơn": "over"}
    for line in MAPPING["values"]:
        fact = FACTS[line["fact"]]
        reported = office.figure(line["indicator"], line["area"], line["period"])["reported"]
        if line["use"] == "parts":
            assert (reported["numerator"], reported["denominator"]) == (fact["numerator"], fact["denominator"])
        stated = fact["baseline" if line["use"] == "baseline" else "value"]
        assert Decimal(str(reported["value"])) == Decimal(str(stated))
        assert reported["qualifier"] == qualifiers.get(fact.get("qualifier", ""), "exactly")
        assert reported["source"] == "document"
        assert fact["quote"] in reported["source_text"]
        assert line["fact"] in reported["source_text"]


def test_invented_figures_fill_the_home_province_and_leave_some_units_out(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("indicators:read", "values:write"))
    for indicator, newest in (("CQS-01", "2026-09"), ("KTS-02", "2026-Q3")):
        rolled_up = office.figure(indicator, "T15-2025", newest)["rolled_up"]
        assert (rolled_up["units"], rolled_up["units_total"]) == (99 - SILENT, 99)
    assert office.sums_disagreeing_with_a_recount() == 0
    invented = office.get("values", within="T15-2025", period_from="2025-07", limit=500)["items"]
    assert {value["source"] for value in invented} <= {"illustrative", "document"}
    assert {value["note"] for value in invented if value["source"] == "illustrative"} == {"Số liệu minh hoạ"}


def test_loading_the_sample_again_changes_nothing_that_people_saved(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("indicators:read", "values:write"))
    corrected = ratio("NT-03", "X04630-2025", "2026-Q1", 1, 3, reason="Đếm lại")
    office.save(corrected)
    before = office.figure("NT-03", "T15-2025", "2026-Q1")
    system = fresh_system.system
    fresh_system.run(seed_samples(system.databases["indicators"], DATA))
    assert office.figure("NT-03", "X04630-2025", "2026-Q1")["reported"]["revision"] == 2
    assert office.figure("NT-03", "T15-2025", "2026-Q1") == before
    assert office.sums_disagreeing_with_a_recount() == 0
