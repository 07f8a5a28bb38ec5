"""My work shows what is late for longer than a year: the newest periods line by line, a way to the older ones."""

from typing import Any

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in
from tests.harness.submitting import API

PROVINCE, FORM = "T52-2025", "THU-LAU-TRANG"
TERMS: dict[str, Any] = {
    "name": "Biểu tháng của trang", "name_en": "Monthly form of the page", "issuer": "Thử", "level": "X",
    "frequency": "month", "due": 10, "first_period": "2025-07", "items": [{"indicator": "CQS-01"}],
}  # fmt: skip


def test_who_owes_and_who_waits_find_the_newest_periods_and_the_way_to_older_ones(
    system: LiveSystem, visit: Visit
) -> None:
    query = {"parent": PROVINCE, "level": "X", "valid_on": "2025-12-31", "limit": "1"}
    [unit] = [area["id"] for area in system.client().get("/api/directory/v1/areas", params=query).json()["items"]]
    department = signed_in(system, employ(system, "department_officer", PROVINCE))
    answer = department.put(f"{API}/forms/{FORM}", json={**TERMS, "areas": [unit]})
    assert answer.status_code == 201, answer.text

    officer = signed_in(system, employ(system, "commune_officer", unit))
    work = visit(officer, "/viec")
    lines = [line for line in work.all(".lt-table__row") if TERMS["name"] in line]
    assert len(lines) == 12
    assert [("kỳ cũ hơn" in line) for line in lines] == [True, *[False] * 11]
    entry = f"/nhap?bm={FORM}&dv={unit}"
    assert entry in work.links()
    assert "Tháng 7/2025" in visit(officer, entry).all("#ky option")
    every = officer.get(f"{API}/submissions/obligations", params={"form": FORM, "within": unit}).json()["items"]
    assert int(work.all("main p")[0].split()[0]) >= len(every) > 12

    waiting = visit(department, "/viec")
    groups = [line for line in waiting.all("#cham-nop .lt-table__row") if TERMS["name"] in line]
    assert len(groups) == 12
    assert "kỳ cũ hơn" in groups[0]
    assert "1 đơn vị" in groups[0]
    older = f"/duyet?bm={FORM}&tt=cham"
    assert older in waiting.links()
    assert "Tháng 7/2025" in visit(department, older).text
