"""Outliers of a whole form: who stands apart, by which methods, for whom to see, and as a spreadsheet."""

import csv
import io
from decimal import Decimal
from typing import Any

import httpx
import pytest

from kit.paging import cursor
from services.indicators.queries.checks import outliers
from tests.harness.submitting import API, taken
from tests.services.indicators.checks.conftest import FORM, PERIOD, Desk

QUERY = {"form": FORM, "period": PERIOD}


@pytest.fixture
def strange(desk: Desk) -> str:
    """A unit that sent a number far from its past, with why."""
    cell = {"indicator": "CQS-01", "numerator": 150, "denominator": 1000, "explanation": "=Cổng ngừng"}
    sheet = desk.filled(cell)
    taken(desk.submit(sheet))
    return str(sheet["area"])


def listed(client: httpx.Client, **query: str) -> dict[str, Any]:
    answer = client.get(f"{API}/outliers", params={**QUERY, **query})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_what_was_sent_is_held_against_its_past_before_it_is_published(desk: Desk, strange: str) -> None:
    found = listed(desk.person("department_officer"))
    [one] = [item for item in found["items"] if (item["area"], item["basis"]) == (strange, "history")]
    assert (one["source"], one["value"], one["points"], one["must_explain"]) == ("sent", 15, 12, True)
    assert [method["method"] for method in one["methods"]] == ["z_score", "modified_z", "tukey"]
    assert one["explanation"] == "=Cổng ngừng"
    only = listed(desk.person("department_officer"), method="tukey", within=strange)
    assert {item["area"] for item in only["items"]} == {strange}


def test_a_unit_sees_its_own_alone(desk: Desk, strange: str) -> None:
    other = next(unit for unit in desk.units if unit != strange)
    assert listed(desk.person("commune_officer", other), within=strange)["items"] == []
    own = listed(desk.person("commune_officer", strange))
    assert {item["area"] for item in own["items"]} == {strange}


def test_the_spreadsheet_has_a_line_per_method_and_runs_no_formula(desk: Desk, strange: str) -> None:
    answer = desk.person("department_officer").get(f"{API}/outliers/csv", params={**QUERY, "within": strange})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {line["method"] for line in lines} == {"z_score", "modified_z", "tukey"}
    assert {line["explanation"] for line in lines} == {"'=Cổng ngừng"}
    assert all(Decimal(line["lower"]) <= Decimal(line["upper"]) for line in lines)


def test_pages_follow_one_another_and_count_each_number_once(desk: Desk, strange: str) -> None:
    officer = desk.person("department_officer")
    taken(
        desk.submit(
            desk.filled({"indicator": "CQS-01", "numerator": 90, "denominator": 1000, "explanation": "Ít hồ sơ"})
        )
    )
    whole = listed(officer, limit="500")
    pages, link = [], f"{API}/outliers?form={FORM}&period={PERIOD}&limit=1"
    while link:
        answer = officer.get(link)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json())
        link = pages[-1]["next"]
    assert (whole["next"], len(whole["items"]) >= 3) == (None, True)
    assert [item for page in pages for item in page["items"]] == whole["items"]
    assert max(len(page["items"]) for page in pages) == 1
    for counted in ("units", "numbers", "unapplied"):
        assert sum(page[counted] for page in pages) == whole[counted]


def test_short_pages_lead_on_to_the_end(desk: Desk, strange: str, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = desk.person("department_officer")
    whole = listed(officer, limit="499")
    monkeypatch.setattr(outliers, "LOOKED_THROUGH", 4)
    items, numbers, link = list[Any](), 0, f"{API}/outliers?form={FORM}&period={PERIOD}&limit=500"
    while link:
        page = officer.get(link).json()
        items, numbers, link = items + page["items"], numbers + page["numbers"], page["next"]
    assert (items, numbers) == (whole["items"], whole["numbers"])


@pytest.mark.parametrize(
    "place", [("X00000-2025", "CQS-01", "peers"), (None, "KTS-03", "peers"), (None, "CQS-01", "x")]
)
def test_a_place_that_is_none_of_the_form_begins_nowhere(desk: Desk, place: tuple[str | None, str, str]) -> None:
    after = cursor(place[0] or desk.units[0], *place[1:])
    answer = desk.person("department_officer").get(f"{API}/outliers", params={**QUERY, "after": after})
    assert (answer.status_code, "trang đầu" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize(("query", "status"), [({"form": "KHONG-CO"}, 404), ({"period": "2026-Q3"}, 422)])
def test_what_does_not_exist_is_said(desk: Desk, query: dict[str, str], status: int) -> None:
    answer = desk.person("department_officer").get(f"{API}/outliers", params=QUERY | query)
    assert answer.status_code == status
