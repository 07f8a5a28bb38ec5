"""What blocks sending: errors, missing evidence, and whatever must be explained until it is."""

from tests.harness.reporting import ratio
from tests.harness.submitting import API, cell_of, refused, save, step, taken
from tests.services.indicators.checks.conftest import Desk

USUAL = {"indicator": "CQS-01", "numerator": 620, "denominator": 1000}
STRANGE = {"indicator": "CQS-01", "numerator": 150, "denominator": 1000}
WHY = "Cổng dịch vụ công ngừng hai tuần."


def test_a_number_that_needs_evidence_is_not_sent_without(desk: Desk) -> None:
    sheet = desk.filled(USUAL, proved=False)
    assert "minh chứng" in refused(desk.submit(sheet), 422)["/cells/CQS-01"]
    desk.prove(sheet)
    assert taken(desk.submit(sheet))["state"] == "submitted"


def test_what_must_be_explained_blocks_until_it_is_and_the_reviewer_reads_it(desk: Desk) -> None:
    sheet = desk.filled(STRANGE)
    found = desk.checks(sheet)
    assert (found["errors"], found["unexplained"]) == (0, len(found["results"]) - found["notes"])
    by_rule = {result["rule"]: result for result in found["results"]}
    assert {"plausible", "outlier_history", "outlier_peers"} <= set(by_rule)
    assert [one["method"] for one in by_rule["outlier_history"]["methods"]] == ["z_score", "modified_z", "tukey"]
    told = by_rule["plausible"]
    assert (told["name"], told["value"], told["lower"], told["upper"]) == ("Khoảng hợp lý", 15, 20, None)
    refusal = desk.submit(sheet).json()
    assert {error["pointer"] for error in refusal["errors"]} == {"/cells/CQS-01/explanation"}
    assert any("thấp hơn mức thường gặp" in error["detail"] for error in refusal["errors"])

    sheet = taken(save(desk.officer(sheet), sheet, {"indicator": "CQS-01", "explanation": WHY}))
    sheet = taken(desk.submit(sheet))
    reviewer = desk.person("department_officer")
    seen = reviewer.get(f"{API}/submissions/{sheet['id']}/checks").json()
    assert {result["explanation"] for result in seen["results"] if result["must_explain"]} == {WHY}
    assert seen["unexplained"] == 0


def test_an_explanation_is_kept_when_what_it_answers_no_longer_stands(desk: Desk) -> None:
    sheet = desk.filled(STRANGE | {"explanation": WHY})
    sheet = taken(save(desk.officer(sheet), sheet, USUAL))
    assert desk.checks(sheet)["unexplained"] == 0
    sheet = taken(desk.submit(sheet))
    assert cell_of(sheet, "CQS-01")["explanation"] == WHY


def test_a_rule_between_cells_names_both_and_is_no_matter_of_explaining(desk: Desk) -> None:
    other = {"indicator": "CQS-04", "numerator": 10, "denominator": 2000, "explanation": WHY}
    sheet = desk.filled(USUAL, other)
    [error] = [one for one in desk.checks(sheet)["results"] if one["severity"] == "error"]
    assert error["rule"] == "form.cung-ho-so"
    assert [(one["indicator"], one["field"]) for one in error["cells"]] == [
        ("CQS-04", "denominator"), ("CQS-01", "denominator"),
    ]  # fmt: skip
    assert "/cells/CQS-04/denominator" in refused(desk.submit(sheet), 422)


def test_a_denominator_that_jumped_must_be_explained(desk: Desk) -> None:
    sheet = desk.filled({"indicator": "CQS-01", "numerator": 1240, "denominator": 2000})
    [found] = [one for one in desk.checks(sheet)["results"] if one["rule"] == "denominator_change"]
    assert (found["field"], found["must_explain"], found["explained"]) == ("denominator", True, False)


def test_what_could_not_be_compared_is_said(desk: Desk) -> None:
    sheet = desk.filled(USUAL, {"indicator": "CQS-04", "numerator": 10, "denominator": 20})
    unapplied = {(one["indicator"], one["rule"]): one["reason"] for one in desk.checks(sheet)["unapplied"]}
    assert unapplied["CQS-04", "outlier_history"] == "Mới có 0 kỳ trước, cần ít nhất 8."
    assert ("CQS-01", "outlier_history") not in unapplied


def test_what_came_to_need_an_explanation_after_sending_is_not_accepted_with_others(desk: Desk) -> None:
    sheet = taken(desk.submit(desk.filled(USUAL)))
    writer = desk.system.token("values:write")
    revised = ratio("CQS-01", sheet["area"], "2026-09", 1240, 2000, reason="Đếm lại")
    assert writer.post(f"{API}/values", json={"values": [revised]}).status_code == 200
    items = [{"id": sheet["id"], "version": sheet["version"]}]
    answer = desk.person("department_officer").post(f"{API}/submissions/acceptances", json={"items": items})
    [one] = answer.json()["items"]
    assert (one["done"], "phải giải trình" in one["detail"]) == (False, True)


def test_those_that_are_explained_are_accepted_together(desk: Desk) -> None:
    sound, strange = desk.filled(USUAL), desk.filled(STRANGE | {"explanation": WHY})
    sheets = [taken(desk.submit(sheet)) for sheet in (sound, strange)]
    items = [{"id": sheet["id"], "version": sheet["version"]} for sheet in sheets]
    reviewer = desk.person("department_officer")
    answer = reviewer.post(f"{API}/submissions/acceptances", json={"items": items})
    assert [one["done"] for one in answer.json()["items"]] == [True, True]
    assert taken(step(desk.person("publisher"), sheets[0] | {"version": sheets[0]["version"] + 1}, "publish"))


def test_evidence_that_was_sent_stays_until_the_number_is_decided_on(desk: Desk) -> None:
    sheet = desk.filled(USUAL)
    sheet = taken(desk.submit(sheet))
    store = f"{API}/values/{sheet['area']}/{sheet['period']}/evidence"
    [attached] = [one for one in desk.officer(sheet).get(store).json()["items"] if one["subject"] == "CQS-01"]
    address = f"{store}/CQS-01/{attached['evidence']['id']}"

    assert attached["fixed"]
    assert desk.officer(sheet).delete(address).status_code == 409
    sheet = taken(step(desk.person("department_officer"), sheet, "return", reason="Xem lại"))
    assert desk.officer(sheet).delete(address).status_code == 204
