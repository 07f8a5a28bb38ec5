"""Lists read again: the same bytes as of the moment, page by page, whatever was corrected and taken back since."""

import httpx
import pytest

from kit.database import in_unit
from services.indicators.queries.rollups import recount_rollups
from services.indicators.queries.source import Transaction
from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office, faults_of, ratio, single
from tests.services.indicators.boundaries.test_moments import moment

KHANH_HOA, PERIOD = "T56-2025", "2027-Q3"
LISTS = [
    {"within": KHANH_HOA, "period": PERIOD, "limit": "500"},
    {"within": KHANH_HOA, "indicator": "NT-03", "newest": "true"},
    {"level": "T", "indicator": "KTS-03", "period": PERIOD},
    {"area": "VN", "period": PERIOD},
]


@pytest.fixture
def units(office: Office) -> list[str]:
    """Three communes with numbers of one period, and their province with one of its own."""
    units = office.units_of(KHANH_HOA)[-3:]
    office.save(
        *(single("KTS-03", unit, PERIOD, 10) for unit in units),
        *(ratio("NT-03", unit, PERIOD, 1, 4) for unit in units),
        ratio("XHS-02", units[0], PERIOD, 1, 2),
        ratio("XHS-02", KHANH_HOA, PERIOD, 30, 40),
    )
    return units


def page(office: Office, query: dict[str, str]) -> httpx.Response:
    answer = office.client.get(f"{API}/figures", params=query)
    assert answer.status_code == 200, answer.text
    return answer


def test_a_list_is_read_again_byte_for_byte_after_a_correction_moved_its_sums(office: Office, units: list[str]) -> None:
    at, then = moment(), [page(office, query).content for query in LISTS]
    office.save(
        single("KTS-03", units[0], PERIOD, 99, reason="Đếm sót"),
        single("NT-03", units[1], PERIOD, 60, reason="Chỉ còn tỷ lệ"),
        ratio("XHS-02", KHANH_HOA, PERIOD, 31, 40, reason="Bổ sung"),
        single("KTS-03", units[0], "2027-Q4", 5),
    )
    now = [page(office, query).content for query in LISTS]
    assert [one == other for one, other in zip(now, then, strict=True)] == [False] * len(LISTS)
    assert [page(office, {**query, "as_of": at}).content for query in LISTS] == then


def test_pages_as_of_a_moment_follow_one_another(office: Office, units: list[str]) -> None:
    query = {"within": KHANH_HOA, "period": PERIOD}
    at, then = moment(), page(office, {**query, "limit": "500"}).json()["items"]
    office.save(*(single("KTS-03", unit, PERIOD, 77, reason="Sửa") for unit in units))
    found, link = [], f"{API}/figures?within={KHANH_HOA}&period={PERIOD}&limit=2&as_of={at}"
    while link:
        answer = office.client.get(link)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        link = answer.json()["next"]
    assert found == then


def test_a_sum_of_which_nothing_is_left_is_read_again_even_after_a_recount(fresh_system: LiveSystem) -> None:
    office = Office(fresh_system, fresh_system.token("values:write", "indicators:read"))
    unit = office.units_of(KHANH_HOA)[0]
    office.save(ratio("NT-02", unit, "2028", 3, 4))
    query = {"area": KHANH_HOA, "period": "2028"}
    at, then = moment(), page(office, query).content
    office.save(single("NT-02", unit, "2028", 75, reason="Không còn tử số, mẫu số"))
    assert page(office, query).json()["items"] == []
    assert page(office, {**query, "as_of": at}).content == then

    async def recount() -> None:
        async with in_unit(fresh_system.databases["indicators"]) as session:
            await recount_rollups(Transaction(session))

    fresh_system.run(recount())
    assert office.sums_disagreeing_with_a_recount() == 0
    assert page(office, query).json()["items"] == []
    assert page(office, {**query, "as_of": at}).content == then


def test_what_takes_too_long_to_make_anew_for_the_whole_nation_is_refused_in_words(office: Office) -> None:
    at = moment()
    listed = faults_of(office.client.get(f"{API}/figures", params={"area": "VN", "as_of": at}))
    assert "một kỳ hoặc một chỉ tiêu" in listed["/query/as_of"]
    seen = faults_of(office.client.get(f"{API}/overviews/VN", params={"as_of": at}))
    assert "tổng quan từng tỉnh" in seen["/query/as_of"]


@pytest.mark.parametrize("path", ["figures", "overviews/T56-2025"])
def test_a_list_of_a_moment_to_come_is_refused_and_one_before_everything_is_empty(office: Office, path: str) -> None:
    refused = faults_of(office.client.get(f"{API}/{path}", params={"as_of": "2999-01-01T00:00:00Z"}))
    assert "trước đó" in refused["/query/as_of"]
    empty = office.get(path, as_of="2020-01-01T00:00:00Z")
    assert [one for one in empty.get("items", empty.get("standings")) if one.get("figure", one) is not None] == []
