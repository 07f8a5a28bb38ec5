"""What if: other scores, weights and targets, on the published points of 2026 and on invented contests."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.indicators.assessments import Stage
from services.indicators.rules.assessment import assess
from services.indicators.rules.framework import Framework
from services.indicators.rules.rankings.contest import Contest, Contestant, parts_of
from services.indicators.rules.rankings.what_if import Asked, Change, WhatIfRefused, Wrong, try_out
from services.indicators.rules.scoring import RuleInputs
from tests.services.indicators.rules.rankings.contests import contest, of_points, of_ratios, portal_contest

ROW = st.lists(st.integers(0, 100), min_size=3, max_size=3)


def points(area: str, code: str, number: str) -> Change:
    return Change(area, code, RuleInputs(points=Decimal(number)))


def refused(asked: Asked, **units: object) -> list[Wrong]:
    held = units.get("held") or contest(of_points("a", 10, 20), of_points("b", 30, 40))
    with pytest.raises(WhatIfRefused) as caught:
        try_out(held, asked)  # type: ignore[arg-type]
    return list(caught.value.wrongs)


def test_without_a_change_the_ranking_is_what_it_was() -> None:
    portal = portal_contest()
    outcome = try_out(portal, Asked())

    assert (outcome.moved, outcome.lines, outcome.whole_after) == ([], [], 100)
    assert outcome.after.ranks == portal.ranks == {unit.key: place for place, unit in enumerate(portal.contestants, 1)}


def test_lao_cai_with_full_points_for_payment_passes_everybody_in_between() -> None:
    portal = portal_contest()
    unit = next(one for one in portal.contestants if "Lào Cai" in one.name)
    before = portal.ranks[unit.key]
    outcome = try_out(portal, Asked([points(unit.area, "TTTT", "10")]))

    (line,) = outcome.lines
    gained = 10 - (unit.by_code["TTTT"].points or 0)
    assert line.gain == gained
    assert (line.rank_before, line.rank_after) == (before, outcome.after.ranks[unit.key])
    assert line.rank_after is not None
    assert line.rank_after < before
    shares = {old.key: new.share for old, new in outcome.moved}
    assert shares[unit.key] == unit.share + gained / 100
    assert len(outcome.moved) == 1 + before - line.rank_after


def test_each_change_tells_what_it_does_after_those_before_it() -> None:
    held = contest(of_points("a", 85, 10), of_points("b", 90, 15), of_points("c", 95, 30))
    outcome = try_out(held, Asked([points("a", "1", "100"), points("a", "2", "40")]))

    assert [line.told for line in outcome.lines] == [
        "Tiêu chí 1: 85/100 → 100/100: +15,00 điểm, hạng 3 → 2",
        "Tiêu chí 2: 10/100 → 40/100: +30,00 điểm, hạng 2 → 1",
    ]
    lower = try_out(held, Asked([points("c", "1", "94")]))
    assert lower.lines[0].told == "Tiêu chí 1: 95/100 → 94/100: −1,00 điểm, vẫn hạng 1"


@settings(max_examples=80, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=8), st.integers(0, 7), st.integers(0, 2), st.integers(0, 100))
def test_raising_a_score_never_worsens_the_rank(rows: list[list[int]], unit: int, place: int, more: int) -> None:
    held = contest(*(of_points(f"u{number}", *row) for number, row in enumerate(rows)))
    key, code = f"u{unit % len(rows)}", str(place + 1)
    now = rows[unit % len(rows)][place]
    outcome = try_out(held, Asked([points(key, code, str(max(now, more)))]))

    assert outcome.after.ranks[key] <= held.ranks[key]
    assert all(outcome.after.ranks[other] >= rank for other, rank in held.ranks.items() if other != key)


def test_another_target_counts_anew_whoever_has_figures_and_leaves_typed_points() -> None:
    typed = of_points("c", 60, 60)
    held = contest(of_ratios("a", (40, 100), (80, 100)), of_ratios("b", (90, 100), (10, 100)), typed)
    outcome = try_out(held, Asked(targets={"1": Decimal(50)}))

    after = {unit.key: unit.by_code["1"].points for unit in outcome.after.contestants}
    assert after == {"a": 80, "b": 100, "c": 60}
    assert outcome.lines[0].told.startswith("Mục tiêu 1: 100 → 50: ")
    assert "1 đơn vị giữ nguyên điểm" in outcome.lines[0].told


def test_another_maximum_moves_points_in_proportion_and_the_whole_with_it() -> None:
    held = contest(of_points("a", 100, 0), of_points("b", 40, 70))
    outcome = try_out(held, Asked(maxima={"1": Decimal(20)}))

    assert outcome.whole_after == 120
    shares = {unit.key: unit.share for unit in outcome.after.contestants}
    assert shares == {"a": Decimal(20) / 120, "b": Decimal(78) / 120}
    assert (held.ranks, outcome.after.ranks) == ({"a": 2, "b": 1}, {"a": 2, "b": 1})
    assert outcome.lines[0].told == "Điểm tối đa 1: 100 → 20: 0 đơn vị đổi hạng"


def test_figures_of_a_rule_are_scored_by_it() -> None:
    held = contest(of_ratios("a", (40, 100), (0, 1)), of_ratios("b", (50, 100), (0, 1)))
    more = Change("a", "1", RuleInputs(numerator=Decimal(60), denominator=Decimal(100)))

    assert try_out(held, Asked([more])).lines[0].told == "Tiêu chí 1: 40/100 → 60/100: +20,00 điểm, hạng 2 → 1"


def test_every_fault_is_named_by_its_place() -> None:
    both = Change("a", "1", RuleInputs(points=Decimal(1), count=Decimal(2)))
    asked = Asked(
        [points("x", "1", "1"), points("a", "9", "1"), points("a", "1", "101"), points("a", "1", "1.234"), both]
    )
    assert [wrong.pointer for wrong in refused(asked)] == [
        "/changes/0/area", "/changes/1/code", "/changes/2/points", "/changes/3/points", "/changes/4/points",
    ]  # fmt: skip
    frame = Asked(maxima={"9": Decimal(1), "1": Decimal(0)}, targets={"9": Decimal(1), "1": Decimal(5)})
    assert [wrong.pointer for wrong in refused(frame)] == ["/maxima/9", "/maxima/1", "/targets/9", "/targets/1"]
    assert "không có mục tiêu" in refused(frame)[3].detail
    leaf = Asked(maxima={"ON_TIME": Decimal(10)})
    assert refused(leaf, held=portal_contest())[0].detail == "34 đơn vị không có điểm riêng của mục này."


def test_the_index_of_2022_is_made_anew_with_other_weights(dti: Framework, dti_ranking: list[dict[str, str]]) -> None:
    """The three provinces whose main indices were printed: 0.8002, 0.7163 and 0.7024, and what one index would do."""
    columns = {"1": "nhan_thuc_so", "2": "the_che_so", "3": "ha_tang_so", "4": "nhan_luc_so", "5": "attt_mang",
               "7": "hd_chinh_quyen_so", "8": "hd_kinh_te_so", "9": "hd_xa_hoi_so"}  # fmt: skip
    units = []
    for row in dti_ranking[:3]:
        given = {code: Decimal(row[column]) for code, column in columns.items()}
        share = assess(dti, {(code, Stage.FINAL): number for code, number in given.items()}).total.final_total.share
        assert share is not None
        units.append(Contestant(row["province"], row["province"], row["province"], share, parts_of(dti, given, {})))
    held = Contest(dti, "2022", tuple(units))

    assert try_out(held, Asked()).after.ranks == {"Đà Nẵng": 1, "Hồ Chí Minh": 2, "Quảng Ninh": 3}
    raised = try_out(held, Asked([points("Quảng Ninh", "8", "0.7")]))
    assert raised.lines[0].told == "Tiêu chí 8: 0,5904/1 → 0,7/1: +0,0164 điểm, hạng 3 → 2"
    weighed = try_out(held, Asked(maxima={"8": Decimal(0) + 1, "9": Decimal(800)}))
    assert weighed.whole_after == 1
    assert weighed.after.ranks["Quảng Ninh"] == 2
