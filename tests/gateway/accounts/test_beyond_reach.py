"""What lies beyond an administrator's reach: not found, not listed, not given."""

from typing import Any

import pytest

from kit.clock import today
from tests.gateway.accounts.people import (
    ACCOUNTS,
    CAN_GIUOC,
    LAO_CAI,
    TAY_NINH,
    TU_LE,
    administrator,
    faults,
    id_of,
    made,
    wanted,
)
from tests.gateway.gate import Gate

CHANGES: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "", None),
    ("PUT", "", {"email": "a@b.example", "name": "Kẻ khác", "place": CAN_GIUOC}),
    ("PUT", "/grants", {"grants": []}),
    ("POST", "/disable", {}),
    ("POST", "/enable", None),
    ("POST", "/unlock", None),
    ("POST", "/invitations", None),
    ("DELETE", "/second-factor", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_another_provinces_account_is_not_there(
    gate: Gate, method: str, path: str, body: dict[str, Any] | None
) -> None:
    account = made(administrator(gate))["id"]
    stranger = administrator(gate, TAY_NINH)
    answer = stranger.request(method, f"{ACCOUNTS}/{account}{path}", json=body, headers={"If-Match": '"v1"'})
    assert answer.status_code == 404
    assert "Mây" not in answer.text


def test_another_provinces_accounts_are_in_no_list(gate: Gate) -> None:
    made(administrator(gate))
    stranger = administrator(gate, TAY_NINH)
    for query in ("", "?q=may", "?q=moi@tule.example", f"?within={TU_LE}", "?within=VN", "?role=commune_officer"):
        assert "tule.example" not in stranger.get(f"{ACCOUNTS}{query}").text


def test_no_role_is_given_beyond_reach(gate: Gate) -> None:
    by = administrator(gate, TAY_NINH)
    for place in (TU_LE, LAO_CAI, "VN", "H38", "G09"):
        body = wanted(place=CAN_GIUOC, grants=[{"role": "viewer", "place": place}])
        assert set(faults(by.post(ACCOUNTS, json=body))) == {"/grants/0/place"}
        assert set(faults(by.post(ACCOUNTS, json=wanted(place=place, grants=[])))) == {"/place"}


def test_a_commune_administrator_does_not_reach_the_province(gate: Gate) -> None:
    by = administrator(gate, TU_LE)
    body = wanted(grants=[{"role": "admin", "place": LAO_CAI}])
    assert set(faults(by.post(ACCOUNTS, json=body))) == {"/grants/0/place"}


def test_of_somebody_who_works_elsewhere_too_only_the_roles_here_are_told_and_changed(gate: Gate) -> None:
    email = gate.account(("leader", LAO_CAI), ("viewer", CAN_GIUOC))
    account, by = id_of(gate, email), administrator(gate, TAY_NINH)
    found = by.get(f"{ACCOUNTS}/{account}").json()
    assert [grant["place"] for grant in found["grants"]] == [CAN_GIUOC]
    assert (found["place"], found["governed"]) == (None, False)
    assert "Lào Cai" not in str(found)
    headers = {"If-Match": '"v1"'}
    for method, path, body in CHANGES[1:]:
        if path in ("", "/disable", "/enable", "/invitations"):
            answer = by.request(method, f"{ACCOUNTS}/{account}{path}", json=body, headers=headers)
            assert answer.status_code == 403, path
    gone = by.request("PUT", f"{ACCOUNTS}/{account}/grants", json={"grants": []}, headers=headers)
    assert (gone.status_code, gone.json()["grants"]) == (200, [])
    assert by.get(f"{ACCOUNTS}/{account}").status_code == 404
    assert [row.place for row in gate.rows("select place from role_grants where role = 'leader'")] == [LAO_CAI]
    assert gate.rows("select 1 from role_grants where role = 'viewer'") == []


def test_who_lends_a_role_from_above_cannot_be_taken_over_from_below(gate: Gate) -> None:
    boss = gate.signed_in(("admin", "VN"))
    email = gate.account(("viewer", CAN_GIUOC))
    body = {"to": email, "role": "admin", "place": LAO_CAI, "until": str(today()), "reason": "Đi công tác"}
    gate.execute("update accounts set place = 'VN' where email = :email", {"email": email})
    answer = boss.post("/api/gateway/v1/delegations", json=body)
    assert answer.status_code == 201, answer.text
    by = administrator(gate, TAY_NINH)
    assert by.post(f"{ACCOUNTS}/{id_of(gate, email)}/invitations").status_code == 403


@pytest.mark.parametrize("role", ["viewer", "leader", "publisher"])
def test_only_administrators_look_after_accounts(gate: Gate, role: str) -> None:
    assert gate.signed_in((role, "VN")).get(ACCOUNTS).status_code == 403
    assert gate.visitor().get(ACCOUNTS).status_code == 401


def test_places_are_found_within_reach_only(gate: Gate) -> None:
    by = administrator(gate, TAY_NINH)
    found = by.get("/api/gateway/v1/places?q=tinh&right=accounts:manage").json()["items"]
    assert {place["id"] for place in found} == {TAY_NINH, "H59"}
    assert by.get("/api/gateway/v1/places?q=tu+le").json()["items"] == []
    assert by.get("/api/gateway/v1/places?q=can+giuoc").json()["items"] == [
        {"id": CAN_GIUOC, "name": "Xã Cần Giuộc", "above": "Tỉnh Tây Ninh"}
    ]
