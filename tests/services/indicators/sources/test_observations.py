"""Several sources of one number: all are kept, where they disagree is seen, and somebody chooses with a reason."""

from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office, faults_of, ratio, single
from tests.harness.staff import employ, signed_in

AREA, OTHER = "X04630-2025", "X28159-2025"
PERIOD = "2027"


def told(value: float | None = None, **more: Any) -> dict[str, Any]:
    """What a report says of the cell of these tests."""
    cell = {"indicator": "KTS-03", "area": AREA, "period": PERIOD}
    given = {**cell, "value": value, "kind": "report", "source": "Báo cáo 12/BC-UBND", **more}
    return {name: found for name, found in given.items() if found is not None}


@pytest.fixture
def office(fresh_system: LiveSystem) -> Office:
    """An officer of the department, who chooses between sources."""
    return Office(fresh_system, signed_in(fresh_system, employ(fresh_system, "department_officer", "T15-2025")))


def record(office: Office, **given: Any) -> dict[str, Any]:
    """Record what a source says."""
    answer = office.client.post(f"{API}/observations", json=told(**given))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def matter_of(office: Office, **query: str) -> dict[str, Any]:
    """The one matter of the cell."""
    wanted = {"indicator": "KTS-03", "area": AREA, "period": PERIOD} | query
    [found] = office.get("matters", **wanted)["items"]
    return dict(found)


def choose(office: Office, observation: str, reason: str, version: int) -> httpx.Response:
    """Choose an observation on the version that was read."""
    headers = {"If-Match": f'"v{version}"'}
    return office.client.post(f"{API}/observations/{observation}/choose", json={"reason": reason}, headers=headers)


def test_one_source_is_no_conflict_and_publishes_nothing(office: Office) -> None:
    record(office, value=120)

    assert matter_of(office)["state"] == "agreeing"
    assert office.client.get(f"{API}/figures/KTS-03/{AREA}/{PERIOD}").status_code == 404
    assert office.get("observations", indicator="KTS-03", area=AREA, conflicting=True)["items"] == []


def test_a_source_that_disagrees_with_the_published_value_is_a_conflict(office: Office) -> None:
    office.save(single("KTS-03", AREA, PERIOD, 120))
    same, other = record(office, value=120), record(office, value=135, quote="đã có 135 hộ")
    matter = matter_of(office)

    assert (matter["state"], matter["difference"]) == ("open", 15)
    assert matter["published"]["value"] == 120
    assert [side["value"] for side in matter["sides"]] == [120, 135]
    listed = office.get("observations", conflicting=True, indicator="KTS-03", area=AREA, period=PERIOD)["items"]
    assert [one["id"] for one in listed] == [same["id"], other["id"]]


def test_an_invented_number_disagrees_with_no_source(office: Office) -> None:
    record(office, period="2026-Q3", value=1)

    assert office.figure("KTS-03", AREA, "2026-Q3")["illustrative"] is True
    matter = matter_of(office, period="2026-Q3")
    assert (matter["state"], matter["published"]) == ("agreeing", None)


def test_numbers_that_are_equal_once_rounded_agree(office: Office) -> None:
    office.save(ratio("NT-03", AREA, PERIOD, 1, 3))
    record(office, indicator="NT-03", value=33.3)
    assert matter_of(office, indicator="NT-03")["state"] == "open"
    office.save(ratio("NT-03", AREA, PERIOD, 333, 1000, reason="Đếm lại"))

    assert matter_of(office, indicator="NT-03")["state"] == "agreeing"


def test_the_chosen_source_is_published_with_its_words_and_the_reason(office: Office) -> None:
    office.save(single("KTS-03", AREA, PERIOD, 120))
    side = record(office, value=135, quote="đã có 135 hộ", qualifier="nearly", as_of="2027-03-30")
    version = matter_of(office)["version"]
    chosen = choose(office, side["id"], "Báo cáo có đối chiếu danh sách", version)

    assert chosen.status_code == 200, chosen.text
    matter = chosen.json()
    assert (matter["state"], matter["chosen"], matter["version"]) == ("decided", side["id"], version + 1)
    assert [one["reason"] for one in matter["resolutions"]] == ["Báo cáo có đối chiếu danh sách"]
    proof = office.proof("KTS-03", AREA, PERIOD)
    reported = proof["figure"]["reported"]
    assert (reported["value"], reported["qualifier"], reported["as_of"]) == (135, "nearly", "2027-03-30")
    assert (reported["revision"], reported["source"]) == (2, "document")
    assert reported["source_text"] == "“đã có 135 hộ”. Báo cáo 12/BC-UBND"
    assert proof["revisions"][0]["reason"] == "Báo cáo có đối chiếu danh sách"
    assert (proof["matter"], [one["is_chosen"] for one in proof["others"]]) == (matter["id"], [True])
    assert office.sums_disagreeing_with_a_recount() == 0


def test_whoever_chooses_on_what_changed_meanwhile_is_refused(office: Office) -> None:
    first, second = record(office, value=120), record(office, value=135)
    version = matter_of(office)["version"]
    assert choose(office, first["id"], "Số đã kiểm tra", version).status_code == 200

    assert choose(office, second["id"], "Số mới hơn", version).status_code == 412
    assert choose(office, first["id"], "Số đã kiểm tra", version + 1).status_code == 409
    bare = office.client.post(f"{API}/observations/{second['id']}/choose", json={"reason": "Số mới hơn"})
    assert bare.status_code == 428
    assert office.figure("KTS-03", AREA, PERIOD)["value"] == 120
    assert choose(office, second["id"], "Số mới hơn", version + 1).status_code == 200
    assert [one["value"] for one in office.proof("KTS-03", AREA, PERIOD)["revisions"]] == [135, 120]


def test_what_comes_after_a_choice_opens_the_matter_again(office: Office) -> None:
    first, _ = record(office, value=120), record(office, value=135)
    choose(office, first["id"], "Số đã kiểm tra", matter_of(office)["version"])
    record(office, value=150, source="Báo cáo 20/BC-UBND")
    assert matter_of(office)["state"] == "open"
    choose(office, first["id"], "Vẫn là số đã kiểm tra", matter_of(office)["version"])
    assert matter_of(office)["state"] == "decided"
    office.save(single("KTS-03", AREA, PERIOD, 121, reason="Nhập lại"))

    assert matter_of(office)["state"] == "open"


def test_what_a_source_says_in_words_is_kept_without_an_indicator(office: Office) -> None:
    given = {
        "area": AREA, "measure": "Ngày bắt đầu thí điểm", "said": "01/6/2021", "kind": "speech", "source": "Phát biểu",
    }  # fmt: skip
    answer = office.client.post(f"{API}/observations", json=given)

    assert answer.status_code == 201, answer.text
    assert (answer.json()["said"], answer.json()["matters"]) == ("01/6/2021", [])


def test_wrong_observations_are_refused_in_words(office: Office) -> None:
    def faults(given: dict[str, Any], status: int = 422) -> dict[str, str]:
        return faults_of(office.client.post(f"{API}/observations", json=given), status)

    assert list(faults(told(1.5))) == ["/value"]
    assert list(faults(told(1, indicator="KHONG-CO"))) == ["/indicator"]
    assert list(faults(told(1, period="2026-13"))) == ["/period"]
    assert list(faults(told())) == ["/value"]
    assert list(faults(told(1, area="X99999-2025"))) == ["/area"]
    words = {"area": AREA, "kind": "press", "source": "Báo"}
    assert list(faults(words)) == ["/measure", "/value"]
    assert list(faults(words | {"measure": "Số hộ", "value": 1, "period": "2026"})) == ["/indicator"]
    assert list(faults(told(1, area=OTHER), 403)) == ["/area"]
    observation = record(office, value=120)
    empty = office.client.post(f"{API}/observations/{observation['id']}/choose", json={"reason": " "})
    assert list(faults_of(empty)) == ["/reason"]


def test_only_the_department_of_the_unit_chooses(office: Office) -> None:
    side, system = record(office, value=120), office.system
    version = matter_of(office)["version"]
    for role, place, status in (("commune_officer", AREA, 403), ("department_officer", "T80-2025", 403)):
        other = Office(system, signed_in(system, employ(system, role, place)))
        assert choose(other, side["id"], "Tôi chọn", version).status_code == status
    assert (
        Office(system, system.client()).get("observations", indicator="KTS-03", area=AREA)["items"][0]["by"] == "(ẩn)"
    )


def test_long_lists_go_on_from_page_to_page(office: Office) -> None:
    for value in (1, 2, 3):
        record(office, value=value)
    for path in ("observations", "matters"):
        whole = [one["id"] for one in office.get(path, limit=500)["items"]]
        found, address = [], f"{API}/{path}?limit=40"
        while address:
            page = office.client.get(address).json()
            found += [one["id"] for one in page["items"]]
            address = page["next"]
        assert found == whole
        assert office.client.get(f"{API}/{path}", params={"after": "xxx"}).status_code == 404
