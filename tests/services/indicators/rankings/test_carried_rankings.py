"""Rankings by present boundaries: merged provinces get the mean of their main indices, as the ministry did for 2024."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, desk_of
from tests.harness.store import Store

WEIGHTS = {"1": 100, "2": 100, "3": 100, "4": 100, "5": 100, "7": 200, "8": 150, "9": 150}
DA_NANG, QUANG_NAM, HA_NOI, YEN_BAI = "T48-2004", "T49-2004", "T01-2004", "T15-2004"
INDICES = {
    DA_NANG: ("0.9712", "1", "0.9524", "0.8817", "0.7", "0.7925", "0.6612", "0.7141"),
    QUANG_NAM: ("0.8013", "0.55", "0.6127", "0.7", "0.6333", "0.5121", "0.6018", "0.4477"),
    HA_NOI: ("0.9", "0.9", "0.9", "0.8", "0.8", "0.8", "0.8", "0.8"),
    YEN_BAI: ("0.7", "0.7", "0.7", "0.7", "0.7", "0.7", "0.7", "0.7"),
}


@pytest.fixture(scope="module")
def reader(store: Store) -> Iterator[httpx.Client]:
    """Somebody who reads everything, once four former provinces were scored for 2023."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        desk = desk_of(live)
        for area, indices in INDICES.items():
            sheet = desk.sheet(area, "DTI-2022", "2023")
            desk.scored(sheet, "final", {code: float(one) for code, one in zip(WEIGHTS, indices, strict=True)})
        yield desk.person("viewer", "VN")


def ranking(client: httpx.Client, **query: str) -> dict[str, dict[str, Any]]:
    """The entries of 2023 by area."""
    answer = client.get(f"{API}/rankings", params={"framework": "DTI-2022", "period": "2023", **query})
    assert answer.status_code == 200, answer.text
    return {item["area"]: item for item in answer.json()["items"]}


def test_a_merged_province_has_the_score_of_the_mean_of_the_main_indices(reader: httpx.Client) -> None:
    means = [(Decimal(one) + Decimal(two)) / 2 for one, two in zip(INDICES[DA_NANG], INDICES[QUANG_NAM], strict=True)]
    by_rule = sum(mean * weight for mean, weight in zip(means, WEIGHTS.values(), strict=True)) / 1000
    found = ranking(reader, boundaries="now")["T48-2025"]
    assert abs(Decimal(str(found["score"])) - by_rule) <= Decimal("0.0001")
    assert (found["carried"]["units"], found["carried"]["complete"], found["assessment"]) == (2, True, "")


def test_a_province_that_was_first_may_come_after_another_when_it_was_merged(reader: httpx.Client) -> None:
    then, now = ranking(reader), ranking(reader, boundaries="now")
    assert then[DA_NANG]["rank"] < then[YEN_BAI]["rank"]
    assert now["T01-2025"]["rank"] < now["T48-2025"]["rank"]
    assert now["T01-2025"]["score"] == then[HA_NOI]["score"]


def test_without_a_result_of_every_former_province_there_is_no_score(reader: httpx.Client) -> None:
    lao_cai = ranking(reader, boundaries="now")["T15-2025"]
    assert (lao_cai["score"], lao_cai["rank"], lao_cai["carried"]["complete"]) == (None, None, False)


def test_the_units_of_an_area_are_found_by_present_boundaries(reader: httpx.Client) -> None:
    assert list(ranking(reader, boundaries="now", within="T48-2025")) == ["T48-2025"]


def test_intervals_are_made_for_the_boundaries_of_the_time_only(reader: httpx.Client) -> None:
    query = {"framework": "DTI-2022", "period": "2023", "boundaries": "now", "robustness": "true"}
    assert reader.get(f"{API}/rankings", params=query).status_code == 422
