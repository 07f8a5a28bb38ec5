"""What-if and the cheapest way up, as pages."""

from urllib.parse import urlencode

import pytest

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem

LAO_CAI = "T15-2025"


def page_of(**fields: object) -> str:
    return "/mo-phong?" + urlencode({"bo": "QD766", "ky": "2026", "dv": LAO_CAI, **fields})


def test_the_own_province_opens_with_its_standing_and_the_cheapest_way(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", LAO_CAI), "/mo-phong")

    assert page.heading == "Mô phỏng"
    assert "Đang đứng hạng 24" in page.text
    assert "Cách rẻ nhất để lên hạng 19" in page.text
    assert "thêm 0,77 điểm" in page.text
    assert "Tính khi mọi đơn vị khác giữ nguyên điểm" in page.text
    assert page.links("nav.lt-tabs a[aria-current]") == []


def test_the_button_of_a_way_fills_the_fields_and_leads_where_it_says(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader", LAO_CAI)
    fill = visit(client, page_of()).links("#cach a.lt-button--primary")[0]

    page = visit(client, fill.partition("#")[0])

    assert "Hạng 24 → 19" in page.text
    assert "Nhóm MDSH: 9,17/22 → 9,94/22: +0,77 điểm, hạng 24 → 19" in page.text
    assert "Vượt qua hoặc ngang bằng: Tỉnh Phú Thọ (cùng hạng 19), Thành phố Cần Thơ (hạng 20 → 21)" in page.text
    assert page.root.cssselect('input[name="d.MDSH"]')[0].get("value") == "9,94"


def test_other_weights_and_vietnamese_numbers_are_taken(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", LAO_CAI), page_of(**{"t.TTTT": "30", "d.TTTT": "10"}))

    assert "Điểm tối đa TTTT: 10 → 30" in page.text
    assert "/ 120" in page.text
    assert page.root.cssselect("#khung")[0].get("open") is not None


def test_what_is_typed_as_it_stands_changes_nothing(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", LAO_CAI), page_of(**{"d.MDSH": "9,17", "t.MDSH": "22"}))

    assert "Đang đứng hạng 24" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("d.MDSH", "chín", "Không phải là số. Ví dụ: 84,67"),
        ("d.MDSH", "23", "Điểm không được lớn hơn điểm tối đa (22)."),
        ("d.MDSH", "9,123", "Điểm chỉ được có tối đa 2 chữ số thập phân."),
        ("t.MDSH", "0", "Điểm tối đa hoặc trọng số phải lớn hơn 0."),
    ],
)
def test_a_wrong_field_is_named_and_keeps_what_was_typed(
    system: LiveSystem, visit: Visit, field: str, typed: str, said: str
) -> None:
    page = visit(system.client("leader", LAO_CAI), page_of(**{field: typed, "d.CKMB": "9"}), 422)

    assert said in page.text
    assert page.links("[data-error-summary] a") == [f"#{field}"]
    assert page.root.cssselect(f'input[name="{field}"]')[0].get("value") == typed
    assert page.root.cssselect('input[name="d.CKMB"]')[0].get("value") == "9"
    assert "Đang đứng hạng 24" in page.text


def test_more_ranks_ask_for_more_and_the_leader_needs_nothing(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader", LAO_CAI)

    assert "Cách rẻ nhất để lên hạng 4" in visit(client, page_of(bac=20)).text
    leader = visit(client, page_of(dv="T82-2025")).text
    assert "Đơn vị đang đứng đầu bảng." in leader


def test_units_without_points_and_empty_choices_say_so(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader")

    ranked_only = visit(client, "/mo-phong?bo=DTI-2022&ky=2022&dv=T15-2004")
    assert "không có điểm trong bảng xếp hạng này" in ranked_only.text
    assert "Chưa có điểm để mô phỏng" in visit(client, "/mo-phong?bo=QD766&ky=2022").text


def test_the_commune_of_an_own_sheet_can_be_tried_criterion_by_criterion(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader", "T80-2025"), "/mo-phong?bo=CDS-XA-2025&ky=2025&dv=X28159-2025&d.1.4=20")

    assert len(page.root.cssselect('#thu input[name^="d."]')) == 62
    assert "Tiêu chí 1.4: " in page.text


def test_a_visitor_signs_in_first(system: LiveSystem) -> None:
    answer = system.client().get("/mo-phong", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?next=%2Fmo-phong")
