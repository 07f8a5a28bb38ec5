"""Two who fill the same empty cell at the same moment: the second is refused and told the number of the first."""

import httpx

from tests.harness.scoring import API, Desk, faults
from tests.harness.standoff import meanwhile
from tests.harness.xlsx import edited
from tests.services.indicators.imports.test_round_trip import VALUE, template, typed
from tests.services.indicators.imports.test_values import COUNT, PERIOD, XLSX, value

_NO_SAVING = ("lock table indicator_values in share row exclusive mode", {})
"""Values may be read and locked meanwhile, not saved."""


def sent(desk: Desk, by: str, data: bytes) -> httpx.Response:
    person = desk.person("department_officer", by)
    return person.post(f"{API}/imports", data={"kind": "values"}, files={"file": ("so.xlsx", data, XLSX)})


def test_of_two_workbooks_that_fill_an_empty_cell_the_second_is_told_the_number_of_the_first(desk: Desk) -> None:
    area = desk.commune()
    old = template(desk, area)
    here, there = (edited(old, typed({(COUNT, VALUE): number})) for number in (84, 85))
    desk.person("department_officer", "VN")
    answers = meanwhile(desk.system, _NO_SAVING, lambda: sent(desk, "T38-2025", here), lambda: sent(desk, "VN", there))
    assert sorted(answer.status_code for answer in answers) == [200, 422], [answer.text for answer in answers]
    [refused] = [answer for answer in answers if answer.status_code == 422]
    [told] = faults(refused).values()
    kept = int(value(desk, COUNT, area)["value"])
    assert told.startswith(f"Trên hệ thống nay là {kept} (department_officer ")
    assert f"tệp ghi {84 + 85 - kept}" in told


def test_a_workbook_never_overwrites_what_another_system_put_into_an_empty_cell_meanwhile(desk: Desk) -> None:
    area = desk.commune()
    book = edited(template(desk, area), typed({(COUNT, VALUE): 84}))
    system = desk.system.token("values:write")
    told = {"values": [{"indicator": COUNT, "area": area, "period": PERIOD, "value": 85}]}
    answers = meanwhile(
        desk.system,
        ("lock table rollups in share row exclusive mode", {}),  # where it has saved the number, and not yet its sums
        lambda: system.post(f"{API}/values", json=told),
        lambda: sent(desk, "T38-2025", book),
    )
    assert [answer.status_code for answer in answers] == [200, 409], [answer.text for answer in answers]
    assert "hãy gửi lại tệp" in answers[1].json()["detail"]
    assert value(desk, COUNT, area)["value"] == 85
    assert sent(desk, "T38-2025", book).status_code == 422
