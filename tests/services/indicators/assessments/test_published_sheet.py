"""The published sheet of Cần Giuộc, 2025: everything but the points comes out of the rules."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, CAN_GIUOC, Desk, row_of

FILE = Path(__file__).resolve().parents[4] / "data" / "commune" / "commune_dti_tayninh_2025.csv"
STATUSES = {
    "Chưa thực hiện": "not_done",
    "Cần bổ sung minh chứng": "needs_evidence",
    "Hoàn thành": "done",
    "Đang thực hiện": "in_progress",
}


@pytest.fixture
def published() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def sheet(system: LiveSystem) -> dict[str, Any]:
    client = system.client("leader")
    found = client.get(f"{API}/assessments", params={"framework": "CDS-XA-2025", "area": CAN_GIUOC, "period": "2025"})
    return dict(client.get(f"{API}/assessments/{found.json()['items'][0]['id']}").json())


def test_the_most_points_are_960_and_the_totals_are_those_of_the_sheet(sheet: dict[str, Any]) -> None:
    totals = sheet["totals"]
    assert (totals["max"], totals["self"], totals["appraised"], totals["final"]) == (960, 787.84, 606.27, None)
    assert (totals["difference"], totals["self_share"], totals["appraised_share"]) == (181.57, 82.1, 63.2)
    assert (totals["leaves"], totals["scored_self"], totals["scored_appraised"], totals["scored_final"]) == (
        62,
        62,
        62,
        0,
    )


def test_each_group_adds_up_to_what_its_rows_say(sheet: dict[str, Any], published: list[dict[str, str]]) -> None:
    groups = {group["code"]: group for group in sheet["groups"]}
    assert {code: group["max"] for code, group in groups.items() if "." not in code} == {
        "1": 80, "2": 100, "3": 100, "4": 520, "5": 80, "6": 80
    }  # fmt: skip
    for code, group in groups.items():
        rows = [row for row in published if row["code"].startswith(f"{code}.")]
        assert Decimal(str(group["self"])) == sum(Decimal(row["self_score"]) for row in rows)
        assert Decimal(str(group["appraised"])) == sum(Decimal(row["reviewed_score"]) for row in rows)


def test_a_group_of_exactly_51_85_per_cent_shows_51_9(sheet: dict[str, Any]) -> None:
    group = next(group for group in sheet["groups"] if group["code"] == "2")
    assert (group["self"], group["max"], group["self_share"]) == (51.85, 100, 51.9)


def test_all_differences_and_statuses_come_out_of_the_rules(
    sheet: dict[str, Any], published: list[dict[str, str]]
) -> None:
    derived = {row["code"]: (Decimal(str(row["difference"])), row["status"]) for row in sheet["rows"]}
    printed = {row["code"]: (Decimal(row["diff_self_minus_review"]), STATUSES[row["status"]]) for row in published}
    assert len(derived) == 62
    assert derived == printed


def test_five_rows_were_raised_above_the_self_score_and_seventeen_cut_to_zero(sheet: dict[str, Any]) -> None:
    rows = sheet["rows"]
    assert sum(row["appraised"] > row["self"] for row in rows) == 5
    assert sum(row["appraised"] == 0 < row["self"] for row in rows) == 17


def test_rows_stand_in_the_natural_order_of_their_codes(sheet: dict[str, Any]) -> None:
    codes = [row["code"] for row in sheet["rows"]]
    assert codes == sorted(codes, key=lambda code: [int(part) for part in code.split(".")])
    assert codes.index("4.22.10") == codes.index("4.22.9") + 1


def test_every_appraisal_that_differs_says_why(sheet: dict[str, Any]) -> None:
    differing = [row for row in sheet["rows"] if row["self"] != row["appraised"]]
    assert len(differing) == 27
    assert all(row["appraised_reason"].startswith("Theo phiếu thẩm định đã công bố") for row in differing)


def test_before_the_appraisal_every_row_waits(desk: Desk) -> None:
    sheet = desk.scored(desk.sheet(), "self", {"1.1": 7.04, "2.1": 0})
    assert {row["status"] for row in sheet["rows"]} == {"awaiting_appraisal"}
    assert row_of(sheet, "1.1")["difference"] is None
    assert (sheet["totals"]["self"], sheet["totals"]["scored_self"]) == (7.04, 2)


def test_a_sheet_takes_four_statements_and_a_list_of_sheets_three(desk: Desk, sheet: dict[str, Any]) -> None:
    client = desk.person("leader", "VN")
    listed = client.get(f"{API}/assessments", params={"limit": 500}).json()["items"]
    assert len(listed) > 60
    assert desk.statements(lambda: client.get(f"{API}/assessments/{sheet['id']}")) == 4
    assert desk.statements(lambda: client.get(f"{API}/assessments", params={"limit": 500})) == 3
