"""A sheet from self-assessment to a final score: who takes which step, what hinders it, what is locked meanwhile."""

from typing import Any

import httpx

from tests.harness.rounds import FRAMEWORK, PANEL, PROVINCE, PUBLISHER, UNIT, Rounds
from tests.harness.scoring import API, faults, row_of

DUE = "2099-01-15"


def verbs(told: dict[str, object]) -> list[str]:
    """The steps somebody may take."""
    return [one["verb"] for one in told["allowed"]]  # type: ignore[attr-defined,union-attr]


def test_until_it_is_submitted_every_stage_is_scored_freely(rounds: Rounds) -> None:
    trial = rounds.open()
    assert (trial.seen()["state"], trial.round["free"]) == ("self", True)
    trial.scored(UNIT, "self", _1=40)
    trial.scored(PANEL, "appraised", _1=40)
    trial.scored(PUBLISHER, "final", _1=40)
    assert trial.who(UNIT).get(trial.path).json()["state"] == "self"


def test_a_sheet_is_submitted_when_every_criterion_is_scored_and_proved(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.scored(UNIT, "self", _1=40, _3=0)
    [submit] = [one for one in trial.seen(UNIT)["allowed"] if one["verb"] == "submit"]
    assert [(one["code"], one["kind"]) for one in submit["lacking"]] == [("1", "evidence"), ("2", "score")]

    refused = trial.step(UNIT, "submit")
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/out-of-turn"
    assert faults(refused) == {
        "/rows/1": "1. Nhân lực: Điểm trên 0 phải có minh chứng.",
        "/rows/2": "2. Hạ tầng: Chưa tự đánh giá; không đạt thì ghi 0.",
    }
    assert trial.attach("1").status_code == 204
    trial.scored(UNIT, "self", _2=30)
    row = row_of(trial.who(UNIT).get(trial.path).json(), "1")
    assert (row["evidence"], row["evidence_required"]) == (1, True)
    assert trial.stepped(UNIT, "submit")["state"] == "submitted"
    assert trial.seen()["free"] is False


def test_the_whole_way_with_questions_and_answers(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.submitted()
    assert trial.score(UNIT, "self", _2=31).status_code == 409
    assert trial.score(PANEL, "appraised", _2=31).status_code == 409
    trial.stepped(PANEL, "begin")
    trial.scored(PANEL, "appraised", _1=40, _2=20)
    asked = trial.stepped(PANEL, "ask", due=DUE, questions=[{"code": "2", "question": "Số liệu cáp quang ở đâu?"}])
    assert (asked["state"], asked["due"]) == ("explaining", DUE)
    [question] = asked["questions"]
    assert (question["code"], question["open"], question["answer"]) == ("2", True, None)

    locked = trial.score(UNIT, "self", _1=39)
    assert locked.status_code == 409
    assert faults(locked) == {"/scores/0/stage": "Hồ sơ chờ giải trình: chỉ sửa được tiêu chí đang được hỏi."}
    trial.scored(UNIT, "self", _2=35)
    assert faults(trial.step(UNIT, "explain")) == {"/rows/2": "2. Hạ tầng: Chưa giải trình."}
    answered = trial.answer(question["id"], "Trang 3 của báo cáo.").json()
    assert answered["questions"][0]["answer"] == "Trang 3 của báo cáo."
    assert trial.stepped(UNIT, "explain")["state"] == "appraising"
    assert trial.answer(question["id"], "Muộn").status_code == 409

    seen = row_of(trial.who(PANEL).get(trial.path).json(), "2")
    assert (seen["self"], seen["self_changed"]["before"]) == (35, 30)
    assert faults(trial.step(PUBLISHER, "finalise")) == {
        "/rows/3": "3. Dịch vụ công: Chưa có điểm thẩm định hoặc điểm cuối."
    }
    trial.scored(PANEL, "appraised", _2=35, _3=10)
    done = trial.stepped(PUBLISHER, "finalise")
    assert [step["verb"] for step in done["steps"]] == ["finalise", "explain", "ask", "begin", "submit"]
    sheet = trial.who(PUBLISHER).get(trial.path).json()
    assert (sheet["totals"]["final"], row_of(sheet, "2")["final_reason"]) == (85, "Theo điểm thẩm định.")
    for role, stage in ((UNIT, "self"), (PANEL, "appraised"), (PUBLISHER, "final")):
        assert trial.score(role, stage, _1=1).status_code == 409


def test_everybody_is_told_their_own_steps_and_refused_those_of_others(rounds: Rounds) -> None:
    trial = rounds.open()
    assert [verbs(trial.seen(role)) for role in (UNIT, PANEL, PUBLISHER, "leader")] == [["submit"], [], [], []]
    trial.submitted()
    assert [verbs(trial.seen(role)) for role in (UNIT, PANEL, PUBLISHER)] == [["withdraw"], ["begin", "send_back"], []]
    assert trial.step(UNIT, "begin").status_code == 403
    assert trial.step("leader", "finalise").status_code == 403
    above = trial.desk.person(UNIT, PROVINCE).post(
        f"{trial.path}/steps", json={"verb": "withdraw"}, headers={"If-Match": f'"v{trial.seen()["version"]}"'}
    )
    assert (above.status_code, above.json()["detail"]) == (
        403,
        "Chỉ người được giao tại chính đơn vị mới làm được việc này.",
    )
    assert trial.step(PUBLISHER, "finalise").status_code == 409
    assert faults(trial.step(PANEL, "send_back")) == {"/reason": "Hãy ghi lý do."}
    back = trial.stepped(PANEL, "send_back", reason="Thiếu phụ lục.")
    assert (back["state"], back["free"], back["steps"][0]["reason"]) == ("self", False, "Thiếu phụ lục.")
    assert trial.score(PANEL, "appraised", _1=1).status_code == 409
    trial.stepped(UNIT, "submit")
    assert trial.stepped(UNIT, "withdraw")["state"] == "self"


def test_a_step_is_taken_over_the_version_that_was_read(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.submitted()
    stale, missing = {"If-Match": '"v1"'}, {}
    send = lambda match: trial.who(PANEL).post(f"{trial.path}/steps", json={"verb": "begin"}, headers=match)  # noqa: E731
    assert [send(match).status_code for match in (stale, missing)] == [412, 428]


def test_an_answer_is_given_over_the_round_that_was_read(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.submitted()
    trial.stepped(PANEL, "begin")
    asked = trial.stepped(PANEL, "ask", due=DUE, questions=[{"code": "2", "question": "Ở đâu?"}])
    address = f"{trial.path}/answers/{asked['questions'][0]['id']}"
    assert trial.who(UNIT).put(address, json={"answer": "Trang 3."}).status_code == 428

    match = {"If-Match": f'"v{asked["version"]}"'}
    said = trial.who(UNIT).put(address, json={"answer": "Trang 3."}, headers=match)
    assert (said.status_code, said.json()["version"]) == (200, asked["version"] + 1)
    late = trial.who(UNIT).put(address, json={"answer": "Trang 4."}, headers=match)
    assert (late.status_code, late.headers["etag"]) == (412, said.headers["etag"])
    assert trial.seen(UNIT)["questions"][0]["answer"] == "Trang 3."


def test_an_explanation_is_read_by_its_own_people_alone_until_it_is_sent(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.submitted()
    trial.stepped(PANEL, "begin")
    words: dict[str, Any] = {"due": DUE, "questions": [{"code": "2", "question": "Ở đâu?"}]}
    [question] = trial.stepped(PANEL, "ask", **words)["questions"]
    assert trial.answer(question["id"], "Nháp.").json()["questions"][0]["answer"] == "Nháp."
    for role in (PANEL, PUBLISHER):
        [told] = trial.seen(role)["questions"]
        assert (told["answer"], told["answered_by"], told["answered_at"], told["sent"]) == (None, None, None, False)
    trial.stepped(PANEL, "resume", reason="Đã đủ căn cứ.")
    assert [trial.seen(role)["questions"][0]["answer"] for role in (UNIT, PANEL)] == ["Nháp.", None]

    again = trial.stepped(PANEL, "ask", **words)["questions"][0]
    assert trial.answer(again["id"], "Trang 3.").status_code == 200
    trial.stepped(UNIT, "explain")
    assert [(one["answer"], one["sent"]) for one in trial.seen(PANEL)["questions"]] == [
        ("Trang 3.", True),
        (None, False),
    ]


def test_questions_name_criteria_and_a_day_to_come(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.submitted()
    trial.stepped(PANEL, "begin")
    refused = trial.step(PANEL, "ask", due="2020-01-01", questions=[{"code": "9", "question": "Vì sao?"}])
    assert refused.status_code == 422
    assert faults(refused) == {
        "/questions/0/code": f"Bộ chỉ số {FRAMEWORK} không có tiêu chí “9”.",
        "/due": "Hạn giải trình là hôm nay hoặc một ngày sau đó.",
    }
    assert faults(trial.step(PANEL, "ask", due=DUE)) == {"/questions": "Hãy hỏi ít nhất một tiêu chí."}
    assert faults(trial.step(PANEL, "send_back", reason="x", due=DUE)).keys() == {"/questions"}
    assert faults(trial.step(PANEL, "publish")) == {"/verb": "Xem mô tả."}


def test_what_was_submitted_keeps_its_evidence(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.submitted()
    listed = trial.who(UNIT).get(f"{trial.path}/evidence").json()["items"]
    piece = next(one["evidence"]["id"] for one in listed if one["subject"] == "1")
    address = f"{trial.path}/evidence/1/{piece}"
    assert trial.who(UNIT).delete(address).status_code == 409
    trial.stepped(UNIT, "withdraw")
    assert trial.who(UNIT).delete(address).status_code == 204
    assert faults(trial.step(UNIT, "submit")) == {"/rows/1": "1. Nhân lực: Điểm trên 0 phải có minh chứng."}


def test_until_it_is_published_a_finalised_sheet_is_read_within_reach_alone(rounds: Rounds) -> None:
    trial = rounds.open()
    trial.finalised()
    stranger = trial.desk.person("leader", "X04630-2025")
    assert stranger.get(trial.path).status_code in (403, 404)
    assert stranger.get(f"{trial.path}/round").status_code in (403, 404)
    ranking = stranger.get(f"{API}/rankings", params={"framework": FRAMEWORK, "period": "2025"})
    assert trial.area not in ranking.text
    assert rounds.publish(trial.area).status_code == 201
    assert stranger.get(trial.path).json()["totals"]["final"] == 70
    assert stranger.get(f"{trial.path}/round").status_code == 403
    ranking = stranger.get(f"{API}/rankings", params={"framework": FRAMEWORK, "period": "2025"})
    assert trial.area in ranking.text


def test_a_round_takes_as_many_statements_with_many_questions_as_with_none(rounds: Rounds) -> None:
    trial = rounds.open()
    reader: httpx.Client = trial.who(PANEL)
    few = trial.desk.statements(lambda: reader.get(f"{trial.path}/round"))
    trial.submitted()
    trial.stepped(PANEL, "begin")
    trial.stepped(PANEL, "ask", due=DUE, questions=[{"code": code, "question": "Vì sao?"} for code in "123"])
    assert trial.desk.statements(lambda: reader.get(f"{trial.path}/round")) == few
