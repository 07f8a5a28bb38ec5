"""Every rule of the checks as a table: what is asked, what was there before, what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.indicators.checks import Severity
from services.indicators.rules.checks import Question, check, report_of, unapplied_checks, unexplained
from tests.services.indicators.rules.checks.asking import Numbers, ask, form

ORDER = list(Severity)
R, C = {"indicator": "R-1"}, {"indicator": "C-1"}
LIKE = {"indicator": "R-2", "denominator": {"like": "R-1"}}
NEAR = {"indicator": "R-2", "denominator": {"like": "R-1", "tolerance": 5, "severity": "warning"}}
OUTSIDE = {"indicator": "R-1", "denominator": {"like": "OUT"}}
TOTAL = C | {"cumulative": True}


def told(question: Question) -> list[tuple[str, str, str, bool]]:
    return [(one.severity.value, one.rule, one.indicator, one.must_explain) for one in check(question)]


@pytest.mark.parametrize(
    ("item", "number", "past", "found"),
    [
        (R | {"plausible": {"min": 20, "max": 80}}, "50/100", [], []),
        (R | {"plausible": {"min": 20, "max": 80}}, "80/100", [], []),
        (R | {"plausible": {"min": 20, "max": 80}}, "81/100", [], ["plausible"]),
        (R | {"plausible": {"min": 20}}, "19/100", [], ["plausible"]),
        (TOTAL, 10, [10], []),
        (TOTAL, 9, [10], ["cumulative"]),
        (TOTAL, 9, [None, 10], ["cumulative"]),  # against the newest there is
        (C, 9, [10], []),
        (C | {"change": {"previous": 20}}, 12, [10], []),
        (C | {"change": {"previous": 20}}, 13, [10], ["change"]),
        (C | {"change": {"previous": 20}}, 7, [10], ["change"]),
        (C | {"change": {"previous": 20}}, 13, [None, 10], []),  # of the period before nothing is known
        (C | {"change": {"previous": 20}}, 1, [0], ["change"]),
        (C | {"change": {"previous": 20}}, 0, [0], []),
        (C | {"change": {"last_year": 50}}, 16, [1, 2, 3, 10], ["change_year"]),
        (C | {"change": {"last_year": 50}}, 15, [1, 2, 3, 10], []),
        (R | {"change": {"denominator": 10}}, "50/110", ["50/100"], []),
        (R | {"change": {"denominator": 10}}, "50/111", ["50/100"], ["denominator_change"]),
        (C, 5, [5, 5, 5], ["unchanged"]),
        (C, 5, [5, 5], []),
        (C, 5, [5, 5, 4], []),
        (C, 5, [5, None, 5, 5], []),
        (R, "5/10", ["5/10", "5/10", "5/10"], ["unchanged"]),
        (R, "5/10", ["5/10", "10/20", "5/10"], []),
        (R, "10/10", ["10/10", "10/10", "10/10"], []),  # it cannot be more
        (R | {"evidence": "any"}, "5/10", [], ["evidence"]),
        (R, "11/10", [], ["value"]),
        (R, None, [], ["required"]),
    ],
)
def test_a_single_number_is_held_against_its_form_and_its_past(
    item: Mapping[str, Any], number: Numbers, past: Sequence[Numbers], found: list[str]
) -> None:
    code = str(item["indicator"])
    question = ask(form([item]), {} if number is None else {code: number}, {code: past})
    assert [rule for _, rule, _, _ in told(question)] == found


def test_what_a_line_says_of_changes_stands_before_what_the_form_says() -> None:
    items = [C | {"change": {"previous": 100_000}}, R]
    question = ask(form(items, change={"previous": 20}), {"C-1": 900, "R-1": "9/10"}, {"C-1": [10], "R-1": ["1/10"]})
    assert told(question) == [("warning", "change", "R-1", True)]
    [finding] = check(question)
    assert (finding.value, finding.lower, finding.upper) == (90, 8, 12)


@pytest.mark.parametrize(
    ("items", "cells", "past", "found"),
    [
        ([R, LIKE], {"R-1": "5/10", "R-2": "2/10"}, {}, []),
        ([R, LIKE], {"R-1": "5/10", "R-2": "2/11"}, {}, [("error", "denominator", "R-2", False)]),
        ([R, NEAR], {"R-1": "5/100", "R-2": "2/105"}, {}, []),
        ([R, NEAR], {"R-1": "5/100", "R-2": "2/106"}, {}, [("warning", "denominator", "R-2", True)]),
        ([OUTSIDE], {"R-1": "5/10"}, {"OUT": [10]}, []),
        ([OUTSIDE], {"R-1": "5/12"}, {"OUT": [None, 10, 12]}, [("error", "denominator", "R-1", False)]),
        ([OUTSIDE], {"R-1": "5/12"}, {}, []),
    ],
)
def test_a_denominator_must_be_the_number_it_refers_to(
    items: Any, cells: Mapping[str, Numbers], past: Mapping[str, Sequence[Numbers]], found: Any
) -> None:
    assert told(ask(form(items), cells, past)) == found


RULE = {"key": "thu", "check": "C-1 <= R-1.denominator", "message": "Nhiều hơn dân số."}


@pytest.mark.parametrize(
    ("rule", "cells", "found"),
    [
        (RULE, {"C-1": 10, "R-1": "5/10"}, []),
        (RULE, {"C-1": 11, "R-1": "5/10"}, [("error", "form.thu", "C-1", False)]),
        (RULE | {"tolerance": 1}, {"C-1": 11, "R-1": "5/10"}, []),
        (RULE | {"tolerance_percent": 10}, {"C-1": 12, "R-1": "5/10"}, [("error", "form.thu", "C-1", False)]),
        (RULE | {"when": "R-1.numerator > 5"}, {"C-1": 11, "R-1": "5/10"}, []),
        (
            RULE | {"severity": "warning", "must_explain": True},
            {"C-1": 11, "R-1": "5/10"},
            [("warning", "form.thu", "C-1", True)],
        ),
    ],
)
def test_a_rule_of_the_form_is_held_against_its_cells(
    rule: Mapping[str, Any], cells: Mapping[str, Numbers], found: Any
) -> None:
    assert told(ask(form([R, C], rules=[rule]), cells, {})) == found


def test_a_rule_is_silent_while_a_cell_it_names_is_empty() -> None:
    items = [R, C | {"required": False}]
    assert told(ask(form(items, rules=[RULE]), {"R-1": "5/10"}, {})) == []


def test_a_rule_names_its_cells_and_the_numbers_it_compared() -> None:
    question = ask(form([R, C], rules=[RULE]), {"C-1": 11, "R-1": "5/10"}, {})
    [result] = report_of(check(question), question).results
    assert [(one.indicator, one.field) for one in result.cells] == [("C-1", ""), ("R-1", "denominator")]
    assert (result.value, result.lower, result.upper, result.message) == (11, None, 10, RULE["message"])


EIGHT = [9, 7, 5, 5, 4, 4, 4, 2]


def test_two_methods_must_be_answered_one_is_told_and_few_points_are_said_to_be_few() -> None:
    assert told(ask(form([C]), {"C-1": 8}, {"C-1": EIGHT})) == [("note", "outlier_history", "C-1", False)]
    question = ask(form([C]), {"C-1": 10}, {"C-1": EIGHT})
    assert told(question) == [("warning", "outlier_history", "C-1", True)]
    [result] = report_of(check(question), question).results
    assert [one.method.value for one in result.methods] == ["modified_z", "tukey"]
    few = ask(form([C]), {"C-1": 10}, {"C-1": EIGHT[:7]})
    assert (told(few), [one.rule for one in unapplied_checks(few)]) == ([], ["outlier_history"])


def test_a_growing_total_is_judged_by_what_was_added() -> None:
    steady = [100, 91, 80, 71, 60, 51, 40, 31, 20, 10]  # nine to eleven more each quarter
    assert told(ask(form([TOTAL]), {"C-1": 110}, {"C-1": steady})) == []
    assert told(ask(form([TOTAL]), {"C-1": 160}, {"C-1": steady})) == [("warning", "outlier_history", "C-1", True)]


def test_ratios_are_held_against_other_units_and_counts_are_not() -> None:
    peers = {"R-1": [50, 51, 52, 52, 53, 54, 55, 56], "C-1": [5] * 7 + [6]}
    found = told(ask(form([R, C]), {"R-1": "5/100", "C-1": 900}, {}, peers=peers))
    assert found == [("warning", "outlier_peers", "R-1", True)]


def test_an_explanation_answers_what_must_be_explained_and_nothing_else() -> None:
    question = ask(form([TOTAL | {"plausible": {"max": 5}}]), {"C-1": 9}, {"C-1": [10]})
    cells = {"C-1": replace(question.cells["C-1"], explanation="Đã rà soát.")}
    found = check(question)
    assert [len(unexplained(found, one)) for one in (question.cells, cells)] == [1, 0]
    report = report_of(check(replace(question, cells=cells)), replace(question, cells=cells))
    assert (report.errors, report.unexplained) == (1, 0)
    assert report.results[1].explanation == "Đã rà soát."


def test_of_a_correction_only_what_is_corrected_is_asked() -> None:
    rules = [RULE]
    question = ask(form([R, C], rules=rules), {"C-1": 11, "R-1": "12/10"}, {}, asked=frozenset({"C-1"}))
    assert told(question) == [("error", "form.thu", "C-1", False)]
    assert told(replace(question, asked=frozenset())) == []


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_further_a_number_leaves_its_past_the_worse_it_is_never_the_better(near: int, more: int) -> None:
    item = C | {"change": {"previous": 50}, "plausible": {"max": 100}}
    worst = []
    for number in (10 + near, 10 + near + more):
        found = check(ask(form([item]), {"C-1": number}, {"C-1": EIGHT}))
        worst.append(min((ORDER.index(one.severity) for one in found), default=len(ORDER)))
    assert worst[1] <= worst[0]


@given(st.dictionaries(st.sampled_from(["R-1", "R-2", "C-1"]), st.integers(-3, 300)))
def test_every_finding_has_a_name_and_errors_come_first(cells: dict[str, Numbers]) -> None:
    question = ask(form([R, LIKE, TOTAL], rules=[RULE]), cells, {"C-1": EIGHT})
    report = report_of(check(question), question, unapplied_checks(question))
    places = [ORDER.index(one.severity) for one in report.results]
    assert places == sorted(places)
    assert all(one.name and one.message and isinstance(one.value, Decimal | None) for one in report.results)
