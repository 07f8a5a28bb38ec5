"""Lists of figures, values and changes: filters narrow, pages join up, nothing published is passed over."""

from typing import Any

import pytest

from contracts.indicators.values import Source
from kit.database import in_unit
from kit.paging import cursor
from services.indicators.actions.values import publish_values
from services.indicators.routes.bodies import WireValue
from services.indicators.seed.definitions import LOADER
from tests.harness.horizon import settled
from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office, ratio, single

AT_THE_END = cursor(2**64 - 1, 0, 0, 0, 0)


def pages(office: Office, path: str, **query: Any) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    items: list[dict[str, Any]] = []
    answer = office.get(path, **query)
    while True:
        items += answer["items"]
        if answer["next"] is None:
            return items
        answer = office.client.get(answer["next"]).json()


def key(item: dict[str, Any]) -> tuple[str, str, str]:
    """What a value or figure is about."""
    return item["indicator"], item["area"], item["period"]


def test_pages_of_figures_join_up(office: Office) -> None:
    query = {"within": "T15-2025", "level": "X", "indicator": "CQS-01", "period": "2026-08"}
    whole = office.get("figures", **query, limit=500)["items"]
    assert len(whole) == 99
    assert pages(office, "figures", **query, limit=7) == whole


def test_figures_of_the_provinces_fill_the_map(office: Office) -> None:
    scores = office.get("figures", level="T", indicator="DVC-766", period="2026-10", limit=50)["items"]
    assert len(scores) == 34
    assert {item["area_short_name"]: item["value"] for item in scores}["Đồng Tháp"] == 68.61


def test_a_range_of_periods_takes_what_lies_within_it(office: Office) -> None:
    found = office.get("figures", area="T15-2025", indicator="NT-03", period_from="2026-Q1", period_to="2026")
    assert [item["period"] for item in found["items"]] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    found = office.get("figures", area="T15-2025", indicator="CQS-01", period_from="2026-Q2", period_to="2026-Q2")
    assert [item["period"] for item in found["items"]] == ["2026-04", "2026-05", "2026-06"]


def test_the_nation_has_lists_of_its_own(office: Office) -> None:
    whole = office.get("figures", area="VN", period_from="2026", period_to="2026", limit=500)["items"]
    assert {"CQS-01", "NT-03"} <= {item["indicator"] for item in whole}
    assert [
        key(item) for item in pages(office, "figures", area="VN", period_from="2026", period_to="2026", limit=3)
    ] == [key(item) for item in whole]


def test_values_are_listed_as_they_stand(office: Office) -> None:
    values = pages(office, "values", area="X04630-2004", limit=4)
    fibre = {value["period"]: value for value in values if value["indicator"] == "NT-03"}
    assert (fibre["2021"]["value"], fibre["2022"]["value"]) == (17, 34.1)
    assert fibre["2022"]["source_text"].startswith("“Internet cáp quang lên 34,1% (trước là 17%)”")
    assert {value["status"] for value in values} == {"published"}


def test_values_updated_since_an_instant_are_those_published_after_it(office: Office) -> None:
    first, second, *_ = office.units_of("T14-2025")
    office.save(single("KTS-03", first, "2026-Q2", 1))
    since = office.figure("KTS-03", first, "2026-Q2")["reported"]["updated_at"]
    office.save(single("KTS-03", second, "2026-Q2", 2))
    later = pages(office, "values", within="T14-2025", updated_since=since, limit=1)
    assert second in {value["area"] for value in later}
    assert office.get("values", within="T14-2025", updated_since="2090-01-01T00:00:00Z")["items"] == []


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("figures", {"area": "T99-2025"}, 404),
        ("figures", {"within": "T99-2025"}, 404),
        ("values", {"indicator": "KTS-99"}, 404),
        ("values", {"period_from": "2026-13"}, 422),
        ("figures", {"level": "Z"}, 422),
        ("figures", {"after": "abc"}, 404),
        ("figures", {"after": "Wzk5OTk5OTk5OTk5LDEsMV0"}, 404),
        ("changes", {"after": "WzEsMSwxXQ"}, 404),
        ("changes", {"after": f"{AT_THE_END}đ"}, 404),
        ("changes", {"after": f"{AT_THE_END}===\r\nX-Evil: 1"}, 404),
        ("values", {"updated_since": "2026-01-01T00:00:00"}, 422),
        ("values", {"updated_since": "2026-01-01"}, 422),
        ("indicators/KTS-99", {}, 404),
        ("overviews/T99-2025", {}, 404),
    ],
)
def test_what_cannot_be_asked_is_refused(office: Office, path: str, query: dict[str, str], status: int) -> None:
    assert office.client.get(f"{API}/{path}", params=query).status_code == status


def test_changes_come_in_the_order_of_publication_and_once_more_when_changed(office: Office) -> None:
    first, second, *_ = office.units_of("T19-2025")
    office.settle()
    start = office.client.get(f"{API}/changes", params={"limit": 500})
    while start.json()["next"]:
        start = office.client.get(start.json()["next"])
    cursor = start.headers["Feed-Cursor"]
    office.save(single("KTS-03", first, "2026-Q1", 1))
    office.save(single("KTS-03", second, "2026-Q1", 2))
    office.settle()
    told = office.get("changes", after=cursor)["items"]
    assert [(item["area"], item["value"]) for item in told if item["period"] == "2026-Q1"] == [(first, 1), (second, 2)]
    office.save(single("KTS-03", first, "2026-Q1", 3))
    office.settle()
    told = [item for item in pages(office, "changes", after=cursor, limit=1) if item["period"] == "2026-Q1"]
    assert [(item["area"], item["value"]) for item in told] == [(second, 2), (first, 3)]
    again = office.client.get(f"{API}/changes", params={"after": cursor, "limit": 500}).headers["Feed-Cursor"]
    assert office.client.get(f"{API}/changes", params={"after": again}).headers["Feed-Cursor"] == again


def test_a_slow_publisher_is_not_passed_over_by_the_feed(system: LiveSystem, office: Office) -> None:
    slow, fast = office.units_of("T20-2025")[0], office.units_of("T37-2025")[0]
    database = system.databases["indicators"]

    async def publish_slowly() -> list[list[str]]:
        seen = []
        async with in_unit(database) as session:
            entry = WireValue("KTS-03", slow, "2026-Q1", 5.0)
            await publish_values(session, [entry], by=LOADER, source=Source.API)
            async with in_unit(database) as other:
                entry = WireValue("KTS-03", fast, "2026-Q1", 6.0)
                await publish_values(other, [entry], by=LOADER, source=Source.API)
            seen.append(await told())
        await settled(database)
        seen.append(await told())
        return seen

    async def told() -> list[str]:
        rows = await database.reader.rows(
            "select a.id from publications p join areas a on a.no = any(p.areas)"
            " where p.txid < pg_snapshot_xmin(pg_current_snapshot()) order by p.txid, p.no"
        )
        return [row.id for row in rows if row.id in (slow, fast)]

    assert system.run(publish_slowly()) == [[], [slow, fast]]
    published = [item["area"] for item in pages(office, "changes", limit=500) if item["area"] in (slow, fast)]
    assert published == [slow, fast]


def test_what_is_not_public_is_neither_listed_nor_fed_to_strangers(office: Office) -> None:
    unit = office.units_of("T15-2025")[1]
    stranger = Office(office.system, office.system.client())
    for path in ("values", "figures"):
        assert office.get(path, indicator="CQS-03", area=unit)["items"]
        assert stranger.get(path, indicator="CQS-03", area=unit)["items"] == []
        assert "CQS-03" not in {item["indicator"] for item in pages(stranger, path, area=unit, limit=500)}
    office.save(ratio("CQS-03", unit, "2026-Q2", 1, 2), ratio("CQS-03", "T80-2025", "2026-Q2", 1, 2))
    office.settle()
    assert "CQS-03" not in {item["indicator"] for item in pages(stranger, "changes", limit=500)}
    local = Office(office.system, office.system.token("indicators:read", area="T15-2025"))
    areas = {item["area"] for item in pages(local, "values", indicator="CQS-03", limit=500)}
    assert unit in areas
    assert "T80-2025" not in areas


def test_definitions_are_found_by_word_code_and_pillar(office: Office) -> None:
    codes = [item["code"] for item in pages(office, "indicators", limit=5)]
    assert len(codes) == len(set(codes)) >= 24
    assert [code for code in codes if code.startswith(("CQS", "DVC"))][:8] == [
        *(f"CQS-0{number}" for number in range(1, 8)),
        "DVC-766",
    ]
    assert [item["code"] for item in office.get("indicators", q="cap quang")["items"]] == ["NT-03"]
    assert [item["code"] for item in office.get("indicators", pillar="society", q="xhs-02")["items"]] == ["XHS-02"]
    one = office.get("indicators/XHS-01")
    assert one["target"] == {
        "comparator": ">=", "value": 95, "horizon": "2030",
        "instrument": "Nghị quyết 03/NQ-CP, Phụ lục I, mục 32",
    }  # fmt: skip
