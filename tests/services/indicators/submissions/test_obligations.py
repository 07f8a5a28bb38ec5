"""Who owes what: the late list, the caller's own tasks, reminders once a day, the checks before sending."""

from typing import Any

from tests.harness.submitting import API, FORM, PERIOD, PROVINCE, Bureau, refused, save, step, taken


def obligations(bureau: Bureau, **query: Any) -> list[dict[str, Any]]:
    """Everything owed in the province for the form and period."""
    asked = {"within": PROVINCE, "form": FORM, "period": PERIOD, "limit": 500, **query}
    return list(bureau.department.get(f"{API}/submissions/obligations", params=asked).json()["items"])


def test_every_unit_of_the_province_owes_and_those_that_have_not_sent_are_late(bureau: Bureau) -> None:
    sent, waiting = bureau.sent()["area"], bureau.commune()
    units = {one["area"]: one for one in obligations(bureau)}
    assert units[waiting]["state"] == "not_started"
    assert units[waiting]["days_late"] > 0
    assert units[sent]["state"] == "submitted"
    assert len(units) > 100
    assert waiting in {one["area"] for one in obligations(bureau, late=True)}


def test_everybody_finds_what_waits_for_them(bureau: Bureau) -> None:
    sheet = bureau.sent()

    def kinds(client: Any) -> set[tuple[str, str]]:
        items, address = [], f"{API}/submissions/mine?limit=500"
        while address:
            told = client.get(address).json()
            items, address = items + told["items"], told["next"]
        return {(one["kind"], one["verb"]) for one in items if one["submission"] == sheet["id"]}

    officer = bureau.officer(sheet)
    assert kinds(bureau.department) == {("to_review", "accept")}
    assert kinds(officer) == kinds(bureau.publisher) == set()
    sheet = taken(step(bureau.department, sheet, "return", reason="Xem lại"))
    assert (kinds(officer), kinds(bureau.department)) == ({("returned", "submit")}, set())
    sheet = taken(step(officer, sheet, "submit"))
    taken(step(bureau.department, sheet, "accept"))
    assert kinds(bureau.publisher) == {("to_publish", "publish")}


def test_a_unit_is_reminded_once_a_day_until_it_has_sent(bureau: Bureau) -> None:
    late, sent = bureau.commune(), bureau.sent()["area"]
    body = {"form": FORM, "period": PERIOD, "areas": [late, sent]}
    told = bureau.department.post(f"{API}/submissions/reminders", json=body).json()
    assert [item["reminded"] for item in told["items"]] == [True, False]
    again = bureau.department.post(f"{API}/submissions/reminders", json=body).json()
    assert again["reminded"] == 0
    tasks = bureau.person("commune_officer", late).get(f"{API}/submissions/mine").json()["items"]
    assert [one["reminded_at"] is not None for one in tasks if one["period"] == PERIOD and one["form"] == FORM] == [
        True
    ]


def test_a_draft_keeps_what_was_typed_and_is_not_sent_while_it_is_wrong(bureau: Bureau) -> None:
    sheet = bureau.opened()
    officer = bureau.officer(sheet)
    sheet = taken(save(officer, sheet, {"indicator": "CQS-03", "numerator": 9, "denominator": 3, "note": "Vội"}))
    report = officer.get(f"{API}/submissions/{sheet['id']}/checks").json()
    assert [(one["rule"], one["indicator"]) for one in report["results"]] == [
        ("value", "CQS-03"),
        ("required", "XHS-01"),
    ]
    found = refused(step(officer, sheet, "submit"), 422)
    assert set(found) == {"/cells/CQS-03/numerator", "/cells/XHS-01"}
    bad = save(officer, sheet, {"indicator": "XHS-01", "note": "a"}, {"indicator": "KHONG-CO", "value": 1})
    assert set(refused(bad, 422)) == {"/cells/1/indicator"}
    kept = taken(save(officer, sheet, {"indicator": "CQS-03", "note": "Sửa ghi chú"}))
    assert (kept["cells"][0]["numerator"], kept["cells"][0]["note"]) == (9, "Sửa ghi chú")
    assert refused(step(bureau.department, kept, "return"), 409)


def test_nothing_is_returned_without_a_reason(bureau: Bureau) -> None:
    assert "/reason" in refused(step(bureau.department, bureau.sent(), "return"), 422)
