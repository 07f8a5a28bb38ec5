"""What evidence stands behind: values and scores; published with it, it stays."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from contracts.access import Role
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in
from tests.services.indicators.evidence.conftest import API, OTHER, UNIT

Kept = Callable[[str], dict[str, Any]]
PERIOD = "2026-Q2"
VALUES = f"{API}/values/{UNIT}/{PERIOD}/evidence"


def value_of(indicator: str, number: int) -> dict[str, Any]:
    return {"values": [{"indicator": indicator, "area": UNIT, "period": PERIOD, "value": number, "reason": "Đếm lại"}]}


@pytest.fixture(scope="module")
def sheet(system: LiveSystem) -> str:
    officer = signed_in(system, employ(system, Role.COMMUNE_OFFICER, UNIT))
    wanted = {"framework": "CDS-XA-2025", "area": UNIT, "period": "2025"}
    return str(officer.post(f"{API}/assessments", json=wanted).json()["id"])


def test_one_piece_stands_behind_several_values_and_is_counted(officer: httpx.Client, kept: Kept) -> None:
    evidence = kept("dung-lai")["id"]
    for indicator in ("KTS-03", "XHS-03"):
        attached = officer.put(f"{VALUES}/{indicator}/{evidence}", json={"note": "trang 3, bảng 2"})
        assert attached.status_code == 204, attached.text

    found = [one for one in officer.get(VALUES).json()["items"] if one["evidence"]["id"] == evidence]
    assert [(one["subject"], one["note"], one["fixed"]) for one in found] == [
        ("KTS-03", "trang 3, bảng 2", False),
        ("XHS-03", "trang 3, bảng 2", False),
    ]
    assert officer.get(f"{API}/evidence/{evidence}").json()["uses"] == 2


def test_attaching_once_more_changes_the_note_alone(officer: httpx.Client, kept: Kept) -> None:
    evidence = kept("ghi-chu")["id"]
    for note in ("trang 1", "trang 9"):
        officer.put(f"{VALUES}/CQS-03/{evidence}", json={"note": note})

    found = [one["note"] for one in officer.get(VALUES).json()["items"] if one["evidence"]["id"] == evidence]
    assert found == ["trang 9"]


def test_what_is_not_published_may_be_detached_and_the_evidence_stays(officer: httpx.Client, kept: Kept) -> None:
    evidence = kept("go-ra")["id"]
    officer.put(f"{VALUES}/KTS-01/{evidence}", json={})

    assert officer.delete(f"{VALUES}/KTS-01/{evidence}").status_code == 204
    assert officer.delete(f"{VALUES}/KTS-01/{evidence}").status_code == 404
    assert officer.get(f"{API}/evidence/{evidence}").json()["uses"] == 0


def test_a_published_value_keeps_its_evidence_and_takes_more(officer: httpx.Client, kept: Kept) -> None:
    first, second = kept("khi-cong-bo")["id"], kept("them-sau")["id"]
    code = "KTS-03"
    officer.put(f"{VALUES}/{code}/{first}", json={})
    assert officer.post(f"{API}/values", json=value_of(code, 5)).status_code == 200

    refused = officer.delete(f"{VALUES}/{code}/{first}")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/evidence-fixed")
    assert officer.put(f"{VALUES}/{code}/{second}", json={}).status_code == 204
    fixed = {
        one["evidence"]["id"]: one["fixed"] for one in officer.get(VALUES).json()["items"] if one["subject"] == code
    }
    assert fixed[first] is fixed[second] is True


def test_a_score_has_evidence_that_the_appraiser_reads(
    system: LiveSystem, officer: httpx.Client, kept: Kept, sheet: str
) -> None:
    evidence = kept("tieu-chi")["id"]
    of_sheet = f"{API}/assessments/{sheet}/evidence"

    assert officer.put(f"{of_sheet}/1.1/{evidence}", json={"note": "mục II"}).status_code == 204
    appraiser = signed_in(system, employ(system, Role.APPRAISER, UNIT))
    [found] = appraiser.get(of_sheet).json()["items"]
    assert (found["subject"], found["evidence"]["id"], found["note"]) == ("1.1", evidence, "mục II")
    assert appraiser.get(f"{API}/evidence/{evidence}/content").status_code == 200
    assert appraiser.put(f"{of_sheet}/1.2/{evidence}", json={}).status_code == 403
    assert officer.put(f"{of_sheet}/1.99/{evidence}", json={}).status_code == 404


def test_evidence_of_another_unit_is_not_attached(
    officer: httpx.Client, stranger: httpx.Client, kept: Kept, system: LiveSystem
) -> None:
    evidence = kept("cua-ta")["id"]

    assert stranger.put(f"{API}/values/{OTHER}/{PERIOD}/evidence/KTS-03/{evidence}", json={}).status_code == 404
    both = signed_in(system, employ(system, Role.COMMUNE_OFFICER, "T56-2025"))
    refused = both.put(f"{API}/values/{OTHER}/{PERIOD}/evidence/KTS-03/{evidence}", json={})
    assert (refused.status_code, "đơn vị khác" in refused.json()["detail"]) == (422, True)


def test_the_audit_tells_what_was_attached_to_what(system: LiveSystem, officer: httpx.Client, kept: Kept) -> None:
    evidence = kept("nhat-ky")["id"]
    officer.put(f"{VALUES}/KTS-02/{evidence}", json={"note": "trang 2"})

    told = (
        "select data from outbox where data ->> 'action' = 'evidence.attached' and data #>> '{after,evidence}' = %(id)s"
    )
    [row] = system.run(system.databases["indicators"].reader.rows(told, {"id": evidence}))
    assert (row.data["subject"], row.data["place"]) == (f"value:KTS-02:{UNIT}:{PERIOD}", UNIT)
