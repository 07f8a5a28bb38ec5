"""Administrators at work: what tests of accounts ask again and again."""

from typing import Any

import httpx

from tests.gateway.gate import PASSWORD, Gate, Visitor

ACCOUNTS = "/api/gateway/v1/accounts"
ACTIVATIONS = "/api/gateway/v1/activations"
DELEGATIONS = "/api/gateway/v1/delegations"
LAO_CAI, TAY_NINH, TU_LE, CAN_GIUOC = "T15-2025", "T80-2025", "X04630-2025", "X28159-2025"


def administrator(gate: Gate, place: str = LAO_CAI) -> Visitor:
    """Somebody signed in who administers a place."""
    return gate.signed_in(("admin", place))


def wanted(**fields: Any) -> dict[str, Any]:
    """A commune officer of Tú Lệ to be."""
    return {
        "email": "moi@tule.example",
        "name": "Lò Thị Mây",
        "place": TU_LE,
        "grants": [{"role": "commune_officer", "place": TU_LE}],
        **fields,
    }


def made(by: Visitor, **fields: Any) -> dict[str, Any]:
    """A new account."""
    answer = by.post(ACCOUNTS, json=wanted(**fields))
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def invited(by: Visitor, account: str) -> str:
    """The code of a new invitation."""
    answer = by.post(f"{ACCOUNTS}/{account}/invitations")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


def activated(gate: Gate, code: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
    """The answer to a password chosen with a code."""
    return gate.visitor().post(ACTIVATIONS, json={"code": code, "password": password, **fields})


def id_of(gate: Gate, email: str) -> str:
    """The id of an account."""
    return next(str(row.id) for row in gate.rows("select id, email from accounts") if row.email == email)


def signed_in(gate: Gate, email: str) -> Visitor:
    """Somebody who signs in with the password of all these tests."""
    visitor = gate.visitor()
    answer = visitor.sign_in(email)
    assert answer.status_code == 201, answer.text
    visitor.http.headers["X-CSRF-Token"] = answer.json()["csrf"]
    return visitor


def faults(answer: httpx.Response) -> dict[str, str]:
    """What was wrong, by place."""
    return {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}


def deeds(gate: Gate, *actions: str) -> list[Any]:
    """What the audit holds of these actions, the oldest first."""
    found = gate.rows("select action, actor_id, subject, place, before, after, reason from audit_events order by id")
    return [row for row in found if row.action in actions]
