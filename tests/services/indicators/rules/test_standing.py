"""Which score of a sheet ranks it, and how published ranks and computed shares share one list."""

from decimal import Decimal

import pytest

from contracts.indicators.assessments import Stage
from services.indicators.rules.assessment import assess
from services.indicators.rules.framework import Framework
from services.indicators.rules.standing import (
    Openness,
    Placed,
    Standing,
    decisive_stage,
    goes_by_report,
    openness,
    place,
    ranking_stage,
)

OWN, APPRAISED, FINAL = Stage.SELF, Stage.APPRAISED, Stage.FINAL


def standing(key: str, share: str | None, rank: int | None = None) -> Standing:
    return Standing(key, None if share is None else Decimal(share), rank)


@pytest.mark.parametrize(
    ("scored", "decisive"),
    [
        ({}, None),
        ({("1.1", OWN)}, OWN),
        ({("1.1", OWN), ("1.2", OWN), ("1.1", APPRAISED)}, OWN),
        ({("1.1", OWN), ("1.1", APPRAISED)}, APPRAISED),
        ({("1.1", OWN), ("1.1", APPRAISED), ("1.2", APPRAISED)}, APPRAISED),
        ({("1.1", APPRAISED)}, APPRAISED),
        ({("1.1", OWN), ("1.1", APPRAISED), ("1.1", FINAL)}, FINAL),
        ({("1.1", OWN), ("1.2", APPRAISED), ("1.1", FINAL)}, OWN),
        ({("1.1", FINAL)}, FINAL),
    ],
)
def test_a_later_stage_ranks_once_it_covers_what_earlier_ones_scored(
    commune: Framework, scored: set[tuple[str, Stage]], decisive: Stage | None
) -> None:
    assert decisive_stage(assess(commune, dict.fromkeys(scored, Decimal(1)))) is decisive


def test_shares_rank_and_ties_share_a_place() -> None:
    units = [standing("a", "0.49995"), standing("b", "0.50004"), standing("c", "0.4"), standing("d", None)]
    assert not goes_by_report(units)
    assert place(units) == [
        Placed("a", 1, True, Decimal("0.5")), Placed("b", 1, True, Decimal("0.5")),
        Placed("c", 3, False, Decimal("0.4")), Placed("d", None, False, None),
    ]  # fmt: skip


def test_where_a_unit_is_known_by_its_published_rank_alone_all_stand_as_published() -> None:
    units = [standing("a", "0.9", 2), standing("b", None, 3), standing("c", "0.1", 1), standing("d", None, 3),
             standing("e", "0.95")]  # fmt: skip
    assert goes_by_report(units)
    assert place(units) == [
        Placed("c", 1, False, Decimal("0.1")), Placed("a", 2, False, Decimal("0.9")), Placed("b", 3, True, None),
        Placed("d", 3, True, None), Placed("e", None, False, Decimal("0.95")),
    ]  # fmt: skip


def test_published_ranks_give_way_to_shares_where_every_share_is_known() -> None:
    assert place([standing("a", "0.1", 1), standing("b", "0.9", 2)]) == [
        Placed("b", 1, False, Decimal("0.9")),
        Placed("a", 2, False, Decimal("0.1")),
    ]


@pytest.mark.parametrize(
    ("decisive", "has_total", "is_complete", "has_report", "stage"),
    [
        (OWN, True, False, False, OWN),
        (APPRAISED, True, False, False, APPRAISED),
        (FINAL, True, False, False, FINAL),
        (OWN, True, False, True, None),
        (APPRAISED, True, False, True, None),
        (FINAL, True, False, True, None),
        (FINAL, True, True, True, FINAL),
        (FINAL, False, True, True, None),
        (None, False, False, False, None),
    ],
)
def test_a_published_result_ranks_until_every_criterion_has_a_final_score(
    decisive: Stage | None, has_total: bool, is_complete: bool, has_report: bool, stage: Stage | None
) -> None:
    found = ranking_stage(decisive, has_total=has_total, is_complete=is_complete, has_report=has_report)
    assert found is stage


@pytest.mark.parametrize(
    ("decisive", "has_report", "found"),
    [
        (FINAL, False, Openness.WHOLE),
        (FINAL, True, Openness.WHOLE),
        (OWN, True, Openness.PUBLISHED),
        (None, True, Openness.PUBLISHED),
        (APPRAISED, False, Openness.NOTHING),
    ],
)
def test_a_sheet_is_open_once_it_is_final_and_only_in_part_beside_a_printed_result(
    decisive: Stage | None, has_report: bool, found: Openness
) -> None:
    assert openness(decisive, has_report) is found
