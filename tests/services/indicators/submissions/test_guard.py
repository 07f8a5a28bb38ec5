"""Cells of a form in force go through submissions: no other door takes them, except from who publishes there."""

from tests.harness.live import LiveSystem
from tests.harness.reporting import Office, faults_of, ratio, single
from tests.harness.submitting import FORM, PERIOD, PROVINCE, Bureau
from tests.harness.xlsx import book

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_batch_with_a_cell_of_a_form_is_refused_whole_and_says_which_form(system: LiveSystem, bureau: Bureau) -> None:
    unit = bureau.commune()
    for sender in (bureau.person("commune_officer", unit), bureau.department, system.token("values:write")):
        office = Office(system, sender)
        found = faults_of(office.send([single("KTS-04", unit, PERIOD, 1), single("KTS-03", unit, PERIOD, 7)]))
        assert list(found) == ["/values/1"]
        assert FORM in found["/values/1"]
        assert "hồ sơ số liệu kỳ" in found["/values/1"]
    file = book([("KTS-03", "", 7)], headings=("Mã chỉ tiêu", "Tên", "Giá trị"))
    form = {"kind": "values", "area": unit, "period": PERIOD}
    files = {"file": ("a.xlsx", file, XLSX)}
    answer = bureau.department.post("/api/indicators/v1/imports", data=form, files=files)
    assert any(FORM in detail for detail in faults_of(answer).values())


def test_what_no_form_asks_goes_in_as_before(system: LiveSystem, bureau: Bureau) -> None:
    unit = bureau.commune()
    office = Office(system, bureau.department)
    receipt = office.save(
        single("KTS-04", unit, PERIOD, 1),  # not on the form
        single("KTS-03", unit, "2025", 7),  # not its kind of period
        ratio("XHS-01", PROVINCE, PERIOD, 1, 2),  # not its level
    )
    assert receipt["created"] == 3


def test_who_publishes_may_go_past_a_form(system: LiveSystem, bureau: Bureau) -> None:
    unit = bureau.commune()
    client = system.token("values:write", "submissions:publish", area=PROVINCE)
    assert Office(system, client).save(single("KTS-03", unit, PERIOD, 7))["created"] == 1
