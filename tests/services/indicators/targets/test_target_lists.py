"""Lists of targets: judged all at once, for the same few statements however long; closed figures stay closed."""

from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import API


@pytest.fixture(scope="module")
def reader(system: LiveSystem) -> httpx.Client:
    """Somebody who did not sign in."""
    return system.client()


def listed(client: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    """The items of a list, page by page."""
    items, address = [], f"{API}/targets"
    answer = client.get(address, params=query)
    while True:
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        if answer.json()["next"] is None:
            return items
        answer = client.get(answer.json()["next"])


def test_the_national_programme_is_there_whole(reader: httpx.Client) -> None:
    found = listed(reader, area="VN", instrument="03/NQ-CP", limit=20)
    assert len(found) == 57
    places = [one["instrument"]["place"] for one in found]
    assert places.index("Phụ lục I, mục 11.2") < places.index("Phụ lục I, mục 11.10")
    bound = {one["indicator"] for one in found if one["indicator"]}
    assert bound == {"CQS-01", "CQS-02", "CQS-03", "CQS-04", "CQS-05", "KTS-02", "XHS-01", "XHS-02"}


def test_what_definitions_promise_is_what_the_national_targets_say(reader: httpx.Client) -> None:
    promised = reader.get(f"{API}/indicators", params={"limit": 500}).json()["items"]
    stated = {one["indicator"]: one for one in listed(reader, area="VN", instrument="03/NQ-CP", limit=100)}
    for indicator in (one for one in promised if one["target"] is not None):
        target, told = stated[indicator["code"]], indicator["target"]
        assert (target["comparator"], target["value"], target["horizon"]) == (
            told["comparator"], told["value"], told["horizon"],
        )  # fmt: skip
        assert told["instrument"].endswith(target["instrument"]["place"])


def test_goals_of_the_source_texts_are_judged_by_their_facts(reader: httpx.Client) -> None:
    found = {one["measure"]: one for one in listed(reader, area="T15-2004", limit=100)}
    rank = next(one for name, one in found.items() if name.startswith("Thứ hạng chuyển đổi số"))
    assert (rank["goal"], rank["horizon"], rank["instrument"]["number"]) == ("không quá 30 hạng", "2025", "51-NQ/TU")
    teams = found["Tỷ lệ đơn vị cấp xã có Tổ công nghệ số cộng đồng"]
    assert (teams["standing"]["status"], teams["standing"]["figure"]["value"]) == ("met", 100)


def test_filters_narrow_and_a_status_is_a_filter_too(reader: httpx.Client) -> None:
    within = listed(reader, within="T15-2025", indicator="CQS-01", limit=500)
    assert len(within) == 100
    late = listed(reader, within="T15-2025", indicator="CQS-01", status="late", limit=3)
    assert {one["id"] for one in late} == {one["id"] for one in within if one["standing"]["status"] == "late"}
    assert {one["horizon"] for one in listed(reader, within="T15-2004", horizon="2022", limit=100)} == {
        "2022",
        "2022-H1",
    }
    assert reader.get(f"{API}/targets", params={"area": "X99999-2025"}).status_code == 404
    assert reader.get(f"{API}/targets", params={"after": "xx"}).status_code == 404


def test_counts_add_up_and_offer_what_there_is(reader: httpx.Client) -> None:
    counts = reader.get(f"{API}/target-counts", params={"within": "T15-2025"}).json()
    states = ("on_track", "watch", "late", "met", "no_data")
    assert counts["total"] == sum(counts[state] for state in states) == 303
    assert counts["horizons"] == ["2026", "2027"]
    items = listed(reader, within="T15-2025", limit=500)
    for state in states:
        assert counts[state] == sum(one["standing"]["status"] == state for one in items)


def test_every_target_tells_its_rule_and_marks_what_is_invented(reader: httpx.Client) -> None:
    for one in listed(reader, within="T15-2025", limit=500):
        assert one["standing"]["rule"].endswith(".")
        assert one["illustrative"]
        assert (one["standing"]["forecast"] is None) != (one["standing"]["no_forecast"] is None)


def test_figures_that_are_not_public_stay_with_those_within_reach(system: LiveSystem, reader: httpx.Client) -> None:
    query = {"area": "VN", "indicator": "CQS-03"}
    [closed] = listed(reader, **query)
    assert closed["standing"]["figure"] is None
    assert closed["standing"]["rule"] == "Số liệu của chỉ tiêu này chưa công khai."
    [seen] = listed(system.token("indicators:read"), **query)
    assert "chưa công khai" not in seen["standing"]["rule"]  # whatever others have published of it meanwhile


def test_lists_cost_the_same_however_long(system: LiveSystem, reader: httpx.Client) -> None:
    def cost(path: str, **query: Any) -> int:
        return system.statements("indicators", lambda: reader.get(f"{API}/{path}", params=query))

    cost("targets", limit=1)
    assert {cost("targets", within="T15-2025", limit=limit) for limit in (1, 50, 300)} == {4}
    assert cost("targets", within="T15-2025", status="late", limit=50) == 4
    assert cost("targets", limit=500) <= 6, "two more where some have older figures only"
    assert cost("target-counts", within="T15-2025") == 5
