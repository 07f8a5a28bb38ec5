"""Frameworks: open to all, published from their files, never redefined under sheets that use them."""

from pathlib import Path

import pytest

from kit.database import in_unit
from kit.errors import Conflict
from services.indicators.actions.frameworks import publish_framework
from tests.harness.live import LiveSystem
from tests.harness.scoring import API

COMES = {"CDS-XA-2025", "DTI-2022", "DTI-2025", "MINH-HOA-XA", "QD766"}
FILES = Path(__file__).resolve().parents[4] / "services" / "indicators" / "frameworks"


def publish(system: LiveSystem, definition: str) -> bool:
    async def work() -> bool:
        async with in_unit(system.databases["indicators"]) as session:
            return await publish_framework(session, definition)

    return system.run(work())


def test_anybody_reads_the_frameworks(system: LiveSystem) -> None:
    found = system.client().get(f"{API}/frameworks").json()["items"]
    items = [each for each in found if each["code"] in COMES]
    assert [(each["code"], each["level"], each["max_points"], each["leaves"]) for each in items] == [
        ("CDS-XA-2025", "X", 960, 62),
        ("DTI-2022", "T", 1, 9),
        ("DTI-2025", "T", 1, 8),
        ("MINH-HOA-XA", "X", 100, 10),
        ("QD766", "T", 100, 21),
    ]
    assert [each["code"] for each in items if each["by_inputs"]] == ["QD766"]


def test_frameworks_come_page_by_page(system: LiveSystem) -> None:
    client = system.client()
    whole = client.get(f"{API}/frameworks").json()["items"]
    page, found = client.get(f"{API}/frameworks", params={"limit": 2}).json(), []
    while page["next"]:
        found += page["items"]
        page = client.get(page["next"]).json()
    assert [*found, *page["items"]] == whole
    assert [each["code"] for each in whole[:2]] == ["CDS-XA-2025", "DTI-2022"]


def test_the_tree_stands_in_natural_order_with_maxima_and_rules(system: LiveSystem) -> None:
    nodes = system.client().get(f"{API}/frameworks/CDS-XA-2025").json()["nodes"]
    codes = [node["code"] for node in nodes]
    assert codes.index("4.22.10") == codes.index("4.22.9") + 1
    leaves = [node for node in nodes if node["is_leaf"]]
    assert (len(leaves), sum(node["max_points"] for node in leaves)) == (62, 960)
    assert {node["rule"]["kind"] for node in leaves} == {"manual"}
    assert next(node for node in nodes if node["code"] == "4.22.10")["parent_code"] == "4.22"


def test_smart_city_is_part_of_the_dti_of_2022_but_not_scored(system: LiveSystem) -> None:
    framework = system.client().get(f"{API}/frameworks/DTI-2022").json()
    weights = {node["code"]: node["weight"] for node in framework["nodes"]}
    assert weights == {"1": 100, "2": 100, "3": 100, "4": 100, "5": 100, "6": 0, "7": 200, "8": 150, "9": 150}
    assert [node["name"] for node in framework["nodes"] if not node["scored"]] == ["Đô thị thông minh"]


def test_the_index_of_2025_shows_what_was_not_published_as_unknown(system: LiveSystem) -> None:
    framework = system.client().get(f"{API}/frameworks/DTI-2025").json()
    assert framework["issuer"]["number"] == "405/QĐ-BKHCN"
    assert [(node["weight"], "chưa công bố" in node["note"]) for node in framework["nodes"]] == [(None, True)] * 8


def test_decision_766_shows_its_rules_and_where_there_is_none(system: LiveSystem) -> None:
    nodes = {node["code"]: node for node in system.client().get(f"{API}/frameworks/QD766").json()["nodes"]}
    assert nodes["REUSED_DIGITIZED_DATA"]["rule"] == {
        "kind": "ratio", "places": 2, "target": 80, "per": 100, "cap": 1, "zero_denominator": "full"
    }  # fmt: skip
    assert (nodes["ONLINE_TOTAL"]["rule"]["kind"], nodes["ONLINE_TOTAL"]["parent_code"]) == ("manual", "ONLINE")
    assert "chưa được công bố" in nodes["ONLINE_TOTAL"]["note"]


def test_an_unknown_framework_is_not_found(system: LiveSystem) -> None:
    assert system.client().get(f"{API}/frameworks/DTI-1999").status_code == 404


def test_publishing_the_same_file_again_changes_nothing(system: LiveSystem) -> None:
    assert not publish(system, (FILES / "DTI-2022.yaml").read_text(encoding="utf-8"))


def test_a_name_may_be_corrected_but_a_maximum_may_not_once_sheets_exist(fresh_system: LiveSystem) -> None:
    definition = (FILES / "DTI-2022.yaml").read_text(encoding="utf-8")
    assert publish(fresh_system, definition.replace("Nhận thức số", "Nhận thức số (sửa)"))
    nodes = fresh_system.client().get(f"{API}/frameworks/DTI-2022").json()["nodes"]
    assert nodes[0]["name"] == "Nhận thức số (sửa)"
    with pytest.raises(Conflict, match="cần một mã mới"):
        publish(fresh_system, definition.replace("weight: 200", "weight: 250"))
