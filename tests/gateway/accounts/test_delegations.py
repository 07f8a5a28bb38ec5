"""Delegations: a role lent for a time, while its lender holds it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from kit.clock import today
from tests.gateway.accounts.people import (
    ACCOUNTS,
    CAN_GIUOC,
    DELEGATIONS,
    LAO_CAI,
    TAY_NINH,
    TU_LE,
    administrator,
    deeds,
    faults,
    id_of,
    signed_in,
)
from tests.gateway.gate import Gate, Visitor

GUARDED = "/api/directory/v1/guarded"


def lend(lender: Visitor, to: str, **fields: Any) -> httpx.Response:
    until = (today() + timedelta(days=7)).isoformat()
    body = {"to": to, "role": "leader", "place": LAO_CAI, "until": until, "reason": "Đi công tác", **fields}
    return lender.post(DELEGATIONS, json=body)


def held_on(gate: Gate, visitor: Visitor) -> set[str]:
    gate.let_five_seconds_pass(visitor.session)
    claims = visitor.get("/api/directory/v1/areas/X").json()["caller"]
    return {on for _, on in claims["grants"]}


@pytest.fixture
def lender(gate: Gate) -> Visitor:
    return gate.signed_in(("leader", LAO_CAI))


@pytest.fixture
def colleague(gate: Gate) -> str:
    return gate.account(("viewer", TU_LE))


def test_what_is_lent_counts_and_both_sides_see_it(gate: Gate, lender: Visitor, colleague: str) -> None:
    answer = lend(lender, colleague, place=TU_LE)
    assert answer.status_code == 201, answer.text
    borrower = signed_in(gate, colleague)
    roles = borrower.get("/api/gateway/v1/sessions/current").json()["roles"]
    assert [(role["role"], role["area"], role["lent_by"]) for role in roles] == [
        ("leader", TU_LE, "Nguyễn Thị Hoà"),
        ("viewer", TU_LE, None),
    ]
    for side in (lender, borrower):
        listed = side.get(DELEGATIONS)
        assert listed.json()["items"] == [answer.json()]
        assert listed.headers["cache-control"] == "no-store"
    assert answer.json()["state"] == "in_force"
    made = deeds(gate, "delegation.made")[-1]
    assert (made.place, made.reason, made.after["role"]) == (TU_LE, "Đi công tác", "leader")


@pytest.mark.parametrize(
    "change",
    [
        "delete from role_grants where role = 'leader'",
        "update role_grants set until = now() where role = 'leader'",
        "update accounts set disabled_at = now() where id = (select lender_id from delegations)",
        "update delegations set until = now()",
        "update delegations set ended_at = now()",
    ],
)
def test_it_counts_only_while_it_is_held_and_not_over(gate: Gate, lender: Visitor, colleague: str, change: str) -> None:
    lend(lender, colleague)
    borrower = signed_in(gate, colleague)
    assert held_on(gate, borrower) == {LAO_CAI, TU_LE}
    gate.execute(change)
    assert held_on(gate, borrower) == {TU_LE}


def test_a_role_held_on_an_organisation_is_lent_on_its_area(gate: Gate, colleague: str) -> None:
    lender = gate.signed_in(("department_officer", "H38"))
    assert lend(lender, colleague, role="department_officer", place=TU_LE).status_code == 201
    assert lend(lender, colleague, role="department_officer", place="H38").status_code == 201


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"role": "admin"}, "/place"),
        ({"place": "VN"}, "/place"),
        ({"place": CAN_GIUOC}, "/place"),
        ({"place": "X99999-2025"}, "/place"),
        ({"until": (today() - timedelta(days=1)).isoformat()}, "/until"),
        ({"until": (today() + timedelta(days=91)).isoformat()}, "/until"),
        ({"reason": ""}, "/reason"),
        ({"until": "mai"}, "/until"),
    ],
)
def test_what_may_not_be_lent_is_refused_at_the_fault(
    lender: Visitor, colleague: str, fields: dict[str, Any], pointer: str
) -> None:
    answer = lend(lender, colleague, **fields)
    assert answer.status_code == 422
    assert pointer in faults(answer)


def test_ninety_days_are_the_most(lender: Visitor, colleague: str) -> None:
    assert lend(lender, colleague, until=(today() + timedelta(days=90)).isoformat()).status_code == 201


def test_an_unknown_address_and_one_of_another_province_are_told_alike(gate: Gate, lender: Visitor) -> None:
    elsewhere, disabled = gate.account(("viewer", CAN_GIUOC)), gate.account(("viewer", TU_LE))
    gate.execute("update accounts set disabled_at = now() where email = :email", {"email": disabled})
    told = [faults(lend(lender, to)) for to in ("khong-co@lantoa.example", elsewhere, disabled)]
    assert told[0] == told[1] == told[2]
    assert set(told[0]) == {"/to"}


def test_nobody_lends_to_themself_or_the_same_twice(gate: Gate, lender: Visitor, colleague: str) -> None:
    own = lender.get("/api/gateway/v1/sessions/current").json()["email"]
    assert set(faults(lend(lender, own))) == {"/to"}
    assert lend(lender, colleague).status_code == 201
    assert lend(lender, colleague).status_code == 409


def test_what_was_lent_cannot_be_lent_on(gate: Gate, lender: Visitor, colleague: str) -> None:
    lend(lender, colleague)
    third = gate.account(("viewer", TU_LE))
    assert set(faults(lend(signed_in(gate, colleague), third))) == {"/place"}


@pytest.mark.parametrize("who", ["lender", "borrower", "administrator"])
def test_either_side_and_an_administrator_end_it(gate: Gate, lender: Visitor, colleague: str, who: str) -> None:
    loan = lend(lender, colleague).json()["id"]
    borrower = signed_in(gate, colleague)
    ending = {"lender": lender, "borrower": borrower}.get(who) or administrator(gate)
    answer = ending.post(f"{DELEGATIONS}/{loan}/end")
    assert (answer.status_code, answer.json()["state"]) == (200, "ended")
    assert held_on(gate, borrower) == {TU_LE}
    assert deeds(gate, "delegation.ended")[-1].subject == f"delegation:{loan}"


def test_nobody_else_ends_it_or_sees_it(gate: Gate, lender: Visitor, colleague: str) -> None:
    loan = lend(lender, colleague).json()["id"]
    for stranger in (gate.signed_in(("viewer", TU_LE)), administrator(gate, TAY_NINH)):
        assert stranger.post(f"{DELEGATIONS}/{loan}/end").status_code == 404
        assert stranger.get(DELEGATIONS).json()["items"] == []
    assert gate.visitor().get(DELEGATIONS).status_code == 401


def test_an_administrator_sees_what_an_account_lends_and_borrows(gate: Gate, lender: Visitor, colleague: str) -> None:
    lend(lender, colleague)
    found = administrator(gate).get(f"{ACCOUNTS}/{id_of(gate, colleague)}").json()
    assert [loan["role"] for loan in found["delegations"]] == ["leader"]
