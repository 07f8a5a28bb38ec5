"""Rankings and the proof of a sheet."""

from tests.frontend.pages.conftest import Visit
from tests.harness.live import LiveSystem

CHOSEN = "#bo-chi-so option[selected]"


def test_the_newest_ranking_of_the_provinces_of_today_opens_first(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang")

    assert page.all(CHOSEN)[0].endswith("766/QĐ-TTg")
    assert "năm 2026" in page.text
    assert len(page.all("#rows .lt-table__link")) == 34

    earlier = visit(system.client("leader"), "/xep-hang?ky=2022")
    assert earlier.all(CHOSEN)[0].endswith("922/QĐ-BTTTT")


def test_the_published_ranking_of_2022_has_its_tie_and_skips_the_next_rank(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=DTI-2022&ky=2022")

    ranks = page.all("#rows .lt-table__cell--rank")
    assert ranks[:3] == ["1", "2", "3"]
    assert ranks[13:18] == ["14", "15", "15", "17", "18"]
    assert len(ranks) == 63


def test_the_computed_score_stands_beside_the_published_one(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=DTI-2022&ky=2022&q=da+nang")

    assert page.all("#rows .lt-table__link") == ["Thành phố Đà Nẵng"]
    assert page.all("#rows .lt-table__cell--number")[0] == "0,8002 điểm, căn cứ"
    assert "0,8002 · hạng 1" in page.all("#rows .lt-table__cell--change")


def test_units_are_told_apart_by_the_shares_they_are_compared_by(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=QD766")

    told = zip(page.all("#rows .lt-table__cell--rank"), page.all("#rows .lt-roomy.lt-table__cell--number"), strict=True)
    assert [share for rank, share in told if rank in {"30", "31"}] == ["59,39%", "58,81%"]
    assert len({*page.all("#rows .lt-roomy.lt-table__cell--number")}) == 34


def test_every_published_result_leads_every_reader_to_its_proof(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader", "T15-2025")
    page = visit(client, "/xep-hang?bo=DTI-2022&ky=2022")

    proofs = list(dict.fromkeys(link for link in page.links("#rows a") if link.startswith("/ho-so/")))
    assert len(proofs) == len(page.all("#rows .lt-table__link")) > 2
    assert visit(client, proofs[0]).heading == "Căn cứ điểm của thành phố Đà Nẵng"
    assert "dti.gov.vn/xep-hang-2022" in page.text


def test_units_are_found_in_a_ranking_without_marks(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=DTI-2022&ky=2022&q=yen+bai")

    assert page.all("#rows .lt-table__link") == ["Tỉnh Yên Bái"]
    assert "1/63 đơn vị" in page.text


def test_a_choice_without_a_ranking_says_so(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=DTI-2022&ky=2020&cap=T")

    assert "Chưa có xếp hạng cho lựa chọn này" in page.text


def test_the_proof_of_a_sheet_goes_down_to_every_criterion(system: LiveSystem, visit: Visit) -> None:
    client = system.client("appraiser")
    sheet = next(link for link in visit(client, "/don-vi/X28159-2025").links(".lt-card__title a"))

    page = visit(client, sheet)

    assert page.all(".lt-headline__number") == ["606,27 / 960"]
    assert "50 + 35,38 + 94,52 + 320,94 + 80 + 25,43 = 606,27" in page.text
    assert len([title for title in page.all(".lt-proof__title") if title.split(".")[0].isdecimal()]) >= 62


def test_each_stage_of_a_sheet_has_its_own_proof(system: LiveSystem, visit: Visit) -> None:
    client = system.client("appraiser")
    sheet = next(link for link in visit(client, "/don-vi/X28159-2025").links(".lt-card__title a"))

    own, _, final = visit(client, sheet).links(".lt-tabs__link")

    assert visit(client, own).all(".lt-headline__number") == ["787,84 / 960"]
    assert "Chưa có điểm ở lượt này." in visit(client, final).text


def test_a_score_on_the_profile_is_one_click_from_its_proof(system: LiveSystem, visit: Visit) -> None:
    client = system.client("appraiser")

    link = visit(client, "/don-vi/X28159-2025").links(".lt-kpi__link")[0]

    assert visit(client, link).all(".lt-headline__number") == ["787,84 / 960"]


def test_a_framework_opens_with_the_newest_period_that_has_sheets(system: LiveSystem, visit: Visit) -> None:
    client = system.client("leader")
    portal, index = visit(client, "/xep-hang?bo=QD766"), visit(client, "/xep-hang?bo=DTI-2025")

    assert "năm 2026" in portal.text
    assert portal.all("#rows .lt-table__link")[0] == "Tỉnh Đồng Tháp"
    assert "năm 2024" in index.text
    assert (index.all("#rows .lt-table__link")[0], index.all("#rows .lt-table__cell--rank")[-1]) == (
        "Thành phố Hà Nội", "34"
    )  # fmt: skip


def test_a_ranking_of_which_only_some_results_were_found_says_so(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=DTI-2025")

    assert "11 đơn vị" in page.text
    assert "đơn vị không tìm thấy kết quả đã công bố thì không có trong bảng" in page.text


def test_units_out_of_reach_whose_sheets_are_under_way_are_left_out_and_the_page_says_so(
    system: LiveSystem, visit: Visit
) -> None:
    address = "/xep-hang?bo=CDS-XA-2025&ky=2025&q=can+giuoc"
    here, elsewhere = (visit(system.client("leader", at), address) for at in ("T80-2025", "T15-2025"))

    assert here.all("#rows .lt-table__link") == ["Xã Cần Giuộc"]
    assert "Hồ sơ đang chấm của đơn vị ngoài phạm vi của tài khoản không có trong bảng" in here.text
    assert elsewhere.all("#rows .lt-table__link") == []
    assert "606,27" not in elsewhere.text


def test_rows_tell_how_firm_each_rank_is_in_words_and_as_a_bar(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=QD766")

    ranges = [bar.get("aria-label") for bar in page.root.cssselect("#rows svg.lt-range")]
    assert len(ranges) == 34
    assert ranges[0] == "hạng 1, trung vị 1, trong 34 đơn vị"
    assert ranges[1].startswith("hạng 2–3, trung vị ")
    assert "90% lượt thử nằm trong khoảng" in page.text
    tried = [link for link in page.links("#rows a") if link.startswith("/mo-phong")]
    assert tried == ["/mo-phong?bo=QD766&ky=2026&dv=T80-2025"]


def test_what_changed_since_2021_stands_beside_the_ranks_of_2022(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=DTI-2022&ky=2022&q=yen+bai")
    assert page.all("#rows .lt-delta") == ["lên 12 bậc"]
    assert "so với năm 2021" in page.text

    thanh_hoa = visit(system.client("leader"), "/xep-hang?bo=DTI-2022&ky=2022&q=thanh+hoa")
    assert thanh_hoa.all("#rows .lt-delta") == ["xuống 3 bậc"]
    assert "Chưa tính được khoảng hạng" in thanh_hoa.text


def test_a_class_of_units_is_chosen_and_keeps_its_ranks(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("leader"), "/xep-hang?bo=QD766&loai=th%C3%A0nh+ph%E1%BB%91")

    ranks = [int(rank) for rank in page.all("#rows .lt-table__cell--rank")]
    assert ranks == sorted(ranks)
    assert f"{len(ranks)}/34 đơn vị" in page.text
    assert all(name.startswith("Thành phố") for name in page.all("#rows .lt-table__link"))
    assert "hạng 1 trong loại thành phố" in page.text


def test_the_table_comes_as_csv_with_its_intervals(system: LiveSystem) -> None:
    answer = system.client("leader").get("/xep-hang.csv?bo=QD766&ky=2026")
    lines = answer.text.removeprefix("\ufeff").splitlines()

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="xep-hang-QD766-2026.csv"' in answer.headers["content-disposition"]
    assert lines[0].startswith("rank,area,area_name,unit_class,class_rank,score")
    assert len(lines) == 35
    assert lines[1].startswith("1,T82-2025,Tỉnh Đồng Tháp,tỉnh,1,68.61,100,68.61,reported,False,")
    assert lines[1].endswith(",1,1,1")
