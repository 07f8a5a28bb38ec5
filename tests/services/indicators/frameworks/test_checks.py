"""Checking a file, comparing frameworks, and the recognition of a sheet, over HTTP."""

from typing import Any

import httpx

from tests.harness.frameworks import BANDS, CLASSES, flat, head, nodes
from tests.harness.scoring import API, Desk, put

LAO_CAI = "T15-2025"
YAML = {"Content-Type": "text/plain; charset=utf-8"}
OWN = "X04630-2025"


def checked(client: httpx.Client, text: str) -> dict[str, Any]:
    answer = client.post(f"{API}/frameworks/checks", content=text.encode(), headers=YAML)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_every_fault_comes_with_its_line_quoted_and_nothing_is_saved(officer: httpx.Client) -> None:
    text = (
        (head("KT-A", area=LAO_CAI) + flat())
        .replace("periods: year", "periods: decade")
        .replace("max: 50", "max: x", 1)
    )
    found = checked(officer, text)
    assert found["valid"] is False
    assert [(each["line"], each["quoted"]) for each in found["faults"]] == [
        (8, "periods: decade"),
        (13, '- {code: "1", name: Tiêu chí 1, max: x}'),
    ]
    assert officer.get(f"{API}/frameworks/KT-A").status_code == 404


def test_a_sound_file_comes_back_read_and_compared_with_what_it_succeeds(officer: httpx.Client, publish: Any) -> None:
    publish(head("KT-B1", area=LAO_CAI, issuer="KT-B") + flat())
    after = head("KT-B2", area=LAO_CAI, issuer="KT-B", valid_from="2028-01-01", more="succeeds: KT-B1\n")
    found = checked(officer, after + flat().replace("Tiêu chí 2", "Tiêu chí hai"))
    assert (found["valid"], found["faults"], found["standing"]["code"]) == (True, [], "KT-B1")
    assert found["framework"]["leaves"] == 2
    assert found["diff"]["changed"][0]["changes"] == [
        {"aspect": "name", "title": "Tên", "before": "Tiêu chí 2", "after": "Tiêu chí hai"}
    ]
    assert officer.get(f"{API}/frameworks/KT-B2").status_code == 404


def test_what_publishing_would_refuse_is_told_before(officer: httpx.Client) -> None:
    far = checked(officer, head("KT-C", area="T38-2025") + flat())
    assert [(each["line"], each["path"]) for each in far["faults"]] == [(4, "area")]
    lost = checked(officer, head("KT-C", area=LAO_CAI, more="succeeds: KHONG-CO\n") + flat())
    assert [each["detail"] for each in lost["faults"]] == ["Không có bộ tiêu chí “KHONG-CO” để kế thừa."]


def test_decision_405_beside_922(officer: httpx.Client) -> None:
    found = officer.get(f"{API}/frameworks/DTI-2025/diff").json()
    assert (found["old"]["code"], found["new"]["code"]) == ("DTI-2022", "DTI-2025")
    assert [each["name"] for each in found["removed"]] == ["Đô thị thông minh"]
    assert (found["carries"]["6"], found["carried_to"]["9"]) == ("7", ["8"])
    assert {each["basis"] for each in found["carried"]} == {"stated"}
    assert officer.get(f"{API}/frameworks/DTI-2022/diff").status_code == 404
    assert officer.get(f"{API}/frameworks/DTI-2022/diff", params={"with": "QD766"}).json()["same"] is False


def test_the_schema_is_served_to_all(officer: httpx.Client) -> None:
    answer = httpx.get(f"{officer.base_url}{API}/framework-schema")
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json()["properties"]["recognition"]


def test_a_sheet_tells_its_level_by_stage_and_what_is_missing(publish: Any, desk: Desk) -> None:
    text = head("KT-D", area=LAO_CAI, issuer="KT-D", valid_from="2025-01-01", more=BANDS) + flat()
    assert publish(text).status_code == 201
    officer = desk.person("commune_officer", OWN)
    sheet = officer.post(f"{API}/assessments", json={"framework": "KT-D", "area": OWN, "period": "2025"}).json()
    empty = officer.get(f"{API}/assessments/{sheet['id']}/recognition").json()
    assert (empty["stage"], empty["self"]) == (None, None)

    sheet = put(officer, sheet, {"code": "1", "stage": "self", "points": 50}).json()
    found = officer.get(f"{API}/assessments/{sheet['id']}/recognition").json()
    assert (found["stage"], found["self"]["name"], found["self"]["share"]) == ("self", "Hình thành", 50)
    assert (found["self"]["next"], found["self"]["unscored"]) == ("Nâng cao", 1)
    assert found["self"]["lacking"] == ["Cần thêm 0,01 điểm để được trên 50% điểm tối đa (50/100); hiện có 50."]
    assert (found["appraised"], found["source"]) == (None, "684/QĐ-UBND (Lào Cai), doingoailaocai.vn 19124")
    assert desk.person("commune_officer", "X28159-2025").get(
        f"{API}/assessments/{sheet['id']}/recognition"
    ).status_code in (403, 404)


def test_a_unit_of_another_class_is_scored_and_ranked_on_its_own_maximum(publish: Any, desk: Desk) -> None:
    other = "X04375-2025"
    tree = nodes(['code: "1", name: Chung, max: 75', 'code: "2", name: Thủ tục, max: 25, applies_to: [co-tthc]'])
    classes = CLASSES.replace("X28159-2025", other)
    text = head("KT-E", area=LAO_CAI, issuer="KT-E", valid_from="2025-01-01", more=classes + BANDS) + tree
    assert publish(text).status_code == 201
    for area, points in ((OWN, 60), (other, 60)):
        person = desk.person("commune_officer", area)
        sheet = person.post(f"{API}/assessments", json={"framework": "KT-E", "area": area, "period": "2025"}).json()
        assert put(person, sheet, {"code": "1", "stage": "self", "points": points}).status_code == 200
    found = person.get(f"{API}/assessments/{sheet['id']}/recognition").json()
    assert (found["unit_class"], found["max_points"]) == ("Không có thủ tục hành chính", 75)
    assert (found["self"]["name"], found["self"]["share"]) == ("Dẫn dắt", 80)
    assert put(person, sheet, {"code": "2", "stage": "self", "points": 1}, version=2).status_code == 422

    ranking = (
        desk.person("viewer", LAO_CAI).get(f"{API}/rankings", params={"framework": "KT-E", "period": "2025"}).json()
    )
    assert [(each["area"], each["share"], each["max"]) for each in ranking["items"]] == [
        (other, 80, 75),
        (OWN, 60, 100),
    ]


def test_a_framework_without_a_rule_recognises_nobody_and_says_so(desk: Desk) -> None:
    sheet = desk.sheet()
    found = desk.person("viewer", "VN").get(f"{API}/assessments/{sheet['id']}/recognition").json()
    assert (found["rule"], found["source"], found["stage"], found["self"]) == ([], None, None, None)
    assert found["note"] == "Bộ tiêu chí CDS-XA-2025 không có quy tắc công nhận."
