"""The story of a number: sent, two cells returned, corrected, accepted, published; then a correction of it."""

from typing import Any

import httpx

from tests.harness.horizon import settled
from tests.harness.live import LiveSystem
from tests.harness.submitting import API, PERIOD, PROVINCE, Bureau, cell_of, save, step, taken

RETURNED = [
    {"indicator": "CQS-03", "reason": "Chưa khớp với cổng dịch vụ công."},
    {"indicator": "KTS-03", "reason": "Đề nghị đếm lại."},
]


def test_a_number_goes_from_its_commune_to_the_ministry(system: LiveSystem, bureau: Bureau) -> None:
    ministry = system.token("indicators:read")
    system.run(settled(system.databases["indicators"]))
    start = _end_of_feed(ministry)
    sheet = bureau.sent()
    unit = sheet["area"]
    assert (sheet["state"], sheet["allowed"]) == ("submitted", ["withdraw"])

    returned = taken(step(bureau.department, sheet, "return", cells=RETURNED))
    assert [cell["indicator"] for cell in returned["cells"] if cell["return_reason"]] == ["CQS-03", "KTS-03"]
    officer = bureau.officer(sheet)
    again = [{"indicator": "CQS-03", "numerator": 75, "denominator": 100}, {"indicator": "KTS-03", "value": 38}]
    sheet = taken(step(officer, taken(save(officer, returned, *again)), "submit"))
    sheet = taken(step(bureau.department, sheet, "accept"))
    assert ministry.get(f"{API}/values", params={"area": unit, "period": PERIOD}).json()["items"] == []
    sheet = taken(step(bureau.publisher, sheet, "publish"))

    figure = ministry.get(f"{API}/figures/KTS-03/{PROVINCE}/{PERIOD}").json()
    assert figure["rolled_up"]["value"] >= 38  # on the next request
    system.run(settled(system.databases["indicators"]))
    told = [value for value in _changes(ministry, start) if value["area"] == unit]
    assert [(value["indicator"], value["value"], value["revision"]) for value in told] == [
        ("CQS-03", 75, 1), ("KTS-03", 38, 1), ("XHS-01", 90, 1),
    ]  # fmt: skip
    rounds = ministry.get(f"{API}/submissions/{sheet['id']}/rounds").json()
    assert [(one["round"], [change["indicator"] for change in one["changes"]]) for one in rounds] == [
        (1, ["CQS-03", "XHS-01", "KTS-03"]),
        (2, ["CQS-03", "KTS-03"]),
    ]
    change = rounds[1]["changes"][0]
    assert (change["before"]["numerator"], change["after"]["numerator"]) == (80, 75)
    assert [decision["verb"] for decision in rounds[0]["decisions"]] == ["return"]
    assert rounds[0]["decisions"][0]["cells"] == RETURNED
    assert [decision["verb"] for decision in rounds[1]["decisions"]] == ["accept", "publish"]

    _correct(system, bureau, sheet, ministry)


def _correct(system: LiveSystem, bureau: Bureau, sheet: dict[str, Any], ministry: httpx.Client) -> None:
    officer, reason = bureau.officer(sheet), "Đếm thiếu hai hộ kinh doanh."
    start = _end_of_feed(ministry)
    cells = [{"indicator": "KTS-03", "reason": reason}]
    sheet = taken(step(officer, sheet, "corrections", cells=cells))
    assert (sheet["state"], sheet["is_correction"]) == ("draft", True)
    assert [cell["indicator"] for cell in sheet["cells"] if cell["editable"]] == ["KTS-03"]
    assert cell_of(sheet, "KTS-03")["published"]["value"] == 38
    other = save(officer, sheet, {"indicator": "XHS-01", "numerator": 1, "denominator": 2})
    assert other.json()["errors"][0]["pointer"] == "/cells/0/indicator"
    sheet = taken(save(officer, sheet, {"indicator": "KTS-03", "value": 40}))
    for person, verb in ((officer, "submit"), (bureau.department, "accept"), (bureau.publisher, "publish")):
        sheet = taken(step(person, sheet, verb))

    proof = ministry.get(f"{API}/figures/KTS-03/{sheet['area']}/{PERIOD}/proof").json()
    assert [(row["revision"], row["value"], row["reason"]) for row in proof["revisions"]] == [
        (2, 40, reason),
        (1, 38, None),
    ]
    system.run(settled(system.databases["indicators"]))
    told = [value for value in _changes(ministry, start) if value["area"] == sheet["area"]]
    assert [(value["indicator"], value["value"], value["revision"]) for value in told] == [("KTS-03", 40, 2)]
    assert (sheet["is_correction"], sheet["rounds"]) == (False, 3)


def _end_of_feed(client: httpx.Client) -> str:
    """The cursor behind everything that was published so far."""
    address, cursor = f"{API}/changes?limit=500", ""
    while True:
        answer = client.get(address)
        cursor = answer.headers.get("Feed-Cursor", cursor)
        if answer.json()["next"] is None:
            return cursor
        address = answer.json()["next"]


def _changes(client: httpx.Client, after: str) -> list[dict[str, Any]]:
    return list(client.get(f"{API}/changes", params={"limit": 500, "after": after}).json()["items"])
