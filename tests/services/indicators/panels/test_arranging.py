"""Setting up a panel: who may, what is refused, what the audit keeps, which panel judges a sheet."""

import time
from typing import Any

from tests.harness.panels import FRAMEWORK, PROVINCE, Panels
from tests.harness.scoring import API, faults


def test_a_publisher_names_a_head_and_members_and_changes_them_over_the_version_read(panels: Panels) -> None:
    head, one, two = (panels.person(name) for name in ("Chủ trì", "Một", "Hai"))
    made = panels.arranged(one.seat("1", "2"), head.seat(head=True), area=(area := panels.commune()))
    assert [(seat["name"], seat["head"], seat["groups"]) for seat in made["members"]] == [
        ("Chủ trì", True, None),
        ("Một", False, ["1", "2"]),
    ]
    assert (made["version"], made["threshold"], made["area"]) == (1, 10, area)
    path = f"{API}/panels/{made['id']}"
    terms = {"members": [head.seat(head=True), two.seat()], "threshold": 5, "reason": "Đồng chí Một đi học."}
    assert panels.publisher.put(path, json=terms).status_code == 428
    changed = panels.publisher.put(path, json=terms, headers={"If-Match": '"v1"'})
    assert (changed.status_code, changed.headers["etag"].replace("-gz", "")) == (200, '"v2"')
    assert [seat["name"] for seat in changed.json()["members"]] == ["Chủ trì", "Hai"]
    assert panels.publisher.put(path, json=terms, headers={"If-Match": '"v1"'}).status_code == 412
    again = panels.arrange(head.seat(head=True), area=area)
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "Bộ chỉ số, kỳ và địa bàn này đã có tổ thẩm định; hãy sửa tổ đó.",
    )
    gone = panels.publisher.delete(path, params={"reason": "Lập nhầm"}, headers={"If-Match": '"v2"'})
    assert gone.status_code == 204
    assert panels.publisher.get(path).status_code == 404
    assert panels.arrange(head.seat(head=True), area=area).status_code == 201


def test_every_naming_and_change_is_a_deed(panels: Panels) -> None:
    head, one = panels.person("Chủ trì"), panels.person("Một")
    made = panels.arranged(head.seat(head=True), area=panels.commune())
    terms = {"members": [head.seat(head=True), one.seat("2")], "reason": "Thêm người"}
    path = f"{API}/panels/{made['id']}"
    assert panels.publisher.put(path, json=terms, headers={"If-Match": '"v1"'}).status_code == 200
    assert panels.publisher.delete(path, params={"reason": "Hết việc"}, headers={"If-Match": '"v2"'}).status_code == 204
    keeper = panels.desk.person("admin", PROVINCE)
    told: list[dict[str, Any]] = []
    for _ in range(200):
        query = {"subject": f"panel:{made['id']}"}
        told = keeper.get("/api/gateway/v1/audit-events", params=query).json()["items"]
        if len(told) == 3:
            break
        time.sleep(0.1)
    assert [each["action"] for each in told] == ["panel.dissolved", "panel.changed", "panel.arranged"]
    assert (told[0]["reason"], told[1]["reason"]) == ("Hết việc", "Thêm người")


def test_what_is_wrong_with_a_panel_is_named_place_by_place(panels: Panels) -> None:
    head, one = panels.person("Chủ trì"), panels.person("Một")
    area = panels.commune()
    nobody_leads = panels.arrange(one.seat("1"), one.seat("9"), area=area)
    assert faults(nobody_leads) == {
        "/members": "Tổ thẩm định có đúng một chủ trì.",
        "/members/1/account": "Một có hai lần trong tổ.",
        "/members/1/groups/0": f"Bộ chỉ số {FRAMEWORK} không có mục “9”.",
    }
    left = panels.arrange(head.seat(head=True, everything=False), one.seat("1"), area=area)
    assert faults(left) == {"/members": "2 tiêu chí chưa giao cho ai: 2, 3."}
    wrong = panels.arrange(head.seat(head=True), area=area, period="2024", unit_class="x")
    assert faults(wrong).keys() == {"/period", "/unit_class"}
    unknown = panels.arrange(head.seat(head=True), area="X99999-2025", framework="Z-1")
    assert faults(unknown).keys() == {"/framework", "/area"}


def test_arranging_is_for_those_who_hold_the_right_there(panels: Panels) -> None:
    said = {"framework": FRAMEWORK, "period": panels.year(), "area": PROVINCE}
    body = said | {"members": [panels.person("Chủ trì").seat(head=True)]}
    for role in ("appraiser", "leader", "department_officer", "commune_officer"):
        assert panels.desk.person(role, PROVINCE).post(f"{API}/panels", json=body).status_code == 403
    elsewhere = panels.desk.person("admin", "T15-2025").post(f"{API}/panels", json=body)
    assert (elsewhere.status_code, list(faults(elsewhere))) == (403, ["/area"])
    assert panels.desk.person("admin", PROVINCE).post(f"{API}/panels", json=body).status_code == 201


def test_those_who_are_judged_read_by_whom_and_strangers_do_not(panels: Panels) -> None:
    made = panels.arranged(panels.person("Chủ trì").seat(head=True), area=(area := panels.commune()))
    path = f"{API}/panels/{made['id']}"
    unit = panels.desk.person("commune_officer", area)
    assert unit.get(path).json()["members"][0]["name"] == "Chủ trì"
    listed = unit.get(f"{API}/panels", params={"framework": FRAMEWORK, "period": "2025"}).json()["items"]
    assert made["id"] in [one["id"] for one in listed]
    stranger = panels.desk.person("commune_officer", "X04630-2025")
    assert stranger.get(path).status_code == 404
    assert stranger.get(f"{API}/panels", params={"framework": FRAMEWORK}).json()["items"] == []


def test_lists_of_panels_are_paged_and_take_as_many_statements_for_many(panels: Panels) -> None:
    year = panels.year()
    for _ in range(3):
        panels.arranged(panels.person("Chủ trì").seat(head=True), area=panels.commune(), period=year)
    query = {"framework": FRAMEWORK, "period": year, "limit": 2}
    first = panels.publisher.get(f"{API}/panels", params=query).json()
    second = panels.publisher.get(first["next"]).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    few = panels.desk.statements(lambda: panels.publisher.get(f"{API}/panels", params=query | {"limit": 1}))
    assert panels.desk.statements(lambda: panels.publisher.get(f"{API}/panels", params=query)) == few


def test_who_may_be_named_is_found_by_who_arranges(panels: Panels) -> None:
    one = panels.person("Một")
    found = panels.publisher.get("/api/gateway/v1/appraisers", params={"area": PROVINCE})
    assert found.status_code == 200, found.text
    assert one.account in [each["account"] for each in found.json()["items"]]
    nothing = panels.publisher.get("/api/gateway/v1/appraisers", params={"area": PROVINCE, "q": "không ai tên thế này"})
    assert nothing.json()["items"] == []
    assert panels.publisher.get("/api/gateway/v1/appraisers", params={"area": "T15-2025"}).status_code == 403
    assert one.http.get("/api/gateway/v1/appraisers", params={"area": PROVINCE}).status_code == 403


def test_the_nearest_panel_judges_a_sheet(panels: Panels) -> None:
    near, far = panels.person("Gần"), panels.person("Xa")
    area, year = panels.commune(), panels.year()
    panels.arranged(far.seat(head=True), period=year)
    panels.arranged(near.seat(head=True), period=year, area=area)
    here, there = panels.case(year, area), panels.case(year)
    assert here.table(near)["panel"]["members"][0]["name"] == "Gần"
    assert there.table(near)["panel"]["members"][0]["name"] == "Xa"
    assert far.http.get(f"{here.path}/panel/part").status_code == 404
