"""The reform of 2025 loses no number: of all 10,035 former communes each count is in the present ones, or named."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.harness.live import LiveSystem
from tests.harness.reporting import API, Office
from tests.harness.store import Store

COUNT, RATIO = "KTS-03", "CQS-01"
PERIODS = {COUNT: "2025-Q1", RATIO: "2025-03"}
FOLDER = Path("data/areas")


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a data file."""
    with (FOLDER / name).open() as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Reform:
    """What was published for every former unit, and what the register says of where it went."""

    office: Office
    counts: Mapping[str, int]
    ratios: Mapping[str, tuple[int, int]]
    into: Mapping[str, list[tuple[str, bool]]]

    def present(self, indicator: str, level: str) -> dict[str, dict[str, Any]]:
        """Figures of every present unit of a level, by its id."""
        query: dict[str, Any] = {
            "indicator": indicator,
            "level": level,
            "period": PERIODS[indicator],
            "boundaries": "now",
        }
        found, after = {}, None
        while True:
            page = self.office.get("figures", **query, limit=500, **({"after": after} if after else {}))
            found |= {one["area"]: one for one in page["items"]}
            if not page["next"]:
                return found
            after = page["next"].partition("after=")[2].partition("&")[0]


@pytest.fixture(scope="module")
def reform(store: Store) -> Iterator[Reform]:
    into: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    levels = {}
    for row in rows_of("area_changes_2025-07-01.csv"):
        if row["new_level"] == "X":
            into[row["old_code"]].append((f"X{row['new_code']}-2025", row["kind"] == "whole"))
            levels[row["old_code"]] = row["old_level"]
    counts = {code: place % 997 + 1 for place, code in enumerate(into)}
    ratios = {code: (place % 89, place % 89 + place % 7 + 1) for place, code in enumerate(into)}
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        office = Office(live, live.token("values:write", "indicators:read"))
        known = {one["code"]: one["id"] for one in _former(office, levels)}
        lines = ["indicator,area,period,value,numerator,denominator"]
        lines += [f"{COUNT},{known[code]},{PERIODS[COUNT]},{count},," for code, count in counts.items()]
        lines += [f"{RATIO},{known[code]},{PERIODS[RATIO]},,{above},{below}" for code, (above, below) in ratios.items()]
        answer = office.client.post(
            f"{API}/values", content="\n".join(lines), headers={"Content-Type": "text/csv"}, timeout=60
        )
        assert answer.status_code == 200, answer.text
        yield Reform(office, counts, ratios, into)


def _former(office: Office, levels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The units of the day before the reform, as the directory numbers them."""
    for level in sorted(set(levels.values())):
        address: str | None = f"/api/directory/v1/areas?level={level}&valid_on=2025-06-30&limit=500"
        while address:
            page = office.client.get(address).json()
            yield from (one for one in page["items"] if levels.get(one["code"]) == level)
            address = page["next"]


def test_every_count_is_carried_once_or_withheld_by_name(reform: Reform) -> None:
    present = reform.present(COUNT, "X")
    carried = sum(Decimal(str(one["value"] or 0)) for one in present.values())
    withheld = {part["area"] for one in present.values() for part in one["carried"]["parts"]}
    divided = {code for code, targets in reform.into.items() if not all(whole for _, whole in targets)}
    assert len(reform.counts) == 10_040
    assert len(present) == 3_321
    assert {area[1:].partition("-")[0] for area in withheld} == divided
    assert carried + sum(reform.counts[code] for code in divided) == sum(reform.counts.values())


def test_every_commune_has_exactly_what_went_into_it_whole(reform: Reform) -> None:
    expected: dict[str, int] = defaultdict(int)
    units: dict[str, int] = defaultdict(int)
    for code, targets in reform.into.items():
        for target, whole in targets:
            units[target] += 1
            expected[target] += reform.counts[code] if whole else 0
    present = reform.present(COUNT, "X")
    assert {area: one["value"] or 0 for area, one in present.items()} == expected
    assert {area: one["carried"]["units"] for area, one in present.items()} == units


def test_provinces_lose_nothing_and_the_nation_is_the_same(reform: Reform) -> None:
    provinces = reform.present(COUNT, "T")
    former = reform.office.get("figures", indicator=COUNT, level="T", period=PERIODS[COUNT], limit=500)["items"]
    total = sum(reform.counts.values())
    assert (len(former), len(provinces)) == (63, 34)
    assert sum(one["value"] for one in provinces.values()) == sum(one["value"] for one in former) == total
    assert all(one["carried"]["complete"] for one in provinces.values())
    for boundaries in ("then", "now"):
        assert reform.office.get(f"figures/{COUNT}/VN/{PERIODS[COUNT]}", boundaries=boundaries)["value"] == total


def test_each_province_has_what_its_communes_have_and_what_was_divided_between_them(reform: Reform) -> None:
    provinces, communes = reform.present(COUNT, "T"), reform.present(COUNT, "X")
    above = {f"X{row['code']}-2025": f"T{row['parent_code']}-2025" for row in rows_of("areas_from_2025-07-01.csv")}
    sums: dict[str, int] = defaultdict(int)
    divided: dict[str, set[str]] = defaultdict(set)
    for area, one in communes.items():
        sums[above[area]] += one["value"] or 0
        divided[above[area]] |= {part["area"][1:].partition("-")[0] for part in one["carried"]["parts"]}
    assert {area: one["value"] for area, one in provinces.items()} == {
        area: sums[area] + sum(reform.counts[code] for code in divided[area]) for area in provinces
    }


def test_ratios_keep_every_numerator_and_denominator(reform: Reform) -> None:
    provinces = [one["rolled_up"] for one in reform.present(RATIO, "T").values()]
    assert sum(one["numerator"] for one in provinces) == sum(above for above, _ in reform.ratios.values())
    assert sum(one["denominator"] for one in provinces) == sum(below for _, below in reform.ratios.values())
