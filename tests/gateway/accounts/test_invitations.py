"""Invitations: one link, one use, one password; and the code of the first administrator."""

import hashlib
from typing import Any

import pytest

from gateway.actions.invitations import make_first_code
from kit.database import in_unit
from kit.errors import Conflict
from tests.gateway.accounts.people import (
    ACCOUNTS,
    ACTIVATIONS,
    LAO_CAI,
    TU_LE,
    activated,
    administrator,
    deeds,
    faults,
    id_of,
    invited,
    made,
    signed_in,
)
from tests.gateway.gate import PASSWORD, Gate

OTHER = "Một câu khác hẳn, 2027"


def first_code(gate: Gate, *, again: bool = False) -> str:
    async def make() -> str:
        async with in_unit(gate.database) as session:
            return await make_first_code(session, LAO_CAI, again=again)

    return gate.loop.run(make())


def test_an_invited_officer_chooses_a_password_and_signs_in(gate: Gate) -> None:
    by = administrator(gate)
    account = made(by)
    answer = by.post(f"{ACCOUNTS}/{account['id']}/invitations")
    code = answer.json()["code"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["link"] == f"/kich-hoat?ma={code}"
    assert by.get(f"{ACCOUNTS}/{account['id']}").json()["invited_until"] == answer.json()["expires_at"]
    opened = activated(gate, code)
    assert (opened.status_code, opened.json()["email"]) == (201, "moi@tule.example")
    assert "set-cookie" not in opened.headers
    roles = signed_in(gate, "moi@tule.example").get("/api/gateway/v1/sessions/current").json()["roles"]
    assert [role["area"] for role in roles] == [TU_LE]


def test_looking_at_a_code_uses_nothing_up(gate: Gate) -> None:
    by = administrator(gate)
    code = invited(by, made(by)["id"])
    before = gate.rows("select * from invitations")
    for _ in range(3):
        seen = gate.visitor().get(ACTIVATIONS, params={"code": code})
        assert seen.json() == {
            "email": "moi@tule.example",
            "name": "Lò Thị Mây",
            "first_administrator": False,
            "has_password": False,
        }
        assert seen.headers["cache-control"] == "no-store"
    assert gate.rows("select * from invitations") == before
    assert activated(gate, code).status_code == 201


def test_only_the_hash_of_a_code_is_stored_and_no_answer_is_kept_for_replay(gate: Gate) -> None:
    by = administrator(gate)
    account = made(by)["id"]
    headers = {"Idempotency-Key": "moi-mot-nguoi-1"}
    codes = [by.post(f"{ACCOUNTS}/{account}/invitations", headers=headers).json()["code"] for _ in range(2)]
    assert codes[0] != codes[1]
    stored = [bytes(row.code_hash) for row in gate.rows("select code_hash from invitations order by made_at")]
    assert stored == [hashlib.sha256(code.encode()).digest() for code in codes]
    for table in ("invitations", "audit_events", "idempotency_keys"):
        everything = str(gate.rows(f"select row_to_json(t)::text as row from {table} t"))
        assert codes[0] not in everything
        assert codes[1] not in everything


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("update invitations set used_at = now()", "đã được dùng"),
        ("update invitations set replaced_at = now()", "thay bằng liên kết mới hơn"),
        ("update invitations set expires_at = now()", "hết hạn"),
        ("update accounts set disabled_at = now() where email = 'moi@tule.example'", "bị khoá"),
        ("delete from invitations", "không đúng"),
    ],
)
def test_a_code_that_opens_nothing_says_why(gate: Gate, change: str, words: str) -> None:
    by = administrator(gate)
    code = invited(by, made(by)["id"])
    gate.execute(change)
    for answer in (gate.visitor().get(ACTIVATIONS, params={"code": code}), activated(gate, code)):
        assert answer.status_code == 404
        assert words in answer.json()["detail"]
    assert gate.rows("select 1 from accounts where email = 'moi@tule.example' and password_hash is not null") == []


def test_a_code_is_used_once_however_many_try(gate: Gate) -> None:
    by = administrator(gate)
    code = invited(by, made(by)["id"])
    tries = [
        gate.loop.begin(gate.visitor().http.post(ACTIVATIONS, json={"code": code, "password": f"{PASSWORD} {number}"}))
        for number in range(6)
    ]
    assert sorted(one.result(60).status_code for one in tries) == [201, 404, 404, 404, 404, 404]


def test_a_weak_password_is_refused_and_the_code_stays_good(gate: Gate) -> None:
    by = administrator(gate)
    code = invited(by, made(by)["id"])
    assert set(faults(activated(gate, code, "ngắn"))) == {"/password"}
    assert activated(gate, code).status_code == 201


def test_a_reset_keeps_the_old_password_until_the_new_one_is_chosen_and_ends_sessions_then(gate: Gate) -> None:
    by, email = administrator(gate), gate.account(("viewer", TU_LE))
    visitor = signed_in(gate, email)
    code = invited(by, id_of(gate, email))
    signed_in(gate, email)
    assert activated(gate, code, OTHER).status_code == 201
    assert visitor.get("/api/gateway/v1/sessions/current").status_code == 401
    assert gate.visitor().sign_in(email).status_code == 401
    assert gate.visitor().sign_in(email, OTHER).status_code == 201
    done = deeds(gate, "account.activated")[-1]
    assert done.actor_id == id_of(gate, email)


def test_another_address_makes_earlier_links_worthless(gate: Gate) -> None:
    by = administrator(gate)
    account = made(by)["id"]
    code = invited(by, account)
    body = {"email": "dung@tule.example", "name": "Lò Thị Mây", "place": TU_LE}
    by.request("PUT", f"{ACCOUNTS}/{account}", json=body, headers={"If-Match": '"v1"'})
    assert activated(gate, code).status_code == 404


def test_a_locked_account_is_not_invited(gate: Gate) -> None:
    by = administrator(gate)
    account = made(by)["id"]
    by.post(f"{ACCOUNTS}/{account}/disable", json={})
    assert by.post(f"{ACCOUNTS}/{account}/invitations").status_code == 409


def test_the_first_administrator_types_the_code_and_names_themself(gate: Gate) -> None:
    code = first_code(gate)
    assert len(code.replace("-", "")) >= 25
    assert gate.visitor().get(ACTIVATIONS, params={"code": code}).json()["first_administrator"] is True
    typed = f" {code.lower().replace('-', ' ')} "
    person = {"email": "Quan.Tri@laocai.example", "name": "Giàng A Páo"}
    assert set(faults(activated(gate, typed))) == {"/email", "/name"}
    assert activated(gate, typed, **person).status_code == 201
    assert activated(gate, typed, **person).status_code == 404
    by = signed_in(gate, "quan.tri@laocai.example")
    roles: list[dict[str, Any]] = by.get("/api/gateway/v1/sessions/current").json()["roles"]
    assert [(role["role"], role["area"]) for role in roles] == [("admin", LAO_CAI)]


def test_there_is_no_second_first_administrator_unless_asked_for(gate: Gate) -> None:
    unused = first_code(gate)
    administrator(gate)
    with pytest.raises(Conflict, match="--again"):
        first_code(gate)
    again = first_code(gate, again=True)
    person = {"email": "moi@laocai.example", "name": "Giàng A Páo"}
    assert activated(gate, unused, **person).status_code == 404
    assert activated(gate, again, **person).status_code == 201


def test_the_first_code_holds_for_a_day(gate: Gate) -> None:
    code = first_code(gate)
    gate.execute("update invitations set expires_at = expires_at - interval '24 hours'")
    assert gate.visitor().get(ACTIVATIONS, params={"code": code}).status_code == 404
