"""Setting, changing and withdrawing targets: every version is kept, faults are named, reach is kept."""

from itertools import count
from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import API, faults_of
from tests.services.indicators.targets.conftest import Set, terms

_measures = count(1)


def unique() -> str:
    """A measure nobody else has a target of."""
    return f"Cách đo thử {next(_measures)}"


def test_a_target_is_set_and_read_by_everybody(system: LiveSystem, set_target: Set) -> None:
    made = set_target(
        measure=unique(), instrument={"number": "12/KH-UBND", "issued_on": "2026-01-05", "place": "mục 3"}
    )
    answer = system.client().get(f"{API}/targets/{made['id']}")
    found = answer.json()
    assert answer.headers["etag"].strip('W/"').removesuffix("-gz") == "v1"
    assert (found["goal"], found["unit"], found["area_name"]) == ("từ 80% trở lên", "%", "Tỉnh Tây Ninh")
    assert found["instrument"]["number"] == "12/KH-UBND"
    assert (found["updated_by"], found["revisions"][0]["by"]) == ("(ẩn)", "(ẩn)")
    listed = system.client().get(f"{API}/targets", params={"area": "T80-2025", "instrument": "12/KH-UBND"}).json()
    assert [one["id"] for one in listed["items"]] == [made["id"]]


def test_without_an_indicator_the_reason_is_told(set_target: Set) -> None:
    made = set_target(indicator=None, measure=unique(), unit="nhà máy", value=2)
    assert made["standing"]["status"] == "no_data"
    assert made["standing"]["rule"] == "Chưa có chỉ tiêu đo."


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"value": None}, "/value"),
        ({"value": 101}, "/value"),
        ({"comparator": "range", "value_to": 70}, "/value_to"),
        ({"comparator": "text", "value": None}, "/text"),
        ({"indicator": None, "measure": None}, "/measure"),
        ({"indicator": None}, "/unit"),
        ({"indicator": "KHONG-CO"}, "/indicator"),
        ({"horizon": "2030-13"}, "/horizon"),
        ({"trajectory": "linear"}, "/baseline"),
        ({"trajectory": "milestones"}, "/milestones"),
        ({"baseline": {"period": "2031", "value": 1}}, "/baseline/period"),
        ({"trajectory": "milestones", "milestones": [{"period": "2031", "value": 1}]}, "/milestones/0/period"),
        ({"area": "X99999-2025"}, "/area"),
        ({"parent": "01900000-0000-7000-8000-000000000000"}, "/parent"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(officer: httpx.Client, more: dict[str, Any], pointer: str) -> None:
    answer = officer.post(f"{API}/targets", json=terms(**{"measure": unique(), **more}))
    assert pointer in faults_of(answer)


def test_nobody_sets_targets_out_of_reach_or_without_the_right(system: LiveSystem, officer: httpx.Client) -> None:
    other = officer.post(f"{API}/targets", json=terms(area="T15-2025", measure=unique()))
    assert other.status_code == 403
    assert other.json()["errors"] == [{"pointer": "/area", "detail": "Địa bàn này ngoài phạm vi của tài khoản."}]
    assert system.token("values:write").post(f"{API}/targets", json=terms(measure=unique())).status_code == 403


def test_the_same_target_is_not_set_twice(officer: httpx.Client, set_target: Set) -> None:
    measure = unique()
    set_target(measure=measure)
    assert officer.post(f"{API}/targets", json=terms(measure=measure, value=90)).status_code == 409


def test_every_change_is_kept_with_who_when_what_and_why(officer: httpx.Client, set_target: Set) -> None:
    made = set_target(measure=unique())
    sent = {name: value for name, value in terms(measure=made["measure"], value=85).items() if name != "area"}
    address = f"{API}/targets/{made['id']}"
    answer = officer.put(
        address, json={**sent, "reason": "Hội đồng nhân dân giao cao hơn"}, headers={"If-Match": '"v1"'}
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["version"], found["value"]) == (2, 85)
    [change] = found["revisions"][1]["changes"]
    assert change == {"field": "value", "name": "Mức phải đạt", "before": "80", "after": "85"}
    assert found["revisions"][1]["reason"] == "Hội đồng nhân dân giao cao hơn"
    same = officer.put(address, json={**sent, "reason": "Không đổi gì"}, headers={"If-Match": '"v2"'})
    assert same.json()["version"] == 2


def test_unseen_changes_are_not_overwritten(officer: httpx.Client, set_target: Set) -> None:
    made = set_target(measure=unique())
    sent = {name: value for name, value in terms(measure=made["measure"], value=85).items() if name != "area"}
    address = f"{API}/targets/{made['id']}"
    body = {**sent, "reason": "Sửa"}
    assert officer.put(address, json=body).status_code == 428
    assert officer.put(address, json=body, headers={"If-Match": '"v1"'}).status_code == 200
    stale = officer.put(address, json={**body, "value": 70}, headers={"If-Match": '"v1"'})
    assert (stale.status_code, stale.headers["etag"]) == (412, '"v2"')
    assert officer.get(address).json()["value"] == 85


def test_a_withdrawn_target_stays_readable_and_may_be_set_anew(officer: httpx.Client, set_target: Set) -> None:
    made = set_target(measure=unique())
    address = f"{API}/targets/{made['id']}"
    assert officer.delete(address, headers={"If-Match": '"v1"'}).status_code == 422
    gone = officer.delete(address, params={"reason": "Văn bản hết hiệu lực"}, headers={"If-Match": '"v1"'})
    assert gone.status_code == 204
    found = officer.get(address).json()
    assert found["withdrawn_reason"] == "Văn bản hết hiệu lực"
    assert found["revisions"][1]["changes"][0]["after"] == "đã rút"
    listed = officer.get(f"{API}/targets", params={"area": "T80-2025", "limit": 500}).json()["items"]
    assert made["id"] not in {one["id"] for one in listed}
    every = officer.get(f"{API}/targets", params={"area": "T80-2025", "withdrawn": True, "limit": 500}).json()["items"]
    assert made["id"] in {one["id"] for one in every}
    again = officer.delete(address, params={"reason": "x"}, headers={"If-Match": '"v2"'})
    assert again.status_code == 409
    set_target(measure=made["measure"])
