"""Values that cannot be: every one is named with its place and reason, and nothing of the batch is saved."""

import pytest

from tests.harness.reporting import API, Office, ratio, single

UNIT = "X04630-2025"


@pytest.mark.parametrize(
    ("value", "field", "reason"),
    [
        (single("KTS-99", UNIT, "2026-Q2", 1), "indicator", "Không có chỉ tiêu “KTS-99”."),
        (single("KTS-03", "X99999-2025", "2026-Q2", 1), "area", "Không có địa bàn “X99999-2025”."),
        (ratio("XHS-01", UNIT, "2026-Q2", 5, -1), "denominator", "Mẫu số không được âm."),
        (ratio("XHS-01", UNIT, "2026-Q2", 5, 0), "denominator", "Mẫu số phải lớn hơn 0."),
        (ratio("XHS-01", UNIT, "2026-Q2", 6, 5), "numerator", "Tử số không được lớn hơn mẫu số."),
        (single("XHS-01", UNIT, "2026-Q2", 101.5), "value", "Giá trị 101,5 lớn hơn mức tối đa 100 %."),
        (single("KTS-03", UNIT, "2026-Q2", 1.5), "value", "Số lượng phải là số nguyên."),
        (single("KTS-03", UNIT, "2026-Q2", -1), "value", "Số lượng không được âm."),
        (ratio("KTS-03", UNIT, "2026-Q2", 1, 2), "numerator", "Chỉ tiêu KTS-03 không có tử số và mẫu số."),
        (
            {"indicator": "KTS-03", "area": UNIT, "period": "2026-Q2"},
            "value",
            "Chưa nhập số liệu.",
        ),
        (
            single("KTS-03", "X04630-2004", "2026-Q2", 1),
            "period",
            "Xã Tú Lệ không có hiệu lực vào ngày cuối kỳ 2026-Q2.",
        ),
        (
            single("KTS-03", UNIT, "2024-Q4", 1),
            "period",
            "Xã Tú Lệ không có hiệu lực vào ngày cuối kỳ 2024-Q4.",
        ),
    ],
)
def test_a_value_that_cannot_be_is_named(office: Office, value: dict[str, object], field: str, reason: str) -> None:
    right = single("KTS-03", "X04654-2025", "2024", 3)
    assert office.faults(right | {"area": "T15-2004"}, value)[f"/values/1/{field}"] == reason
    assert office.client.get(f"{API}/figures/KTS-03/T15-2004/2024").status_code == 404


def test_every_fault_of_a_batch_is_named_at_once(office: Office) -> None:
    assert set(
        office.faults(
            ratio("XHS-01", "X99999-2025", "2026-09", 5, -1),
            single("KTS-99", UNIT, "2026-Q2", 1),
            ratio("XHS-01", UNIT, "2026-Q2", -5, -1),
        )
    ) == {
        "/values/0/area",
        "/values/0/period",
        "/values/0/denominator",
        "/values/1/indicator",
        "/values/2/numerator",
        "/values/2/denominator",
    }


def test_the_same_key_twice_in_a_batch_is_refused(office: Office) -> None:
    twice = single("KTS-03", UNIT, "2026-Q2", 1)
    assert office.faults(twice, ratio("XHS-01", UNIT, "2026-Q2", 1, 2), twice | {"value": 2}) == {
        "/values/2": "Trùng chỉ tiêu, địa bàn và kỳ với số thứ 1."
    }


def test_at_most_a_hundred_faults_are_told(office: Office) -> None:
    assert len(office.faults(*(single("KTS-99", UNIT, f"{year}", 1) for year in range(1950, 2100)))) == 100
