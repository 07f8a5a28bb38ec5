"""Looking after accounts: made, found, changed, locked and opened again."""

import pytest

from tests.gateway.accounts.people import (
    ACCOUNTS,
    CAN_GIUOC,
    LAO_CAI,
    TU_LE,
    administrator,
    deeds,
    faults,
    id_of,
    made,
    signed_in,
    wanted,
)
from tests.gateway.gate import Gate


def test_a_new_account_waits_for_its_owner(gate: Gate) -> None:
    account = made(administrator(gate))
    assert (account["email"], account["name"], account["state"]) == ("moi@tule.example", "Lò Thị Mây", "invited")
    assert (account["place"], account["place_name"], account["governed"]) == (TU_LE, "Xã Tú Lệ", True)
    grant = account["grants"][0]
    assert (grant["role_name"], grant["place_name"], grant["given_by"]) == (
        "Cán bộ cấp xã",
        "Xã Tú Lệ",
        "Nguyễn Thị Hoà",
    )
    assert gate.visitor().sign_in("moi@tule.example").status_code == 401


def test_making_an_account_twice_with_one_key_makes_one(gate: Gate) -> None:
    by = administrator(gate)
    headers = {"Idempotency-Key": "tao-tai-khoan-1"}
    first, again = (by.post(ACCOUNTS, json=wanted(), headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"


def test_every_fault_of_a_new_account_is_named(gate: Gate) -> None:
    answer = administrator(gate).post(
        ACCOUNTS,
        json=wanted(
            email="không phải thư",
            place="X99999-2025",
            grants=[
                {"role": "viewer", "place": CAN_GIUOC},
                {"role": "viewer", "place": TU_LE},
                {"role": "viewer", "place": TU_LE},
                {"role": "leader", "place": TU_LE, "until": "2020-01-01"},
            ],
        ),
    )
    assert answer.status_code == 422
    assert set(faults(answer)) == {"/email", "/place", "/grants/0/place", "/grants/2/role", "/grants/3/until"}


def test_an_address_has_one_account(gate: Gate) -> None:
    by = administrator(gate)
    made(by)
    answer = by.post(ACCOUNTS, json=wanted(email="MOI@tule.example"))
    assert answer.status_code == 409
    assert set(faults(answer)) == {"/email"}


def test_accounts_are_listed_in_the_order_of_names_page_by_page(gate: Gate) -> None:
    by = administrator(gate)
    for number, name in enumerate(["Đỗ An", "Dương An", "Ân", "An"]):
        made(by, email=f"nguoi{number}@tule.example", name=name)
    found: list[str] = []
    address: str | None = f"{ACCOUNTS}?limit=2&within={TU_LE}"
    while address:
        answer = by.get(address).json()
        found += [item["name"] for item in answer["items"]]
        address = answer["next"]
    assert found == ["An", "Ân", "Dương An", "Đỗ An"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=lo+thi+may", 1),
        ("q=tule.example", 1),
        ("q=khong+co", 0),
        ("role=commune_officer", 1),
        ("role=leader", 0),
        ("state=invited", 1),
        ("state=active", 1),
        ("state=disabled", 0),
        (f"within={TU_LE}", 1),
        (f"within={LAO_CAI}", 2),
        ("within=H38", 0),
    ],
)
def test_the_list_is_narrowed(gate: Gate, query: str, count: int) -> None:
    by = administrator(gate)
    made(by)
    assert len(by.get(f"{ACCOUNTS}?{query}").json()["items"]) == count


@pytest.mark.parametrize("after", ["x", "WyJ4Il0", "WzFd"])
def test_a_cursor_that_is_not_ours_is_not_there(gate: Gate, after: str) -> None:
    assert administrator(gate).get(f"{ACCOUNTS}?after={after}").status_code == 404


def test_reading_accounts_is_recorded_and_kept_nowhere(gate: Gate) -> None:
    by = administrator(gate)
    account = made(by)["id"]
    before = len(deeds(gate, "account.listed", "account.read"))
    answers = [by.get(f"{ACCOUNTS}?q=may"), by.get(f"{ACCOUNTS}/{account}")]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    listed, read = deeds(gate, "account.listed", "account.read")[before:]
    assert (listed.after["q"], listed.after["found"]) == ("may", 1)
    assert (read.subject, read.place) == (f"account:{account}", TU_LE)


def test_a_change_needs_the_version_it_was_made_on(gate: Gate) -> None:
    by = administrator(gate)
    account = made(by)
    address, body = f"{ACCOUNTS}/{account['id']}", {"email": "moi@tule.example", "name": "Lò Mây", "place": TU_LE}
    assert by.request("PUT", address, json=body).status_code == 428
    assert by.request("PUT", address, json=body, headers={"If-Match": '"v1"'}).status_code == 200
    assert by.request("PUT", address, json=body, headers={"If-Match": '"v1"'}).status_code == 412
    assert by.get(address).headers["etag"] == '"v2"'
    changed = deeds(gate, "account.changed")[-1]
    assert (changed.before["name"], changed.after["name"]) == ("Lò Thị Mây", "Lò Mây")


def test_roles_are_replaced_and_those_that_stay_keep_their_giver(gate: Gate) -> None:
    first, second = administrator(gate), administrator(gate)
    account = made(first)
    grants = [
        {"role": "commune_officer", "place": TU_LE},
        {"role": "viewer", "place": "H38", "until": "2099-12-31"},
    ]
    address = f"{ACCOUNTS}/{account['id']}/grants"
    answer = second.request("PUT", address, json={"grants": grants}, headers={"If-Match": '"v1"'})
    assert answer.status_code == 200, answer.text
    kept, added = answer.json()["grants"]
    assert kept == account["grants"][0]
    assert (added["role"], added["place"], added["until"]) == ("viewer", "H38", "2099-12-31")
    assert second.request("PUT", address, json={"grants": grants}).status_code == 428
    assert second.request("PUT", address, json={"grants": []}, headers={"If-Match": '"v1"'}).status_code == 412
    emptied = second.request("PUT", address, json={"grants": []}, headers={"If-Match": '"v2"'})
    assert (emptied.json()["grants"], emptied.json()["place"]) == ([], TU_LE)
    assert len(deeds(gate, "account.roles-changed")[-1].before["grants"]) == 2


def test_a_disabled_account_is_out_at_once_and_may_come_back(gate: Gate) -> None:
    by, email = administrator(gate), gate.account(("viewer", TU_LE))
    visitor, account = signed_in(gate, email), id_of(gate, email)
    assert visitor.get("/api/gateway/v1/sessions/current").status_code == 200
    answer = by.post(f"{ACCOUNTS}/{account}/disable", json={"reason": "Chuyển công tác"})
    assert (answer.status_code, answer.json()["state"]) == (200, "disabled")
    assert visitor.get("/api/gateway/v1/sessions/current").status_code == 401
    assert gate.visitor().sign_in(email).status_code == 401
    assert deeds(gate, "account.disabled")[-1].reason == "Chuyển công tác"
    assert by.post(f"{ACCOUNTS}/{account}/enable").json()["state"] == "active"
    assert visitor.get("/api/gateway/v1/sessions/current").status_code == 401
    signed_in(gate, email)


def test_unlocking_lets_somebody_try_again(gate: Gate) -> None:
    by, email = administrator(gate), gate.account(("viewer", TU_LE))
    account = id_of(gate, email)
    for _ in range(6):
        gate.visitor().sign_in(email, "sai mật khẩu")
    assert gate.visitor().sign_in(email).status_code == 429
    assert by.get(f"{ACCOUNTS}/{account}").json()["blocked_until"]
    assert by.post(f"{ACCOUNTS}/{account}/unlock").json()["blocked_until"] is None
    assert gate.visitor().sign_in(email).status_code == 201


def test_the_last_administrator_stays(gate: Gate) -> None:
    by = administrator(gate)
    me = by.get("/api/gateway/v1/sessions/current").json()["account"]
    assert by.post(f"{ACCOUNTS}/{me}/disable", json={}).status_code == 409
    headers = {"If-Match": '"v1"'}
    demoted = by.request("PUT", f"{ACCOUNTS}/{me}/grants", json={"grants": []}, headers=headers)
    assert demoted.status_code == 409
    assert "quản trị cuối cùng" in demoted.json()["detail"]
    administrator(gate)
    assert by.request("PUT", f"{ACCOUNTS}/{me}/grants", json={"grants": []}, headers=headers).status_code == 200


def test_an_account_is_let_in_again_by_who_has_confirmed_lately(gate: Gate) -> None:
    by, account = administrator(gate), id_of(gate, gate.account(("viewer", TU_LE)))
    by.post(f"{ACCOUNTS}/{account}/disable", json={"reason": ""})
    gate.execute("update sessions set confirmed_at = confirmed_at - interval '11 minutes'")
    answer = by.post(f"{ACCOUNTS}/{account}/enable")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/confirmation-required")
    assert by.get(f"{ACCOUNTS}/{account}").json()["state"] == "disabled"
