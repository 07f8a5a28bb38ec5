"""Recognition: the rules of Lào Cai and Yên Bái as their documents state them, exact at every edge."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from services.indicators.rules.framework import Framework
from services.indicators.rules.framework_file import load_framework
from services.indicators.rules.framework_yaml import FrameworkInvalid
from services.indicators.rules.frameworks.recognition import NotRecognising, Recognised, recognise
from tests.harness.frameworks import BANDS, CLASSES, MET, flat, head, nodes

FACTS = json.loads((Path(__file__).parents[5] / "data/commune/commune_recognition_rules.json").read_text("utf-8"))
CLASSED = [
    'code: "1", name: Chung, max: 750',
    'code: "2", name: Thủ tục hành chính, max: 250, applies_to: [co-tthc]',
]


def bands(share: str) -> Recognised:
    """What a unit with this many of 100 points is in Lào Cai."""
    return recognise(load_framework(head(more=BANDS) + flat(1, 100)), {"1": Decimal(share)})


def yen_bai(extended: int, text: str = MET) -> Framework:
    """Three mandatory criteria and so many extended ones, ten points each."""
    lines = [f'code: "{place}", name: Bắt buộc {place}, max: 10, requirement: mandatory' for place in range(1, 4)]
    lines += [
        f'code: "{place}", name: Mở rộng {place}, max: 10, requirement: extended' for place in range(4, 4 + extended)
    ]
    return load_framework(head(total=30 + 10 * extended, more=text) + nodes(lines))


def met(*codes: int) -> dict[str, Decimal]:
    return {str(code): Decimal(10) for code in codes}


def faults(text: str) -> list[str]:
    with pytest.raises(FrameworkInvalid) as refused:
        load_framework(text)
    return [f"{problem.line}: {problem.detail}" for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("share", "level"),
    [
        ("0", "Khởi động"), ("25", "Khởi động"), ("25.01", "Hình thành"), ("50", "Hình thành"), ("50.01", "Nâng cao"),
        ("75", "Nâng cao"), ("75.01", "Dẫn dắt"), ("100", "Dẫn dắt"),
    ],
)  # fmt: skip
def test_the_bands_of_lao_cai_begin_above_their_edge(share: str, level: str) -> None:
    assert bands(share).name == level
    assert level.casefold() in {each["name"] for each in FACTS["lao_cai_maturity_bands"]["bands"]}


def test_the_published_example_comes_out_as_published() -> None:
    framework = load_framework(head(total=1000, more=BANDS) + flat(1, 1000))
    found = recognise(framework, {"1": Decimal("731.61")})
    assert FACTS["lao_cai_maturity_bands"]["example"] == "Sở LĐ-TB&XH 731,61 = 73,16% -> nâng cao"
    assert (found.name, found.share) == ("Nâng cao", Decimal("73.16"))
    assert found.lacking == ("Cần thêm 18,4 điểm để được trên 75% điểm tối đa (750/1.000); hiện có 731,61.",)


def test_exactly_at_an_edge_one_hundredth_is_missing() -> None:
    [told] = bands("75").lacking
    assert told == "Cần thêm 0,01 điểm để được trên 75% điểm tối đa (75/100); hiện có 75."


def test_at_the_highest_level_nothing_is_missing() -> None:
    assert (bands("75.01").next, bands("75.01").lacking) == (None, ())


def test_a_band_may_begin_at_its_edge_where_the_document_says_from() -> None:
    framework = load_framework(head(more=BANDS.replace("above: 75", "from: 75")) + flat(1, 100))
    assert recognise(framework, {"1": Decimal(75)}).name == "Dẫn dắt"
    [told] = recognise(framework, {"1": Decimal("74.99")}).lacking
    assert told.startswith("Cần thêm 0,01 điểm để được từ 75% điểm tối đa")


@pytest.mark.parametrize(
    ("area", "total", "name"), [("X28162-2025", 1000, "Hình thành"), ("X28159-2025", 750, "Nâng cao")]
)
def test_each_class_is_judged_on_its_own_scale(area: str, total: int, name: str) -> None:
    framework = load_framework(head(total=1000, more=CLASSES + BANDS) + nodes(CLASSED)).for_unit(area)
    assert framework.scale.total == total
    assert FACTS["lao_cai_maturity_bands"]["scales"]["có TTHC và UBND huyện"] == 1000
    assert "750 (2022)" in FACTS["lao_cai_maturity_bands"]["scales"]["đặc thù/không có TTHC"]
    assert recognise(framework, {"1": Decimal(400)}).name == name


def test_a_criterion_that_does_not_apply_is_no_criterion_of_the_unit() -> None:
    framework = load_framework(head(total=1000, more=CLASSES + BANDS) + nodes(CLASSED)).for_unit("X28159-2025")
    assert [leaf.code for leaf in framework.leaves] == ["1"]
    assert recognise(framework, {"1": Decimal(750)}).share == 100


@pytest.mark.parametrize(
    ("extended", "reached", "level"),
    [(10, 3, "nang-cao"), (10, 2, None), (11, 4, "nang-cao"), (11, 3, None), (7, 3, "nang-cao"), (7, 2, None)],
)
def test_yen_bai_asks_all_mandatory_and_thirty_per_cent_extended(
    extended: int, reached: int, level: str | None
) -> None:
    found = recognise(yen_bai(extended), met(1, 2, 3, *range(4, 4 + reached)))
    assert found.level == level
    assert (
        FACTS["yen_bai"]["rule_verified"]["huyen_va_xa"] == "100% tiêu chí bắt buộc VÀ tối thiểu 30% tiêu chí mở rộng"
    )


def test_one_mandatory_criterion_short_is_not_enough_however_many_extended_ones() -> None:
    found = recognise(yen_bai(10), met(1, 2, *range(4, 14)))
    assert (found.level, found.name) == (None, "Chưa đạt")
    assert found.lacking == ("Cần đạt thêm 1 tiêu chí bắt buộc (hiện 2/3, phải đạt 3/3): còn 3.",)
    [missing] = found.levels[0].conditions[0].missing
    assert (missing.code, missing.points, missing.needed) == ("3", None, Decimal(10))


def test_what_is_missing_names_the_extended_criteria_to_choose_from() -> None:
    found = recognise(yen_bai(10), met(1, 2, 3, 4, 5) | {"6": Decimal("9.99")})
    assert found.lacking == (
        "Cần đạt thêm 1 tiêu chí mở rộng (hiện 2/10, phải đạt 3/10): chọn trong 6, 7, 8, 9, 10, 11, 12, 13.",
    )
    assert found.levels[0].conditions[1].missing[0].needed == Decimal("0.01")


def test_a_higher_level_may_have_criteria_of_its_own_and_needs_the_lower_one() -> None:
    text = head(total=30, more=MET.replace("extended: 30", "extended: 0")) + nodes(
        [
            'code: "1", name: A, max: 10, requirement: mandatory',
            'code: "2", name: B, max: 10, requirement: {nang-cao: mandatory}',
            'code: "3", name: C, max: 10',
        ]
    )
    framework = load_framework(text)
    assert [recognise(framework, met(*codes)).level for codes in ((1,), (1, 2), (2,), ())] == [
        "dat",
        "nang-cao",
        None,
        None,
    ]


def test_a_framework_without_a_rule_or_weights_recognises_nobody(commune: Framework, dti_2025: Framework) -> None:
    for framework in (commune, dti_2025):
        with pytest.raises(NotRecognising):
            recognise(framework, {})


def test_rules_that_nobody_could_reach_are_refused_with_their_line() -> None:
    assert any("không có tiêu chí mở rộng nào" in told for told in faults(head(more=MET) + flat()))
    marked = flat().replace("max: 50", "max: 50, requirement: mandatory", 1)
    assert "21: requirement chỉ đi với quy tắc công nhận mandatory_and_extended." in faults(head(more=BANDS) + marked)
    falling = BANDS.replace("above: 75", "above: 40")
    assert "19: Các mức phải tăng dần." in faults(head(more=falling) + flat())
    both = BANDS.replace("above: 75", "above: 75, from: 75")
    assert "19: Ghi above (trên) hoặc from (từ), một trong hai." in faults(head(more=both) + flat())
    assert any(
        "Không có loại đơn vị “la”" in told for told in faults(head() + flat().replace("50}", "50, applies_to: [la]}"))
    )
    twice = CLASSES.replace("}\n  - {key: dac", ", areas: [X28159-2025]}\n  - {key: dac")
    assert any("Đúng một loại không liệt kê đơn vị" in told for told in faults(head(more=twice) + flat()))
