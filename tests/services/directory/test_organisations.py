"""Organisations: the provincial committees with their portal codes and their names through time."""

import csv

import pytest

from commands.storage import ROOT
from tests.services.directory.conftest import Get


def test_each_province_has_its_committee_under_its_portal_code(every: Get) -> None:
    with (ROOT / "data" / "areas" / "admin_provinces_34.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["dvcqg_org_code"]: f"T{row['gso_code']}-2025" for row in csv.DictReader(file)}
    found = every("organisations")
    assert len(found) == 34
    assert {each["code"]: each["area_id"] for each in found} == listed
    assert {each["kind"] for each in found} == {"provincial_committee"}


def test_one_is_read_by_its_code(get: Get) -> None:
    lao_cai = get("organisations/H38")
    assert (lao_cai["name"], lao_cai["area_id"], lao_cai["parent_id"]) == ("UBND tỉnh Lào Cai", "T15-2025", None)
    assert lao_cai["names"] == [{"name": "UBND tỉnh Lào Cai", "valid_from": "2025-07-01", "valid_to": None}]


def test_a_renamed_organisation_keeps_its_old_name(get: Get) -> None:
    names = get("organisations/H49")["names"]
    assert [name["name"] for name in names] == ["UBND tỉnh Quảng Ninh", "UBND thành phố Quảng Ninh"]
    assert names[0]["valid_to"] < names[1]["valid_from"]


@pytest.mark.parametrize("words", ["dong nai", "Đồng Nai", "h19", "UBND tỉnh Đồng Nai"])
def test_marks_do_not_matter_and_codes_and_former_names_are_read(every: Get, words: str) -> None:
    assert [each["code"] for each in every("organisations", q=words)] == ["H19"]


def test_the_list_is_in_vietnamese_order_across_pages(every: Get) -> None:
    names = [each["name"] for each in every("organisations", q="tinh", limit=5)]
    present = [name for name in names if name.startswith("UBND tỉnh")]
    assert present[:5] == [
        "UBND tỉnh An Giang", "UBND tỉnh Cà Mau", "UBND tỉnh Cao Bằng", "UBND tỉnh Đắk Lắk", "UBND tỉnh Điện Biên",
    ]  # fmt: skip
    assert len(names) == len(set(names)) == 28


def test_organisations_of_an_area_are_found(every: Get) -> None:
    assert [each["code"] for each in every("organisations", area="T80-2025")] == ["H53"]
    assert every("organisations", area="X28159-2025") == []
