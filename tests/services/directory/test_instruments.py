"""Official documents: one register of numbers, days, issuers and subjects."""

import csv

import httpx
import pytest

from commands.storage import ROOT
from contracts.instruments import InstrumentKind
from services.directory.rules.instruments import kind_of
from tests.services.directory.conftest import Get


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("766/QĐ-TTg", InstrumentKind.DECISION),
        ("57-NQ/TW", InstrumentKind.RESOLUTION),
        ("60/2022/NQ-HĐND", InstrumentKind.RESOLUTION),
        ("42/2022/NĐ-CP", InstrumentKind.DECREE),
        ("21/2023/TT-BTTTT", InstrumentKind.CIRCULAR),
        ("229-QĐ/TW", InstrumentKind.DECISION),
        ("01-KH/BCĐTW", InstrumentKind.PLAN),
        ("15/CTr-UBND", InstrumentKind.PROGRAMME),
        ("02-QC/BCĐTW", InstrumentKind.REGULATION),
        ("02/HD-UBND", InstrumentKind.GUIDANCE),
        ("408/TB-VPCP", InstrumentKind.NOTICE),
        ("793/BTTTT-THH", InstrumentKind.DISPATCH),
    ],
)
def test_a_number_tells_the_kind_of_its_document(number: str, kind: InstrumentKind) -> None:
    assert kind_of(number) is kind


def test_every_document_on_file_is_in_the_register_newest_first(every: Get) -> None:
    with (ROOT / "data" / "governance" / "instruments.csv").open(encoding="utf-8", newline="") as file:
        filed = {(row["number"], row["issuer"]): row["issued_on"] or None for row in csv.DictReader(file)}
    found = every("instruments", limit=20)

    assert {(one["number"], one["issuer"]): one["issued_on"] for one in found} == filed
    assert [one["year"] for one in found] == sorted((one["year"] for one in found), reverse=True)


@pytest.mark.parametrize("words", ["766", "quyet dinh 766", "CHẤT LƯỢNG phục vụ", "phuc vu thu tuong chat luong"])
def test_words_are_found_in_any_order_and_without_marks(every: Get, words: str) -> None:
    assert "766/QĐ-TTg" in {one["number"] for one in every("instruments", q=words)}


def test_two_documents_of_one_number_are_told_apart_by_their_issuers(every: Get) -> None:
    found = {one["number"]: one["issuer"] for one in every("instruments", q="71", kind="resolution")}
    assert found == {"71/NQ-CP": "Chính phủ", "71-NQ/TW": "Bộ Chính trị"}


def test_one_is_read_by_its_id_and_an_unknown_one_is_not_there(get: Get, anyone: httpx.Client) -> None:
    [listed] = get("instruments", q="505/QĐ-TTg")["items"]
    assert get(f"instruments/{listed['id']}") == listed
    assert anyone.get("/api/directory/v1/instruments/khong-co").status_code == 404
