"""Who may read, score, appraise and publish which sheet."""

import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, CAN_GIUOC, PROVINCE, Desk, faults, put, row_of
from tests.harness.xlsx import book

OUT_OF_REACH = "Đơn vị này ngoài phạm vi của tài khoản."
NOT_KNOWN = "Không có hồ sơ đánh giá này, hoặc hồ sơ ngoài phạm vi của tài khoản."
NOT_THE_UNIT = "Chỉ người được giao tại chính đơn vị mới tự đánh giá được; tài khoản này được giao ở cấp trên."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHARE = {"code": "1", "stage": "self", "points": 0.5}


def test_nobody_reads_sheets_or_rankings_without_signing_in(system: LiveSystem, desk: Desk) -> None:
    sheet = desk.sheet()
    for address in ("assessments", f"assessments/{sheet['id']}", f"assessments/{sheet['id']}/proof"):
        assert system.client().get(f"{API}/{address}").status_code == 401
    query = {"framework": "DTI-2022", "period": "2022"}
    assert system.client().get(f"{API}/rankings", params=query).status_code == 401


def test_a_published_result_is_read_by_every_reader_of_rankings(system: LiveSystem) -> None:
    officer = system.client("commune_officer", at="X04630-2025")
    ranking = officer.get(f"{API}/rankings", params={"framework": "DTI-2022", "period": "2022", "level": "T"}).json()
    first = ranking["items"][0]
    assert first["area_name"] == "Thành phố Đà Nẵng"
    assert officer.get(f"{API}/assessments/{first['assessment']}/proof").json()["final"]["points"] == 0.8002


def test_an_officer_scores_their_own_commune_and_no_other(system: LiveSystem, desk: Desk) -> None:
    officer = system.client("commune_officer", at="X28159-2025")
    other = desk.sheet()
    answer = put(officer, other, {"code": "1.1", "stage": "self", "points": 1})
    assert (answer.status_code, answer.json()["detail"]) == (404, NOT_KNOWN)
    body = {"framework": "CDS-XA-2025", "area": other["area"], "period": "2025"}
    answer = officer.post(f"{API}/assessments", json=body)
    assert (answer.status_code, answer.json()["detail"]) == (403, OUT_OF_REACH)
    assert officer.get(f"{API}/assessments/{other['id']}").status_code == 404
    assert officer.get(f"{API}/assessments/{other['id']}/proof").status_code == 404
    listed = officer.get(f"{API}/assessments", params={"limit": 500}).json()["items"]
    assert {sheet["area"] for sheet in listed} == {CAN_GIUOC}


def test_a_unit_scores_itself_and_nobody_does_it_from_above(system: LiveSystem, desk: Desk) -> None:
    department = system.client("department_officer", at="T80-2025")
    query = {"framework": "CDS-XA-2025", "area": CAN_GIUOC, "period": "2025"}
    sheet = department.get(f"{API}/assessments", params=query).json()["items"][0]
    answer = put(department, sheet, {"code": "1.1", "stage": "self", "points": 1})
    assert (answer.status_code, answer.json()["detail"]) == (403, NOT_THE_UNIT)
    answer = department.post(f"{API}/assessments", json=query)
    assert (answer.status_code, faults(answer)) == (403, {"/area": NOT_THE_UNIT})
    form = {"kind": "assessment"} | query
    answer = department.post(f"{API}/imports", data=form, files={"file": ("a.xlsx", book([("1.1", "", 1)]), XLSX)})
    assert (answer.status_code, faults(answer)) == (403, {"/area": NOT_THE_UNIT})
    nation = put(desk.person("department_officer", "VN"), sheet, {"code": "1.1", "stage": "self", "points": 1})
    assert nation.status_code == 403
    own = {"framework": "QD766", "area": "T80-2025", "period": "2026"}
    opened = department.post(f"{API}/assessments", json=own)
    assert opened.status_code == 200
    taken = {"code": "ON_TIME", "stage": "self", "numerator": None, "denominator": None}
    assert put(department, opened.json(), taken).status_code == 200


def test_what_a_unit_became_scores_the_sheet_of_what_it_was(desk: Desk) -> None:
    sheet = desk.sheet("T10-2004", "DTI-2022", "2023")
    assert put(desk.person("department_officer", "T15-2025"), sheet, SHARE).status_code == 200
    assert put(desk.person("department_officer", "T80-2025"), sheet, SHARE).status_code in (403, 404)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("commune_officer", {"self"}),
        ("appraiser", {"appraised"}),
        ("publisher", {"final"}),
        ("leader", set()),
        ("viewer", set()),
        ("admin", set()),
    ],
)
def test_each_role_sets_its_own_stage_only(desk: Desk, role: str, allowed: set[str]) -> None:
    sheet = desk.sheet()
    person = desk.person(role, sheet["area"] if role == "commune_officer" else PROVINCE)
    for stage in ("self", "appraised", "final"):
        answer = put(person, sheet, {"code": "1.1", "stage": stage, "points": 5})
        assert answer.status_code == (200 if stage in allowed else 403), (role, stage)
        if answer.status_code == 200:
            sheet = answer.json()


def test_a_batch_with_one_stage_that_is_not_yours_saves_nothing(desk: Desk) -> None:
    sheet = desk.sheet()
    scores = [{"code": "1.1", "stage": stage, "points": 5} for stage in ("self", "appraised")]
    assert put(desk.person("commune_officer", sheet["area"]), sheet, *scores).status_code == 403
    assert row_of(desk.person("leader").get(f"{API}/assessments/{sheet['id']}").json(), "1.1")["self"] is None


def test_a_leader_of_lao_cai_reads_what_yen_bai_was_assessed_at(system: LiveSystem) -> None:
    query = {"framework": "DTI-2022", "period": "2022", "limit": "500"}
    listed = system.client("leader", at="T15-2025").get(f"{API}/assessments", params=query).json()["items"]
    assert {sheet["area"] for sheet in listed} == {"T15-2004", "T10-2004"}


def test_an_unknown_sheet_is_not_found(desk: Desk) -> None:
    unknown = "01900000-0000-7000-8000-000000000000"
    leader = desk.person("leader")
    assert leader.get(f"{API}/assessments/{unknown}").status_code == 404
    answer = put(
        desk.person("commune_officer"), {"id": unknown, "version": 1}, {"code": "1", "stage": "self", "points": 1}
    )
    assert answer.status_code == 404
    assert leader.get(f"{API}/assessments/khong-phai-ma").status_code == 422


def test_a_list_asked_for_an_unknown_framework_or_area_is_not_an_empty_one(system: LiveSystem) -> None:
    ministry = system.token("indicators:read")
    for query in ({"framework": "KHONG-CO"}, {"area": "X99999-2025"}):
        assert ministry.get(f"{API}/assessments", params=query).status_code == 404
    empty = ministry.get(f"{API}/assessments", params={"framework": "CDS-XA-2025", "area": "T15-2025"})
    assert (empty.status_code, empty.json()["items"]) == (200, [])
