"""What was recorded of a source is reviewed before everybody reads it, and may be withdrawn with a reason."""

from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office, faults_of
from tests.harness.staff import employ, signed_in
from tests.services.indicators.sources.test_observations import AREA, choose, matter_of, office, record

__all__ = ["office"]
REASON = "Báo đính chính ngày hôm sau"


@pytest.fixture
def recorder(office: Office) -> Office:
    """An officer of the commune, who records what the press says."""
    return person(office.system, "commune_officer", AREA)


def person(system: LiveSystem, role: str, place: str) -> Office:
    """Somebody with a role."""
    return Office(system, signed_in(system, employ(system, role, place)))


def nobody(office: Office) -> Office:
    """Whoever comes by."""
    return Office(office.system, office.system.client())


def accept(by: Office, observation: str) -> httpx.Response:
    """Try to accept."""
    return by.client.post(f"{API}/observations/{observation}/accept")


def withdraw(by: Office, observation: str, reason: str = REASON) -> httpx.Response:
    """Try to withdraw."""
    return by.client.post(f"{API}/observations/{observation}/withdraw", json={"reason": reason})


def allowed(by: Office, observation: str) -> list[str]:
    """What the interface says somebody may do with it."""
    return list(by.client.get(f"{API}/observations/{observation}").json()["allowed"])


def seen(by: Office, observation: str) -> dict[str, Any] | None:
    """The observation as somebody reads it, in the list and by itself alike."""
    answer = by.client.get(f"{API}/observations/{observation}")
    listed = by.get("observations", indicator="KTS-03", area=AREA, limit=500)["items"]
    [alike] = [one for one in listed if one["id"] == observation] or [None]
    told = answer.json() if answer.status_code == 200 else None
    if told is not None:
        told.pop("allowed")
    assert alike == told
    return alike


def test_what_the_press_says_waits_until_the_department_accepts_it(office: Office, recorder: Office) -> None:
    waiting = record(recorder, value=120, kind="press", source="Báo Lào Cai")
    assert (waiting["state"], waiting["matters"]) == ("waiting", [])
    stranger = person(office.system, "department_officer", "T80-2025")
    assert (seen(nobody(office), waiting["id"]), seen(stranger, waiting["id"])) == (None, None)
    assert seen(recorder, waiting["id"]) == waiting
    listed = office.get("observations", state="waiting", area=AREA)["items"]
    assert [one["id"] for one in listed] == [waiting["id"]]

    assert (accept(recorder, waiting["id"]).status_code, accept(stranger, waiting["id"]).status_code) == (403, 404)
    accepted = accept(office, waiting["id"]).json()
    assert (accepted["state"], len(accepted["matters"])) == ("accepted", 1)
    public = seen(nobody(office), waiting["id"])
    assert public is not None
    assert (public["accepted_by"], public["accepted_at"]) == ("(ẩn)", accepted["accepted_at"])
    assert accept(office, waiting["id"]).status_code == 409
    assert [side["id"] for side in matter_of(office)["sides"]] == [waiting["id"]]


def test_what_waits_unsettles_no_choice_until_it_is_accepted(office: Office, recorder: Office) -> None:
    first, _ = record(office, value=120), record(office, value=135)
    choose(office, first["id"], "Số đã kiểm tra", matter_of(office)["version"])
    waiting = record(recorder, value=150, kind="speech", source="Phát biểu")
    assert matter_of(office)["state"] == "decided"
    assert accept(office, waiting["id"]).status_code == 200
    assert matter_of(office)["state"] == "open"


def test_documents_and_whoever_may_choose_need_no_review(office: Office, recorder: Office) -> None:
    kinds = [record(recorder, value=120, kind=kind)["state"] for kind in ("instrument", "report", "system")]
    assert kinds == ["accepted"] * 3
    assert record(office, value=120, kind="press")["state"] == "accepted"
    assert record(recorder, value=120, kind="derived")["state"] == "waiting"


def test_what_was_withdrawn_counts_no_more_and_stays_with_its_reason(office: Office) -> None:
    first, second = record(office, value=120), record(office, value=135)
    before = matter_of(office)
    assert before["state"] == "open"
    assert list(faults_of(withdraw(office, second["id"], " "))) == ["/reason"]
    gone = withdraw(office, second["id"]).json()
    assert (gone["state"], gone["withdrawal"], gone["withdrawn_at"] is None) == ("withdrawn", REASON, False)

    after = matter_of(nobody(office))
    assert (after["state"], after["difference"], after["version"]) == ("agreeing", 0, before["version"] + 1)
    assert [(side["id"], side["withdrawal"]) for side in after["sides"]] == [
        (first["id"], None),
        (second["id"], REASON),
    ]
    public = seen(nobody(office), second["id"])
    assert public is not None
    assert (public["withdrawal"], public["withdrawn_by"]) == (REASON, "(ẩn)")
    assert withdraw(office, second["id"]).status_code == 409
    assert choose(office, second["id"], "Vẫn chọn", after["version"]).status_code == 404
    told_of = "select data ->> 'reason' as reason from outbox where data ->> 'action' = 'observation.withdrawn'"
    [row] = office.system.run(office.system.databases["indicators"].reader.rows(told_of))
    assert row.reason == REASON


def test_a_chosen_source_is_not_withdrawn_before_another_is_chosen(office: Office) -> None:
    first, second = record(office, value=120), record(office, value=135)
    choose(office, first["id"], "Số đã kiểm tra", matter_of(office)["version"])
    assert "đang được chọn" in withdraw(office, first["id"]).json()["detail"]
    choose(office, second["id"], "Số mới hơn", matter_of(office)["version"])
    assert withdraw(office, first["id"]).status_code == 200
    assert matter_of(office)["state"] == "decided"
    assert office.proof("KTS-03", AREA, "2027")["others"] == [
        one for one in office.proof("KTS-03", AREA, "2027")["others"] if one["observation"] == second["id"]
    ]


def test_whoever_recorded_it_withdraws_it_and_nobody_else_of_the_unit(office: Office, recorder: Office) -> None:
    waiting = record(recorder, value=120, kind="press")
    colleague = person(office.system, "commune_officer", AREA)
    assert [allowed(by, waiting["id"]) for by in (recorder, colleague)] == [["withdraw"], []]
    assert allowed(office, waiting["id"]) == ["accept", "withdraw"]
    assert withdraw(colleague, waiting["id"]).status_code == 403
    assert withdraw(nobody(office), waiting["id"]).status_code == 401
    assert withdraw(recorder, waiting["id"]).status_code == 200
    assert seen(nobody(office), waiting["id"]) is None, "it was never accepted"
    assert allowed(recorder, waiting["id"]) == []
    kept = seen(colleague, waiting["id"])
    assert kept is not None
    assert kept["withdrawal"] == REASON
    assert accept(office, waiting["id"]).status_code == 409
