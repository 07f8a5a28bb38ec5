"""Reading the audit: administrators as far as they reach, everybody their own; reading is recorded."""

from typing import Any

import pytest

from gateway.feed import hear
from kit.database import in_unit
from tests.gateway.accounts.register import told
from tests.gateway.gate import Gate, Visitor

EVENTS, OWN = "/api/gateway/v1/audit-events", "/api/gateway/v1/own-audit-events"


@pytest.fixture(autouse=True, scope="module")
def register(gate: Gate) -> None:
    """The gateway's copy of a small register."""

    async def copy() -> None:
        async with in_unit(gate.database) as session:
            await hear(session, list(told()))

    gate.loop.run(copy())


def happen(gate: Gate, subject: str, place: str | None, actor: str = "ai-do", at: str = "now()") -> None:
    """A deed somewhere."""
    gate.execute(
        "insert into audit_events (at, action, outcome, actor_kind, actor_id, actor_name, subject, place)"
        f" values ({at}, 'values.published', 'done', 'account', :actor, 'Phạm Văn Đức', :subject, :place)",
        {"actor": actor, "subject": subject, "place": place},
    )


def seen(visitor: Visitor, path: str = EVENTS, **asked: Any) -> list[dict[str, Any]]:
    """What a visitor reads."""
    answer = visitor.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_an_administrator_reads_what_lies_within_reach_and_nothing_else(gate: Gate) -> None:
    for place in ("T15-2025", "X04630-2025", "X04630-2004", "T80-2025", "X28159-2025", "VN", None):
        happen(gate, f"reach:{place}", place)
    here, nation = gate.signed_in(("admin", "T15-2025")), gate.signed_in(("admin", "VN"))

    def subjects(visitor: Visitor) -> set[str]:
        return {event["subject"] for event in seen(visitor, limit=500) if event["subject"].startswith("reach:")}

    assert subjects(here) == {"reach:T15-2025", "reach:X04630-2025", "reach:X04630-2004"}
    assert len(subjects(nation)) == 7


def test_deeds_of_ones_own_people_are_read_wherever_they_were_refused(gate: Gate) -> None:
    officer = gate.signed_in(("commune_officer", "X04630-2025"))
    account = officer.get("/api/gateway/v1/sessions/current").json()["account"]
    happen(gate, "people:1", None, account)
    here, there = gate.signed_in(("admin", "T15-2025")), gate.signed_in(("admin", "T80-2025"))
    assert [event["subject"] for event in seen(here, subject="people:1")] == ["people:1"]
    assert seen(there, subject="people:1") == []


def test_one_event_out_of_reach_is_not_there(gate: Gate) -> None:
    happen(gate, "one:1", "T80-2025")
    [event] = seen(gate.signed_in(("admin", "T80-2025")), subject="one:1")
    other = gate.signed_in(("admin", "T15-2025"))
    assert other.get(f"{EVENTS}/{event['id']}").status_code == 404
    assert other.get(f"{OWN}/{event['id']}").status_code == 404


def test_reading_is_recorded_with_what_was_asked_for(gate: Gate) -> None:
    admin = gate.signed_in(("admin", "T15-2025"))
    answer = admin.get(EVENTS, params={"actor": "Đức"}, headers={"X-Request-Id": "xem-lich-su"})
    [row] = gate.rows("select * from audit_events where request_id = 'xem-lich-su'")
    assert (row.action, row.subject, row.after) == ("audit.read", "audit-events", {"actor": "Đức"})
    assert answer.headers["cache-control"] == "no-store"


def test_filters_narrow_and_pages_follow_one_another(gate: Gate) -> None:
    for day in ("2026-03-01 16:59:59Z", "2026-03-01 17:00:00Z", "2026-03-02 16:59:59Z", "2026-03-02 17:00:00Z"):
        happen(gate, "days:1", "T15-2025", at=f"'{day}'")
    admin = gate.signed_in(("admin", "T15-2025"))
    asked = {"subject": "days:1", "from": "2026-03-02", "to": "2026-03-02", "actor": "văn đức"}
    assert [event["at"] for event in seen(admin, **asked)] == ["2026-03-02T16:59:59.000Z", "2026-03-01T17:00:00.000Z"]
    assert seen(admin, subject="days:1", action="session.opened") == []
    assert seen(admin, subject="days:1", outcome="refused") == []
    assert len(seen(admin, subject="days:1", place="T15-2025")) == 4
    first = admin.get(EVENTS, params={"subject": "days:1", "limit": 3}).json()
    second = admin.get(first["next"]).json()
    ids = [event["id"] for page in (first, second) for event in page["items"]]
    assert (len(ids), len(set(ids)), second["next"]) == (4, 4, None)


def test_people_are_found_without_marks_by_e_mail_and_where_they_were_refused(gate: Gate) -> None:
    email = gate.account(("viewer", "T15-2025"))
    assert gate.visitor().sign_in(email, "sai mật khẩu rồi nhé").status_code == 401
    gate.visitor().sign_in(email)
    happen(gate, "words:1", "T15-2025")
    admin = gate.signed_in(("admin", "T15-2025"))
    found = {event["action"] for event in seen(admin, actor=email.upper())}
    assert {"session.refused", "session.opened"} <= found
    for words in ("pham van duc", "PHẠM Văn", "đức"):
        assert len(seen(admin, subject="words:1", actor=words)) == 1
    assert seen(admin, subject="words:1", actor="pham van duk") == []


def test_to_whom_it_was_done_is_told_by_name_and_by_e_mail_within_reach(gate: Gate) -> None:
    email = gate.account(("viewer", "T15-2025"))
    person = gate.visitor()
    person.sign_in(email)
    account = person.get("/api/gateway/v1/sessions/current").json()["account"]
    happen(gate, f"account:{account}", "T80-2025", "quan-tri")
    here, there = gate.signed_in(("admin", "T15-2025")), gate.signed_in(("admin", "T80-2025"))
    for visitor, name in ((here, f"Nguyễn Thị Hoà ({email})"), (there, "Nguyễn Thị Hoà")):
        told = seen(visitor, subject=f"account:{account}", actor="quan-tri")
        assert [event["subject_name"] for event in told] == [name]
    assert {event["subject_name"] for event in seen(person, OWN)} == {"Nguyễn Thị Hoà"}


def test_readings_are_left_out_when_asked(gate: Gate) -> None:
    admin = gate.signed_in(("admin", "T15-2025"))
    seen(admin)
    account = admin.get("/api/gateway/v1/sessions/current").json()["account"]
    assert "audit.read" in {event["action"] for event in seen(admin, actor=account)}
    assert "audit.read" in {event["action"] for event in seen(admin, OWN)}
    for path in (EVENTS, OWN):
        assert {event["action"] for event in seen(admin, path, changes_only=True)}.isdisjoint({"audit.read"})


@pytest.mark.parametrize(
    "query", ["action=khong-co", "from=31/12/2026", "outcome=x", "actor=a%00b", "limit=501", "place=" + "x" * 51]
)
def test_bad_filters_are_named(gate: Gate, query: str) -> None:
    answer = gate.signed_in(("admin", "T15-2025")).get(f"{EVENTS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].endswith(query.partition("=")[0])


@pytest.mark.parametrize("after", ["x", "WyJ4IiwgMV0", "WyIyMDI2LTAxLTAxIiwgMV0"])
def test_a_cursor_that_is_not_ours_is_not_there(gate: Gate, after: str) -> None:
    assert gate.signed_in(("admin", "T15-2025")).get(EVENTS, params={"after": after}).status_code == 404


def test_everybody_reads_their_own_history(gate: Gate) -> None:
    officer = gate.signed_in(("commune_officer", "X28159-2025"))
    account = officer.get("/api/gateway/v1/sessions/current").json()["account"]
    happen(gate, f"account:{account}", "T80-2025", "quan-tri")
    happen(gate, "other:1", "X28159-2025")
    events = seen(officer, OWN)
    assert {event["actor_id"] for event in events} == {account, "quan-tri", "operator"}
    assert "session.opened" in {event["action"] for event in events}
    assert officer.get(f"{OWN}/{events[0]['id']}").json() == events[0]
    assert officer.get(EVENTS).status_code == 403
    assert gate.visitor().get(OWN).status_code == 401


def test_how_far_it_is_sealed_is_told(gate: Gate) -> None:
    admin = gate.signed_in(("admin", "T15-2025"))
    gate.loop.run(gate.app.front.state.sealer.seal())
    state = admin.get("/api/gateway/v1/audit-seal").json()
    assert state["seals"] > 0
    assert state["sealed_at"].startswith("20")
    happen(gate, "sealed:1", "T15-2025")
    gate.loop.run(gate.app.front.state.sealer.seal())
    assert [event["is_sealed"] for event in seen(admin, subject="sealed:1")] == [True]
