"""Proofs: a figure is the sum of the parts it names, and says who is missing."""

from decimal import Decimal

from tests.harness.reporting import API, Office, ratio, single


def test_the_parts_of_a_proof_make_the_figure_and_the_rest_is_missing(office: Office) -> None:
    proof = office.proof("CQS-01", "T15-2025", "2026-09")
    figure, parts = proof["figure"], proof["parts"]
    assert figure["rolled_up"]["units"] == len(parts) > 1
    assert len(parts) + len(proof["missing"]) == figure["rolled_up"]["units_total"] == 99
    assert sum(part["numerator"] for part in parts) == figure["rolled_up"]["numerator"]
    assert sum(part["denominator"] for part in parts) == figure["rolled_up"]["denominator"]
    share = Decimal(figure["rolled_up"]["numerator"]) * 100 / Decimal(figure["rolled_up"]["denominator"])
    assert abs(share - Decimal(str(figure["value"]))) <= Decimal("0.05")
    counted = f"{len(parts)}/99 đơn vị đã có số liệu"
    assert proof["rule"] == f"Tổng tử số chia tổng mẫu số, làm tròn 1 chữ số thập phân ({counted})."


def test_parts_and_missing_units_stand_in_vietnamese_order(office: Office) -> None:
    missing = office.proof("CQS-01", "T15-2025", "2026-09")["missing"]
    names = [found["name"] for found in office.client.get(
        "/api/directory/v1/areas", params={"parent": "T15-2025", "level": "X", "limit": 500}
    ).json()["items"]]  # fmt: skip
    assert missing == [name for name in names if name in missing]


def test_the_proof_of_a_reported_number_states_both_rules(office: Office) -> None:
    proof = office.proof("NT-03", "T15-2025", "2026-Q2")
    assert proof["rule"] == (
        "Số đơn vị tự báo cáo: tử số chia mẫu số, làm tròn 2 chữ số thập phân; số tổng hợp đặt bên cạnh:"
        " tổng tử số chia tổng mẫu số, làm tròn 2 chữ số thập phân (99/99 đơn vị đã có số liệu)."
    )
    assert proof["figure"]["qualifier"] == "estimated"
    assert len(proof["parts"]) == 99


def test_the_proof_of_a_single_number_has_its_revisions_and_no_parts(office: Office) -> None:
    proof = office.proof("KTS-01", "T15-2004", "2022")
    assert (proof["parts"], proof["missing"], proof["rule"]) == ([], [], "Số đơn vị tự báo cáo.")
    assert [(row["revision"], row["value"], row["source"]) for row in proof["revisions"]] == [(1, 50, "document")]


def test_the_proof_of_the_nation_names_the_provinces(office: Office) -> None:
    office.save(
        ratio("KTS-02", "T22-2025", "2026-Q2", 3, 4),
        ratio("KTS-02", office.units_of("T22-2025")[0], "2026-Q2", 1, 1),
        ratio("KTS-02", office.units_of("T24-2025")[0], "2026-Q2", 1, 4),
        single("KTS-02", "T25-2025", "2026-Q2", 50),
    )
    proof = office.proof("KTS-02", "VN", "2026-Q2")
    parts = {part["area"]: part for part in proof["parts"]}
    assert (parts["T22-2025"]["numerator"], parts["T22-2025"]["denominator"]) == (3, 4)
    assert (parts["T24-2025"]["value"], parts["T24-2025"]["source"]) == (25, "rolled_up")
    assert "T25-2025" not in parts
    assert len(parts) + len(proof["missing"]) == 34
    total = proof["figure"]["rolled_up"]
    assert total["numerator"] == sum(part["numerator"] for part in parts.values())


def test_there_is_no_proof_of_what_is_not_there(office: Office) -> None:
    for path in ("KTS-01/T15-2025/2000", "KTS-99/T15-2025/2022", "KTS-01/T99-2025/2022"):
        assert office.client.get(f"{API}/figures/{path}/proof").status_code == 404
    assert office.client.get(f"{API}/figures/KTS-01/T15-2025/2022-Q9/proof").status_code == 422
