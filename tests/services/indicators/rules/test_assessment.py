"""The sheet of xã Cần Giuộc and the provincial index of 2022, recomputed; and the life of a sheet before that."""

from collections import Counter
from decimal import Decimal

import pytest

from contracts.indicators.assessments import NodeStatus, Stage
from services.indicators.rules.assessment import (
    STAGE_LABELS,
    STATUS_LABELS,
    Sheet,
    assess,
    check_score,
    derive_status,
)
from services.indicators.rules.framework import Framework, NodeUnknown
from services.indicators.rules.scoring import InputInvalid

Table = list[dict[str, str]]

# Group, most points, self, appraised, self in per cent, appraised in per cent: sums of the published rows.
GROUPS = [
    ("1", "80", "59.47", "50", "74.3", "62.5"),
    ("2", "100", "51.85", "35.38", "51.9", "35.4"),
    ("3", "100", "100", "94.52", "100.0", "94.5"),
    ("4", "520", "442.43", "320.94", "85.1", "61.7"),
    ("4.22", "230", "226", "115.5", "98.3", "50.2"),
    ("5", "80", "80", "80", "100.0", "100.0"),
    ("6", "80", "54.09", "25.43", "67.6", "31.8"),
]

MAIN_INDICES = {
    "1": "nhan_thuc_so",
    "2": "the_che_so",
    "3": "ha_tang_so",
    "4": "nhan_luc_so",
    "5": "attt_mang",
    "7": "hd_chinh_quyen_so",
    "8": "hd_kinh_te_so",
    "9": "hd_xa_hoi_so",
}


def scores_of(published: Table, *stages: Stage) -> dict[tuple[str, Stage], Decimal]:
    columns = {Stage.SELF: "self_score", Stage.APPRAISED: "reviewed_score"}
    return {(row["code"], stage): Decimal(row[columns[stage]]) for row in published for stage in stages}


@pytest.fixture
def sheet(commune: Framework, published_sheet: Table) -> Sheet:
    return assess(commune, scores_of(published_sheet, Stage.SELF, Stage.APPRAISED))


def test_all_62_differences_and_statuses_follow_from_the_rules(sheet: Sheet, published_sheet: Table) -> None:
    assert len(sheet.rows) == len(published_sheet) == 62
    for row, published in zip(sheet.rows, published_sheet, strict=True):
        assert row.node.code == published["code"]
        assert row.difference == Decimal(published["diff_self_minus_review"])
        assert STATUS_LABELS[row.status] == published["status"]


def test_the_whole_sheet_adds_up_to_its_published_totals(sheet: Sheet) -> None:
    total = sheet.total
    assert total.node.maximum == 960
    assert total.self_total.points == Decimal("787.84")
    assert total.appraised_total.points == Decimal("606.27")
    assert total.difference == Decimal("181.57")
    assert (total.self_total.percent, total.appraised_total.percent) == (Decimal("82.1"), Decimal("63.2"))
    assert (total.self_total.scored, total.self_total.of) == (62, 62)
    assert total.final_total.points is None
    assert total.final_total.percent is None
    assert (total.final_total.scored, total.final_total.of) == (0, 62)


@pytest.mark.parametrize(("code", "most", "own", "appraised", "own_percent", "appraised_percent"), GROUPS)
def test_every_group_adds_up(
    sheet: Sheet, code: str, most: str, own: str, appraised: str, own_percent: str, appraised_percent: str
) -> None:
    group = sheet.group_by_code[code]
    assert group.node.maximum == Decimal(most)
    assert (group.self_total.points, group.appraised_total.points) == (Decimal(own), Decimal(appraised))
    assert str(group.self_total.percent) == own_percent
    assert str(group.appraised_total.percent) == appraised_percent
    assert group.difference == Decimal(own) - Decimal(appraised)


def test_groups_and_rows_stand_in_reading_order(sheet: Sheet) -> None:
    assert [group.node.code for group in sheet.groups] == ["1", "2", "3", "4", "4.22", "5", "6"]
    codes = [row.node.code for row in sheet.rows]
    assert codes.index("4.10") == codes.index("4.9") + 1
    assert codes.index("4.22.10") == codes.index("4.22.9") + 1
    assert {row.parent_code for row in sheet.rows if row.node.code.startswith("4.22.")} == {"4.22"}
    assert [group.parent_code for group in sheet.groups] == [None, None, None, None, "4", None, None]


def test_five_rows_are_appraised_above_the_own_score_and_seventeen_cut_to_zero(sheet: Sheet) -> None:
    above = [row.node.code for row in sheet.rows if row.difference is not None and row.difference < 0]
    assert above == ["1.1", "1.2", "1.3", "6.2", "6.7"]
    assert sum(1 for row in sheet.rows if row.self_points and row.appraised_points == 0) == 17


def test_statuses_are_counted_as_published(sheet: Sheet, published_sheet: Table) -> None:
    assert Counter(STATUS_LABELS[row.status] for row in sheet.rows) == Counter(row["status"] for row in published_sheet)


def test_before_the_appraisal_every_row_waits(commune: Framework, published_sheet: Table) -> None:
    sheet = assess(commune, scores_of(published_sheet, Stage.SELF))
    assert {row.status for row in sheet.rows} == {NodeStatus.AWAITING}
    assert {row.difference for row in sheet.rows} == {None}
    assert sheet.total.self_total.points == Decimal("787.84")
    assert sheet.total.appraised_total.points is None
    assert sheet.total.difference is None


def test_an_empty_sheet_has_no_totals_and_waits(commune: Framework) -> None:
    sheet = assess(commune, {})
    assert sheet.total.self_total.points is None
    assert (sheet.total.self_total.scored, sheet.total.self_total.of) == (0, 62)
    assert {row.status for row in sheet.rows} == {NodeStatus.AWAITING}


def test_totals_count_only_rows_that_have_a_score_and_say_how_many(commune: Framework) -> None:
    scores = {
        ("2.1", Stage.SELF): Decimal(15),
        ("2.2", Stage.SELF): Decimal(20),
        ("2.1", Stage.APPRAISED): Decimal(10),
    }
    group = assess(commune, scores).group_by_code["2"]
    assert group.self_total.points == 35
    assert (group.self_total.scored, group.self_total.of) == (2, 5)
    assert group.self_total.percent == Decimal("35.0")
    assert (group.appraised_total.points, group.appraised_total.scored) == (Decimal(10), 1)
    assert group.difference == 5  # over the one row that has both


@pytest.mark.parametrize(
    ("own", "appraised", "maximum", "status"),
    [
        ("0", "0", "20", "Chưa thực hiện"),
        ("5", "0", "20", "Cần bổ sung minh chứng"),
        ("20", "19.5", "20", "Cần bổ sung minh chứng"),
        ("10", "10", "10", "Hoàn thành"),
        ("7.04", "10", "10", "Đang thực hiện"),
        ("0", "3", "10", "Đang thực hiện"),
        ("15", "15", "30", "Đang thực hiện"),
        ("10", None, "10", "Chờ thẩm định"),
        (None, None, "10", "Chờ thẩm định"),
        (None, "0", "10", "Chưa thực hiện"),
        (None, "8", "10", "Đang thực hiện"),
    ],
)
def test_the_status_follows_from_the_two_scores_and_the_maximum(
    own: str | None, appraised: str | None, maximum: str, status: str
) -> None:
    derived = derive_status(
        None if own is None else Decimal(own), None if appraised is None else Decimal(appraised), Decimal(maximum)
    )
    assert STATUS_LABELS[derived] == status


def test_every_status_and_stage_has_a_vietnamese_name() -> None:
    assert set(STATUS_LABELS) == set(NodeStatus)
    assert set(STAGE_LABELS) == set(Stage)


def test_an_appraisal_may_be_above_the_own_score_but_not_above_the_maximum(commune: Framework) -> None:
    check_score(commune, "1.1", Decimal(10))
    with pytest.raises(InputInvalid, match=r"^Điểm không được lớn hơn điểm tối đa \(10\)\.$"):
        check_score(commune, "1.1", Decimal("10.01"))


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("9.9", "Bộ chỉ số CDS-XA-2025 không có tiêu chí “9.9”."),
        ("4.22", "Mục 4.22 là nhóm, không chấm điểm trực tiếp."),
    ],
)
def test_only_criteria_take_scores(commune: Framework, code: str, detail: str) -> None:
    with pytest.raises(NodeUnknown) as refused:
        check_score(commune, code, Decimal(1))
    assert str(refused.value) == detail


def test_shares_of_the_provincial_index_take_four_decimals_up_to_one(dti: Framework) -> None:
    check_score(dti, "3", Decimal("0.8253"))
    with pytest.raises(InputInvalid, match="tối đa 4 chữ số thập phân"):
        check_score(dti, "3", Decimal("0.82531"))
    with pytest.raises(InputInvalid, match=r"lớn hơn điểm tối đa \(1\)"):
        check_score(dti, "3", Decimal("1.0001"))


def test_the_total_of_each_province_with_published_indices_comes_out(dti: Framework, dti_ranking: Table) -> None:
    known = [row for row in dti_ranking if row["dti"] and all(row[column] for column in MAIN_INDICES.values())]
    assert [row["province"] for row in known] == ["Đà Nẵng", "Hồ Chí Minh", "Quảng Ninh"]
    for province in known:
        scores = {(code, Stage.FINAL): Decimal(province[column]) for code, column in MAIN_INDICES.items()}
        total = assess(dti, scores).total.final_total
        assert total.points is not None
        assert abs(total.points - Decimal(province["dti"])) <= Decimal("0.0001")
        assert (total.scored, total.of) == (8, 8)


def test_the_smart_city_index_is_shown_and_counts_nowhere(dti: Framework) -> None:
    scores = {(code, Stage.FINAL): Decimal("0.5") for code in MAIN_INDICES}
    without = assess(dti, scores)
    with_it = assess(dti, {**scores, ("6", Stage.FINAL): Decimal(1)})
    assert with_it.row_by_code["6"].final_points == 1
    assert with_it.total.final_total == without.total.final_total
    assert without.total.final_total.points == Decimal("0.5000")


def test_indices_not_published_earn_nothing_in_the_provincial_total(dti: Framework) -> None:
    total = assess(dti, {("7", Stage.FINAL): Decimal("0.8575")}).total.final_total
    assert total.points == Decimal("0.1715")
    assert (total.scored, total.of) == (1, 8)
