"""Facts with their contradictions: every one is kept as its source said it, and what disagrees stands side by side."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from commands.storage import ROOT
from services.indicators.seed import seed_samples
from tests.harness.live import LiveSystem
from tests.harness.reporting import Office
from tests.harness.store import Store
from tests.services.indicators.seed.test_sample_values import FACTS, MAPPING

DATA = ROOT / "data"
WORDS = yaml.safe_load((DATA / "facts" / "sources.yaml").read_text(encoding="utf-8"))
REMARKS = {"S000-031"}
"""Flagged with a remark that contradicts nothing: the four questions are the parts of a pilot's record."""


@pytest.fixture(scope="module")
def office(store: Store) -> Iterator[Office]:
    """Anybody, on a system where nobody else records: what sources say is open."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield Office(live, live.client())


def everything(office: Office, path: str, **query: Any) -> Iterator[dict[str, Any]]:
    """All items of a list."""
    page = office.get(path, limit=500, **query)
    assert page["next"] is None
    return iter(page["items"])


def id_of(observation: dict[str, Any]) -> str:
    """The fact an observation came from, empty for what further sources say."""
    return str(observation["reference"] or "")


def test_every_fact_is_kept_with_quote_source_scope_and_words(office: Office) -> None:
    kept: dict[str, list[dict[str, Any]]] = {}
    for one in everything(office, "observations"):
        kept.setdefault(id_of(one), []).append(one)

    assert len(FACTS) == 110
    assert FACTS.keys() <= kept.keys()
    for key, fact in FACTS.items():
        for one in kept[key]:
            assert one["quote"] == fact["quote"]
            assert one["source"] == MAPPING["sources"][key[:4]]
            assert one["scope"] == fact["scope"].replace("->", "→")
            assert one["measure"] == WORDS["measures"][fact["metric"]]
            assert (one["value"] is not None) or one["said"] or one["numerator"] is not None
            assert (one["qualifier"] == "exactly") == ("qualifier" not in fact)
            assert ("flag" in fact) <= (one["doubt"] is not None)


def test_facts_that_are_values_say_in_their_cell_what_is_published(office: Office) -> None:
    listed = list(everything(office, "observations"))
    for line in MAPPING["values"]:
        cell = (line["fact"], line["indicator"], line["area"], line["period"])
        [one] = [found for found in listed if (id_of(found), *map(found.get, ("indicator", "area", "period"))) == cell]
        reported = office.figure(*cell[1:])["reported"]
        assert one["value"] == reported["value"]
        assert reported["revision"] == 1


def test_every_flagged_fact_is_a_side_of_what_contradicts_it(office: Office) -> None:
    flagged = {key for key, fact in FACTS.items() if "flag" in fact}
    matters = list(everything(office, "matters", conflicting=True))
    sides = {id_of(side) for matter in matters for side in matter["sides"]}

    assert len(flagged) == 11
    assert flagged - sides == REMARKS
    assert {"S003-039", "S003-041", "S003-042", "S003-044", "S003-048"} <= sides
    assert all(len(matter["sides"]) > 1 and matter["explanation"] for matter in matters)


def test_where_a_source_was_chosen_the_reason_is_told_and_the_number_stands(office: Office) -> None:
    decided = {matter["title"]: matter for matter in everything(office, "matters", state="decided")}
    cells = {matter["indicator"]: matter for matter in decided.values() if matter["indicator"]}

    assert len(decided) == sum("chosen" in matter for matter in WORDS["matters"]) == 6
    assert all(matter["resolutions"][0]["reason"].endswith((".", ")")) for matter in decided.values())
    assert {code: matter["published"]["value"] for code, matter in cells.items()} == {
        "NT-03": 34.1, "NT-04": 100, "KTS-01": 50,
    }  # fmt: skip
    assert cells["KTS-01"]["difference"] == 5
    date = decided["Nghị quyết 51 ban hành khi nào"]
    assert [side["said"] for side in date["sides"] if side["is_chosen"]] == ["22/7/2021"]


def test_loading_again_adds_nothing(office: Office) -> None:
    before = [list(everything(office, path)) for path in ("observations", "matters")]
    office.system.run(seed_samples(office.system.databases["indicators"], DATA))

    assert [list(everything(office, path)) for path in ("observations", "matters")] == before


def test_a_search_needs_no_marks(office: Office) -> None:
    found = list(everything(office, "observations", q="HOP TAC XA"))

    assert [one["reference"] for one in found] == ["S004-010"]
