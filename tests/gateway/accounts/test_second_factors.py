"""Second factors of others: seen and reset within reach only; what is done with them is in the audit."""

import pyotp

from tests.gateway.accounts.people import ACCOUNTS, LAO_CAI, TAY_NINH, TU_LE, administrator, deeds, id_of
from tests.gateway.gate import PASSWORD, Gate, Visitor

OWN = "/api/gateway/v1/account"
SESSIONS = "/api/gateway/v1/sessions"
SIGN_INS = "/api/gateway/v1/sign-ins"


def enrolled(gate: Gate, *grants: tuple[str, str]) -> tuple[Visitor, str, str, list[str]]:
    """Somebody at work on a second factor of their own: their browser, address, id and recovery codes."""
    email = gate.account(*grants)
    visitor = gate.visitor()
    visitor.http.headers["X-CSRF-Token"] = visitor.sign_in(email).json()["csrf"]
    secret = visitor.post(f"{OWN}/second-factor").json()["secret"]
    answer = visitor.put(f"{OWN}/second-factor", json={"code": pyotp.TOTP(secret).now()})
    gate.execute("update accounts set place = :place where email = :email", {"place": TU_LE, "email": email})
    return visitor, email, id_of(gate, email), answer.json()["codes"]


def told(gate: Gate, action: str) -> list[tuple[str, str]]:
    """Subject and outcome of these deeds."""
    rows = gate.rows("select action, subject, outcome from audit_events order by id")
    return [(row.subject, row.outcome) for row in rows if row.action == action]


def test_an_administrator_sees_and_resets_it_and_every_session_ends(gate: Gate) -> None:
    visitor, email, account, _ = enrolled(gate, ("commune_officer", TU_LE))
    by = administrator(gate)
    assert by.get(f"{ACCOUNTS}/{account}").json()["second_factor"] is True
    assert by.request("DELETE", f"{ACCOUNTS}/{account}/second-factor").status_code == 204
    assert visitor.get(f"{SESSIONS}/current").status_code == 401
    assert by.get(f"{ACCOUNTS}/{account}").json()["second_factor"] is False
    assert by.request("DELETE", f"{ACCOUNTS}/{account}/second-factor").status_code == 404
    assert gate.visitor().sign_in(email).status_code == 201, "nobody is asked for it any more"
    [reset] = deeds(gate, "second-factor.reset")[-1:]
    assert (reset.subject, reset.actor_id != account) == (f"account:{account}", True)


def test_beyond_reach_it_is_neither_seen_nor_reset(gate: Gate) -> None:
    visitor, email, account, _ = enrolled(gate, ("commune_officer", TU_LE))
    before = len(deeds(gate, "second-factor.reset"))
    for place in (TAY_NINH, "X28159-2025"):
        stranger = administrator(gate, place)
        assert stranger.get(f"{ACCOUNTS}/{account}").status_code == 404
        assert stranger.request("DELETE", f"{ACCOUNTS}/{account}/second-factor").status_code == 404
    assert visitor.get(f"{OWN}/second-factor").json()["enrolled"] is True
    assert gate.visitor().sign_in(email).json()["missing"] == "second-factor"
    assert len(deeds(gate, "second-factor.reset")) == before


def test_of_somebody_who_also_works_elsewhere_it_is_not_told(gate: Gate) -> None:
    _, _, account, _ = enrolled(gate, ("commune_officer", TU_LE), ("viewer", TAY_NINH))
    by = administrator(gate, LAO_CAI)
    seen = by.get(f"{ACCOUNTS}/{account}").json()
    assert (seen["governed"], seen["second_factor"]) == (False, None)
    assert by.request("DELETE", f"{ACCOUNTS}/{account}/second-factor").status_code == 403


def test_resetting_asks_for_proof_of_lately(gate: Gate) -> None:
    visitor, _, account, _ = enrolled(gate, ("commune_officer", TU_LE))
    by = administrator(gate)
    gate.execute("update sessions set confirmed_at = confirmed_at - interval '11 minutes'")
    refused = by.request("DELETE", f"{ACCOUNTS}/{account}/second-factor")
    assert refused.json()["type"] == "/problems/confirmation-required"
    assert visitor.get(f"{OWN}/second-factor").json()["enrolled"] is True


def test_enrolment_recovery_codes_and_refused_confirmations_are_in_the_audit(gate: Gate) -> None:
    visitor, email, account, codes = enrolled(gate)
    subject = f"account:{account}"
    assert told(gate, "second-factor.enrolled")[-1] == (subject, "done")
    half = gate.visitor()
    assert half.sign_in(email).status_code == 202
    assert half.post(f"{SIGN_INS}/second-factor", json={"code": codes[0]}).status_code == 201
    [used] = deeds(gate, "recovery-code.used")[-1:]
    assert (used.subject, used.after) == (subject, {"left": 9})
    confirmation = f"{SESSIONS}/current/confirmation"
    for wrong in ({"password": "không phải"}, {"password": PASSWORD, "code": "000000"}):
        before = told(gate, "session.confirmed")
        assert visitor.post(confirmation, json=wrong).status_code == 422
        assert told(gate, "session.confirmed") == [*before, (subject, "refused")]
    assert visitor.post(confirmation, json={"password": PASSWORD, "code": codes[1]}).status_code == 200
    assert told(gate, "session.confirmed")[-1][1] == "done"
