"""Sums of units: live, honest about who is missing, beside the reported number, up to the nation, through reforms."""

import pytest

from tests.harness.reporting import Office, ratio, single

CAO_BANG = "T04-2025"


def test_a_sum_says_from_how_many_of_how_many_units_it_comes(office: Office) -> None:
    units = office.units_of(CAO_BANG)
    office.save(*(ratio("XHS-02", unit, "2026-Q1", 10, 40) for unit in units[:3]))
    figure = office.figure("XHS-02", CAO_BANG, "2026-Q1")
    assert (figure["basis"], figure["value"], figure["reported"]) == ("rolled_up", 25, None)
    assert figure["rolled_up"] == {
        "value": 25, "numerator": 30, "denominator": 120, "units": 3, "units_total": len(units),
    }  # fmt: skip


def test_ratios_are_added_by_their_parts_not_averaged(office: Office) -> None:
    first, second, *_ = office.units_of(CAO_BANG)
    office.save(ratio("KTS-02", first, "2026-Q1", 1, 10), ratio("KTS-02", second, "2026-Q1", 90, 90))
    assert office.figure("KTS-02", CAO_BANG, "2026-Q1")["value"] == 91


def test_the_reported_number_is_the_headline_and_the_sum_stands_beside_it(office: Office) -> None:
    unit = office.units_of(CAO_BANG)[0]
    office.save(ratio("NT-03", unit, "2026-Q1", 1, 2), ratio("NT-03", CAO_BANG, "2026-Q1", 60, 80, qualifier="nearly"))
    figure = office.figure("NT-03", CAO_BANG, "2026-Q1")
    assert (figure["value"], figure["basis"], figure["qualifier"]) == (75, "reported", "nearly")
    assert (figure["reported"]["value"], figure["rolled_up"]["value"]) == (75, 50)


def test_a_bare_percentage_is_kept_and_does_not_roll_up(office: Office) -> None:
    first, second, *_ = office.units_of(CAO_BANG)
    office.save(single("NT-02", first, "2026-Q1", 87.5), ratio("NT-02", second, "2026-Q1", 3, 4))
    assert office.figure("NT-02", first, "2026-Q1")["value"] == 87.5
    rolled_up = office.figure("NT-02", CAO_BANG, "2026-Q1")["rolled_up"]
    assert (rolled_up["value"], rolled_up["units"]) == (75, 1)
    office.save(single("NT-02", second, "2026-Q1", 75))
    assert office.client.get(f"/api/indicators/v1/figures/NT-02/{CAO_BANG}/2026-Q1").status_code == 404
    assert office.sums_disagreeing_with_a_recount() == 0


def test_half_is_rounded_up(office: Office) -> None:
    first, second, *_ = office.units_of(CAO_BANG)
    office.save(ratio("XHS-02", first, "2026-Q2", 1125, 100_000), ratio("XHS-02", second, "2026-Q2", 1135, 100_000))
    assert office.figure("XHS-02", first, "2026-Q2")["value"] == 1.1
    assert office.figure("XHS-02", CAO_BANG, "2026-Q2")["value"] == 1.1
    office.save(ratio("XHS-01", first, "2026-Q2", 125, 100_000))
    assert office.figure("XHS-01", first, "2026-Q2")["value"] == 0.13


def test_an_indicator_without_a_way_to_add_up_stays_where_it_is(office: Office) -> None:
    unit = office.units_of(CAO_BANG)[0]
    office.save(ratio("CQS-02", unit, "2026-Q1", 1, 2))
    assert office.client.get(f"/api/indicators/v1/figures/CQS-02/{CAO_BANG}/2026-Q1").status_code == 404


def test_the_nation_is_summed_from_what_provinces_report_or_add_up_to(office: Office) -> None:
    reported, summed = "T08-2025", "T11-2025"
    office.save(single("KTS-04", reported, "2026-Q1", 500))
    before = office.figure("KTS-04", "VN", "2026-Q1")
    assert before["rolled_up"]["units_total"] == 34
    office.save(
        single("KTS-04", office.units_of(reported)[0], "2026-Q1", 9),
        *(single("KTS-04", unit, "2026-Q1", 20) for unit in office.units_of(summed)[:2]),
    )
    after = office.figure("KTS-04", "VN", "2026-Q1")
    assert after["value"] == before["value"] + 40
    assert after["rolled_up"]["units"] == before["rolled_up"]["units"] + 1
    office.save(single("KTS-04", "VN", "2026-Q1", 12_345))
    headline = office.figure("KTS-04", "VN", "2026-Q1")
    assert (headline["value"], headline["rolled_up"]["value"]) == (12_345, after["value"])


def test_the_past_adds_up_within_its_own_provinces(office: Office) -> None:
    office.save(
        single("KTS-05", "X04630-2004", "2024", 10),
        single("KTS-05", "X04249-2004", "2024", 5),
        single("KTS-05", "X04630-2025", "2025", 7),
    )
    old = office.figure("KTS-05", "T15-2004", "2024")
    assert (old["area_name"], old["value"], old["rolled_up"]["units_total"]) == ("Tỉnh Yên Bái", 15, 173)
    new = office.figure("KTS-05", "T15-2025", "2025")
    assert (new["area_name"], new["value"], new["rolled_up"]["units_total"]) == ("Tỉnh Lào Cai", 7, 99)
    district = office.figure("KTS-05", "H140-2004", "2024")
    assert district["value"] == 10


def test_in_the_year_of_a_reform_old_and_new_provinces_are_never_added_together(office: Office) -> None:
    office.save(single("KTS-06", "X04630-2004", "2025", 10), single("KTS-06", "X04630-2025", "2025", 7))
    assert office.figure("KTS-06", "T15-2004", "2025")["rolled_up"]["units_total"] == 168
    assert office.figure("KTS-06", "VN", "2025")["value"] == 7


def test_a_commune_that_was_merged_within_the_period_leaves_the_report_to_its_successor(office: Office) -> None:
    gone = single("KTS-05", "X04264-2004", "2025", 1)
    assert list(office.faults(gone)) == ["/values/0/period"]
    office.save(gone | {"period": "2024"})


def test_an_island_district_without_communes_is_a_unit_itself(office: Office) -> None:
    office.save(single("KTS-05", "H536-2004", "2024", 4))
    assert office.figure("KTS-05", "H536-2004", "2024")["reported"]["value"] == 4
    parent = office.client.get("/api/directory/v1/areas/H536-2004").json()["parent_id"]
    assert office.figure("KTS-05", parent, "2024")["value"] == 4


def test_invented_figures_are_marked_and_lose_the_mark_when_replaced(office: Office) -> None:
    unit = office.units_of("T15-2025")[0]
    invented = office.figure("NT-03", unit, "2025-Q3")
    assert (invented["illustrative"], invented["reported"]["source"]) == (True, "illustrative")
    real = {name: invented["reported"][name] for name in ("numerator", "denominator", "note")}
    assert office.save(ratio("NT-03", unit, "2025-Q3", **real))["changed"] == 1
    assert office.figure("NT-03", unit, "2025-Q3")["illustrative"] is False
    assert office.figure("NT-03", "T15-2025", "2025-Q3")["illustrative"] is True
    assert office.sums_disagreeing_with_a_recount() == 0


@pytest.mark.parametrize("place", ["T15-2025", "X04630-2025", "VN"])
def test_what_is_not_public_shows_only_to_those_with_the_right_there(office: Office, place: str) -> None:
    path = f"/api/indicators/v1/figures/CQS-03/{place}/2026-Q1"
    assert office.client.get(path).status_code == 200
    assert office.system.client().get(path).status_code == 404
    elsewhere = office.system.token("indicators:read", area="T80-2025")
    assert elsewhere.get(path).status_code == 404
    at_home = office.system.token("indicators:read", area="T15-2025")
    assert at_home.get(path).status_code == (404 if place == "VN" else 200)
