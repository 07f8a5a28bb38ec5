"""One commune's sheet, from the officer's workbook to the ministry's JSON."""

import io

import httpx
import openpyxl
import pytest

from tests.harness.live import AnyForm
from tests.harness.staff import employ, signed_in, untouched_commune

BASE = "/api/indicators/v1"
PROVINCE = "T80-2025"
Sheet = dict[str, str]


@pytest.fixture
def sheet(product: AnyForm) -> Sheet:
    """The sheet of 2025 of a commune of Tây Ninh, not opened yet."""
    return {"framework": "CDS-XA-2025", "area": untouched_commune(product)[0], "period": "2025"}


@pytest.fixture
def officer(product: AnyForm, sheet: Sheet) -> httpx.Client:
    """The officer of that commune."""
    return signed_in(product, employ(product, "commune_officer", sheet["area"]))


def filled(template: bytes, points: dict[str, str]) -> bytes:
    """The downloaded workbook with points typed as an officer types them."""
    workbook = openpyxl.load_workbook(io.BytesIO(template))
    sheet = workbook["Phiếu điểm"]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "Mã" for cell in row))
    column = next(cell.column for cell in heading if str(cell.value).startswith("Điểm tự đánh giá"))
    code = next(cell.column for cell in heading if cell.value == "Mã")
    for row in sheet.iter_rows(min_row=heading[0].row + 1):
        if (typed := points.get(str(row[code - 1].value))) is not None:
            sheet.cell(row[0].row, column).value = typed
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def upload(client: httpx.Client, sheet: Sheet, content: bytes) -> httpx.Response:
    """Send a workbook of scores."""
    return client.post(
        f"{BASE}/imports", data={"kind": "assessment", **sheet}, files={"file": ("phieu-cua-xa.xlsx", content)}
    )


def test_a_sheet_goes_from_the_workbook_to_the_ministry(product: AnyForm, sheet: Sheet, officer: httpx.Client) -> None:
    template = officer.get(f"{BASE}/templates/assessment", params=sheet)
    assert template.status_code == 200
    taken = upload(officer, sheet, filled(template.content, {"1.1": "7,04", "1.2": "7.51", "4.22.10": "26"}))
    assert taken.status_code == 200, taken.text

    appraiser = product.client("appraiser", at=PROVINCE)
    opened = appraiser.get(f"{BASE}/assessments/{taken.json()['assessment']}")
    rows = {row["code"]: row for row in opened.json()["rows"]}
    assert (rows["1.1"]["self"], rows["1.1"]["status"]) == (7.04, "awaiting_appraisal")
    judged = appraiser.put(
        f"{BASE}/assessments/{opened.json()['id']}/scores",
        json={
            "scores": [
                {
                    "code": "1.1",
                    "stage": "appraised",
                    "points": 10,
                    "reason": "Theo số liệu của doanh nghiệp viễn thông",
                },
                {"code": "1.2", "stage": "appraised", "points": 7.51},
                {"code": "4.22.10", "stage": "appraised", "points": 0, "reason": "Thiếu minh chứng"},
            ]
        },
        headers={"If-Match": opened.headers["etag"]},
    )
    assert judged.status_code == 200, judged.text

    ministry = product.token("indicators:read")
    listed = ministry.get(f"{BASE}/assessments", params=sheet).json()["items"]
    assert [(found["totals"]["self"], found["totals"]["appraised"]) for found in listed] == [(40.55, 17.51)]
    read = ministry.get(f"{BASE}/assessments/{listed[0]['id']}").json()
    rows = {row["code"]: row for row in read["rows"]}
    assert [(rows[code]["difference"], rows[code]["status"]) for code in ("1.1", "1.2", "4.22.10")] == [
        (-2.96, "in_progress"),
        (0, "in_progress"),
        (26, "needs_evidence"),
    ]
    proof = ministry.get(f"{BASE}/assessments/{listed[0]['id']}/proof").json()
    assert next(change["reason"] for change in proof["revisions"] if change["code"] == "4.22.10") == "Thiếu minh chứng"


def test_a_bad_cell_is_named_and_nothing_is_half_saved(product: AnyForm, sheet: Sheet, officer: httpx.Client) -> None:
    template = officer.get(f"{BASE}/templates/assessment", params=sheet).content
    refused = upload(officer, sheet, filled(template, {"1.1": "7,04", "1.2": "mười"}))
    assert refused.status_code == 422
    assert [fault["detail"] for fault in refused.json()["errors"]] == ["“mười” không phải là số. Ví dụ: 84,67"]
    assert refused.json()["errors"][0]["pointer"].startswith("/Phiếu điểm/")
    assert officer.get(f"{BASE}/assessments", params=sheet).json()["items"] == []


def test_the_ministry_reads_every_noun_as_json(product: AnyForm) -> None:
    ministry = product.token("indicators:read")
    areas = ministry.get(
        "/api/directory/v1/areas", params={"level": "T", "valid_on": "2025-07-01", "limit": 100}
    ).json()
    assert len(areas["items"]) == 34
    for noun in ("frameworks", "indicators", "values", "assessments"):
        answer = ministry.get(f"{BASE}/{noun}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["items"]
    ranking = ministry.get(f"{BASE}/rankings", params={"framework": "DTI-2022", "period": "2022", "level": "T"}).json()
    assert [entry["rank"] for entry in ranking["items"] if entry["rank"] in (14, 15, 16, 17)] == [14, 15, 15, 17]
