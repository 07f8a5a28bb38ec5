"""Who sits on a panel, what of a sheet is theirs, who belongs to the unit: as tables."""

import pytest

from contracts.indicators.panels import PartState
from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.panels.membership import (
    Member,
    Part,
    allot,
    allotted,
    belongs,
    demanded,
    misfits,
    too_low,
)
from tests.harness.frameworks import head

TREE = """nodes:
  - code: "1"
    name: Nhóm một
    max: 60
    children:
      - {code: "1.1", name: Một một, max: 30}
      - {code: "1.2", name: Một hai, max: 30}
  - {code: "2", name: Hai, max: 40}
"""
REACH = ["VN", "T46-2025", "X1-2025"]


@pytest.fixture(scope="module")
def framework() -> Framework:
    """A group of two criteria, and one criterion beside it."""
    return load_framework(head() + TREE)


@pytest.mark.parametrize(
    ("groups", "codes"),
    [(None, ["1.1", "1.2", "2"]), ([], []), (["1"], ["1.1", "1.2"]), (["2", "1.2"], ["1.2", "2"]), (["9"], [])],
)
def test_groups_stand_for_their_criteria(framework: Framework, groups: list[str] | None, codes: list[str]) -> None:
    assert list(allotted(framework, groups)) == codes
    assert demanded(framework) == {"1.1", "1.2", "2"}


@pytest.mark.parametrize(
    ("members", "pointers"),
    [
        ([Member("a", "A", True)], []),
        ([Member("a", "A", True, ()), Member("b", "B", False, ("1",)), Member("c", "C", False, ("2",))], []),
        ([Member("a", "A")], ["/members"]),
        ([Member("a", "A", True), Member("b", "B", True)], ["/members"]),
        ([Member("a", "A", True), Member("a", "A")], ["/members/1/account"]),
        ([Member("a", "A", True), Member("b", "B", False, ())], ["/members/1/groups"]),
        ([Member("a", "A", True), Member("b", "B", False, ("2", "7"))], ["/members/1/groups/1"]),
        ([Member("a", "A", True, ("1",))], ["/members"]),
    ],
)
def test_what_is_wrong_is_named(framework: Framework, members: list[Member], pointers: list[str]) -> None:
    assert [one.pointer for one in misfits(framework, members)] == pointers


def test_a_criterion_is_ready_when_all_who_judge_it_are_done(framework: Framework) -> None:
    members = [Member("a", "A", True), Member("b", "B", False, ("1",)), Member("c", "C", False, ("1",))]
    done = Part(2, PartState.DONE, 3, scored=frozenset({"1.1", "1.2", "2"}))
    aside = Part(2, PartState.RECUSED)
    assert allot(framework, members, {}).judges("1.1") == ["a", "b", "c"]
    two_done = allot(framework, members, {"a": done, "b": done})
    assert [two_done.is_ready(code) for code in ("1.1", "2")] == [False, True]
    without = allot(framework, members, {"a": done, "b": done, "c": aside})
    assert (without.is_ready("1.1"), without.judges("1.1")) == (True, ["a", "b"])


@pytest.mark.parametrize(
    ("given", "scored", "state", "counted"),
    [
        (2, frozenset({"1.1", "1.2"}), PartState.DONE, 2),
        (2, frozenset({"1.1", "2"}), PartState.OPEN, 1),
        (2, None, PartState.DONE, 2),
        (1, None, PartState.OPEN, 1),
    ],
)
def test_done_is_taken_back_by_a_criterion_allotted_since(
    framework: Framework, given: int, scored: frozenset[str] | None, state: PartState, counted: int
) -> None:
    found = allot(
        framework, [Member("a", "A", True, ("1",))], {"a": Part(2, PartState.DONE, given, None, scored)}
    ).part("a")
    assert (found.state, found.given) == (state, counted)


@pytest.mark.parametrize(
    ("places", "inside"),
    [
        (["T46-2025"], False),
        (["VN"], False),
        (["X1-2025"], True),
        (["T46-2025", "X1-2025"], True),
        (["X2-2025"], False),
    ],
)
def test_a_role_on_the_unit_itself_makes_one_of_its_people(places: list[str], inside: bool) -> None:
    assert belongs(places, "X1-2025", REACH) is inside


@pytest.mark.parametrize(
    ("area", "fits"), [("VN", True), ("T46-2025", True), ("X28165-2025", True), ("V1-2025", False)]
)
def test_a_panel_stands_at_or_above_the_units_it_judges(framework: Framework, area: str, fits: bool) -> None:
    assert (too_low(framework, area) is None) is fits
