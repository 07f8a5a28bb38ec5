"""What waits for whom in the rounds of sheets, and what of a sheet is locked for everybody."""

from datetime import timedelta
from typing import Any

from kit.clock import today
from tests.harness.rounds import FRAMEWORK, PANEL, PROVINCE, PUBLISHER, UNIT, Rounds, Trial
from tests.harness.scoring import API, faults

DUE = str(today() + timedelta(days=7))
ASKED = [{"code": "2", "question": "Vì sao thiếu 10 điểm?"}]


def waiting(trial: Trial, role: str) -> dict[str, Any] | None:
    """The line of a sheet in somebody's work."""
    items, address = [], f"{API}/assessments/mine?limit=500"
    while address:
        page = trial.who(role).get(address).json()
        items, address = items + page["items"], page["next"]
    return next((one for one in items if one["assessment"] == trial.sheet["id"]), None)


def kinds(trial: Trial) -> dict[str, str | None]:
    """Why a sheet waits for whom."""
    found = {role: waiting(trial, role) for role in (UNIT, PANEL, PUBLISHER)}
    return {role: one and one["kind"] for role, one in found.items() if one}


def locks(trial: Trial) -> dict[str, list[str]]:
    """The stages that are locked, each with what stays open in it."""
    return {one["stage"]: one["open"] for one in trial.seen()["locks"]}


def test_a_sheet_waits_for_whoever_moves_it_on(rounds: Rounds) -> None:
    trial = rounds.open("2101")
    assert (kinds(trial), locks(trial)) == ({UNIT: "to_submit"}, {})
    trial.submitted()
    assert kinds(trial) == {PANEL: "to_appraise"}
    assert locks(trial) == {"self": [], "appraised": [], "final": []}
    trial.stepped(PANEL, "send_back", reason="Thiếu phụ lục.")
    told = waiting(trial, UNIT)
    assert told is not None
    assert (told["kind"], told["verb"], told["reason"]) == ("sent_back", "submit", "Thiếu phụ lục.")
    trial.stepped(UNIT, "submit")
    trial.stepped(PANEL, "begin")
    assert kinds(trial) == {PANEL: "appraising"}
    trial.stepped(PANEL, "ask", due=DUE, questions=ASKED)
    told = waiting(trial, UNIT)
    assert told is not None
    assert (told["kind"], told["due"], told["questions"], told["unanswered"]) == ("to_explain", DUE, 1, 1)
    assert (kinds(trial), locks(trial)) == ({UNIT: "to_explain"}, {"self": ["2"]})
    question = trial.round["questions"][0]["id"]
    assert trial.answer(question, "Đã bổ sung.").status_code == 200
    trial.stepped(UNIT, "explain")
    assert kinds(trial) == {PANEL: "explained"}
    trial.scored(PANEL, "appraised", _1=40, _2=20, _3=10)
    assert kinds(trial) == {PANEL: "explained", PUBLISHER: "to_finalise"}
    trial.stepped(PUBLISHER, "finalise")
    assert kinds(trial) == {PUBLISHER: "to_publish"}
    assert rounds.publish(trial.area, period="2101").status_code == 201
    assert kinds(trial) == {}


def test_what_waits_is_one_statement_however_much_it_is(rounds: Rounds) -> None:
    first = rounds.open("2102")
    first.submitted()
    reader = first.who(PANEL)
    few = first.desk.statements(lambda: reader.get(f"{API}/assessments/mine"))
    rounds.open("2102").submitted()
    assert first.desk.statements(lambda: reader.get(f"{API}/assessments/mine")) == few


def test_chosen_sheets_are_published_by_one_decision_and_the_others_stay(rounds: Rounds) -> None:
    one, two, other = (rounds.open("2103") for _ in range(3))
    one.finalised()
    two.submitted()
    other.finalised()
    refused = rounds.publish(period="2103", areas=[one.area, two.area])
    assert (refused.status_code, list(faults(refused))) == (409, [f"/sheets/{two.area}"])
    unknown = rounds.publish(period="2103", areas=["X28159-2025"])
    assert faults(unknown) == {"/areas": "“X28159-2025” không có hồ sơ của bộ chỉ số và kỳ này."}
    made = rounds.publish(period="2103", areas=[one.area])
    assert (made.status_code, made.json()["sheets"], made.json()["within"]) == (201, 1, PROVINCE)
    assert (one.seen()["state"], other.seen()["state"]) == ("published", "finalised")
    found = rounds.system.client().get(f"{API}/recognitions", params={"framework": FRAMEWORK, "period": "2103"})
    assert [unit["area"] for unit in found.json()["items"]] == [one.area]
