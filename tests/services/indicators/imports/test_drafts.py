"""The workbook of a form: it goes out with the draft of a submission and comes back into it; nothing is published."""

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, faults
from tests.harness.submitting import CELLS, FORM, PERIOD, Bureau, bureau_of
from tests.harness.xlsx import edited
from tests.services.indicators.imports.test_round_trip import typed


@pytest.fixture
def bureau(system: LiveSystem) -> Bureau:
    return bureau_of(system)


def template(officer: httpx.Client, area: str) -> httpx.Response:
    return officer.get(f"{API}/templates/values", params={"area": area, "period": PERIOD, "form": FORM})


def send(officer: httpx.Client, data: bytes) -> httpx.Response:
    return officer.post(f"{API}/imports", data={"kind": "values"}, files={"file": ("bieu.xlsx", data)})


def test_the_workbook_of_a_form_fills_its_draft_and_publishes_nothing(bureau: Bureau) -> None:
    area = bureau.commune()
    officer = bureau.person("commune_officer", area)
    content = template(officer, area).content
    filled = edited(content, typed({("CQS-03", 4): 80, ("CQS-03", 5): 100, ("KTS-03", 6): 40, ("KTS-03", 7): "Thử"}))
    answer = send(officer, filled)
    assert answer.status_code == 200, answer.text
    receipt = answer.json()
    assert (receipt["rows"], receipt["created"], receipt["untouched"]) == (2, 2, 0)
    sheet = officer.get(f"{API}/submissions/{receipt['submission']}").json()
    cells = {cell["indicator"]: cell for cell in sheet["cells"]}
    assert (cells["CQS-03"]["numerator"], cells["KTS-03"]["value"], cells["KTS-03"]["note"]) == (80, 40, "Thử")
    assert (sheet["state"], sheet["area"]) == ("draft", area)
    assert officer.get(f"{API}/values", params={"area": area}).json()["items"] == []
    assert send(officer, filled).json()["unchanged"] == 2


def test_what_a_colleague_typed_meanwhile_in_the_draft_is_not_overwritten(bureau: Bureau) -> None:
    area = bureau.commune()
    officer = bureau.person("commune_officer", area)
    body = {"form": FORM, "area": area, "period": PERIOD}
    opened = officer.post(f"{API}/submissions", json=body)
    address, match = f"{API}/submissions/{opened.json()['id']}", {"If-Match": opened.headers["etag"]}
    saved = officer.put(f"{address}/cells", json={"cells": CELLS}, headers=match)
    assert saved.status_code == 200, saved.text
    old = template(officer, area).content
    moved = {"indicator": "KTS-03", "value": 41, "note": "Theo danh sách"}
    officer.put(f"{address}/cells", json={"cells": [moved]}, headers={"If-Match": saved.headers["etag"]})
    assert send(officer, old).json()["untouched"] == 3
    told = list(faults(send(officer, edited(old, typed({("KTS-03", 6): 42})))).values())
    assert told[0].startswith("Trên hệ thống nay là 41, tệp ghi 42.")
    assert send(officer, edited(old, typed({("CQS-03", 4): 81}))).json()["changed"] == 1
    cells = {cell["indicator"]: cell for cell in officer.get(address).json()["cells"]}
    assert (cells["CQS-03"]["numerator"], cells["KTS-03"]["value"]) == (81, 41)


def test_a_form_of_other_units_or_unknown_has_no_workbook(bureau: Bureau) -> None:
    officer = bureau.person("commune_officer", bureau.commune())
    department = bureau.person("department_officer", "VN")
    query = {"area": "X28159-2025", "period": PERIOD, "form": FORM}
    assert "không áp dụng cho" in template_refusal(department, query)
    assert "Không có biểu mẫu" in template_refusal(department, query | {"form": "KHONG-CO"})
    assert template(officer, "X28159-2025").status_code == 403


def template_refusal(client: httpx.Client, query: dict[str, str]) -> str:
    answer = client.get(f"{API}/templates/values", params=query)
    assert answer.status_code in (404, 422)
    return answer.text
