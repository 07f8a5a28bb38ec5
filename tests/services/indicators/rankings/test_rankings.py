"""Rankings: the published one of 2022 as it was, and computed ones with their ties."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.harness.live import LiveSystem
from tests.harness.scoring import API, CAN_GIUOC, Desk, put

DATA = Path(__file__).resolve().parents[4] / "data"
FILE = DATA / "dti" / "dti_2022_province_ranking.csv"
LEFT = "Hồ sơ đang chấm của đơn vị ngoài phạm vi của tài khoản không có trong bảng"
INDICES = ("1", "2", "3", "4", "5", "7", "8", "9")


def ranking(client: Any, **query: str) -> dict[str, Any]:
    answer = client.get(f"{API}/rankings", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.fixture
def of_2022(system: LiveSystem) -> dict[str, Any]:
    return ranking(system.client("viewer"), framework="DTI-2022", period="2022")


def test_all_63_provinces_of_2022_stand_in_their_published_places(of_2022: dict[str, Any]) -> None:
    with FILE.open(encoding="utf-8", newline="") as lines:
        published = [int(row["rank"]) for row in csv.DictReader(lines)]
    assert (of_2022["of"], of_2022["level"]) == (63, "T")
    assert [item["rank"] for item in of_2022["items"]] == published
    assert all(item["reported"]["rank"] == item["rank"] for item in of_2022["items"])


def test_thanh_hoa_and_yen_bai_share_the_fifteenth_place_and_the_next_is_seventeenth(of_2022: dict[str, Any]) -> None:
    around = [item for item in of_2022["items"] if item["rank"] in (15, 16, 17)]
    assert [(item["rank"], item["area"], item["tied"]) for item in around] == [
        (15, "T38-2004", True),
        (15, "T15-2004", True),
        (17, "T93-2004", False),
    ]
    yen_bai = around[1]
    assert (yen_bai["area_name"], yen_bai["score"], yen_bai["basis"]) == ("Tỉnh Yên Bái", None, "reported")


def test_totals_with_published_indices_come_out_within_a_ten_thousandth(of_2022: dict[str, Any]) -> None:
    computed = [item for item in of_2022["items"] if item["basis"] == "final"]
    assert [item["area_name"] for item in computed] == ["Thành phố Đà Nẵng", "Thành phố Hồ Chí Minh", "Tỉnh Quảng Ninh"]
    for item in computed:
        assert abs(Decimal(str(item["score"])) - Decimal(str(item["reported"]["score"]))) <= Decimal("0.0001")


def test_a_score_known_only_as_published_is_shown_as_such(of_2022: dict[str, Any]) -> None:
    tra_vinh = next(item for item in of_2022["items"] if item["area"] == "T84-2004")
    assert (tra_vinh["rank"], tra_vinh["score"], tra_vinh["basis"]) == (25, 0.6077, "reported")


def test_equal_rounded_scores_share_a_place_and_the_next_is_skipped(desk: Desk) -> None:
    # The first two differ in the fifth decimal only; the last is worse in the fourth.
    shares = {"T19-2004": 0.5004, "T10-2004": 0.5, "T11-2004": 0.5, "T12-2004": 0.499}
    for area, first in shares.items():
        sheet = desk.sheet(area, "DTI-2022", "2023")
        desk.scored(sheet, "final", dict.fromkeys(INDICES, 0.5) | {"1": first})
    desk.sheet("T14-2004", "DTI-2022", "2023")
    found = ranking(desk.person("viewer", "VN"), framework="DTI-2022", period="2023")
    assert [(item["rank"], item["area"], item["score"], item["tied"]) for item in found["items"]] == [
        (1, "T11-2004", 0.5, True),
        (1, "T10-2004", 0.5, True),
        (1, "T19-2004", 0.5, True),
        (4, "T12-2004", 0.4999, False),
        (None, "T14-2004", None, False),
    ]


def test_a_judgement_under_way_does_not_rank_until_it_covers_what_was_scored(desk: Desk) -> None:
    sheet = desk.sheet()
    client = desk.person("viewer")

    def entry() -> dict[str, Any]:
        found = ranking(client, framework="CDS-XA-2025", period="2025", within=sheet["area"])
        assert found["of"] == 1
        return dict(found["items"][0])

    assert (entry()["rank"], entry()["score"]) == (None, None)
    scored = desk.scored(sheet, "self", {"1.1": 8, "1.2": 4})
    assert (entry()["basis"], entry()["score"], entry()["share"]) == ("self", 12, 1.25)
    scored = desk.scored(scored, "appraised", {"1.1": 6}, "Thiếu minh chứng")
    assert (entry()["basis"], entry()["score"]) == ("self", 12)
    scored = desk.scored(scored, "appraised", {"1.2": 2}, "Thiếu minh chứng")
    assert (entry()["basis"], entry()["score"]) == ("appraised", 8)
    desk.scored(scored, "final", {"1.1": 7, "1.2": 2})
    assert (entry()["basis"], entry()["score"]) == ("final", 9)


def test_a_sheet_under_way_is_ranked_for_those_who_may_read_it_alone(desk: Desk) -> None:
    published, mine, other = (desk.sheet(area, "DTI-2022", "2023") for area in ("T22-2004", "T24-2004", "T25-2004"))
    desk.scored(published, "final", dict.fromkeys(INDICES, 0.3))
    for sheet, points in ((mine, 0.8), (other, 0.9)):
        desk.scored(sheet, "appraised", dict.fromkeys(INDICES, points), "Lời thẩm định")
    wanted = {"framework": "DTI-2022", "period": "2023"}

    def told(area: str) -> dict[str, Any]:
        found = ranking(desk.person("viewer", area), **wanted)
        ours = {item["area"]: item["score"] for item in found["items"]}
        return {area: ours.get(area) for area in ("T22-2004", "T24-2004", "T25-2004")} | {"said": LEFT in found["rule"]}

    assert told("T24-2004") == {"T22-2004": 0.3, "T24-2004": 0.8, "T25-2004": None, "said": True}
    assert told("VN") == {"T22-2004": 0.3, "T24-2004": 0.8, "T25-2004": 0.9, "said": False}


def test_a_ranking_can_be_narrowed_to_an_area_or_a_level(desk: Desk) -> None:
    client = desk.person("viewer", "VN")
    desk.sheet("X04630-2025")
    everywhere = ranking(client, framework="CDS-XA-2025", period="2025")
    inside = ranking(client, framework="CDS-XA-2025", period="2025", within="T80-2025", level="X")
    areas = {item["area"] for item in inside["items"]}
    assert CAN_GIUOC in areas
    assert "X04630-2025" not in areas
    assert "X04630-2025" in {item["area"] for item in everywhere["items"]}
    assert ranking(client, framework="CDS-XA-2025", period="2025", level="T")["items"] == []


def test_an_unknown_framework_or_area_is_not_found_and_a_wrong_period_is_refused(desk: Desk) -> None:
    client = desk.person("viewer")
    nowhere = {"framework": "DTI-2022", "period": "2022", "within": "T99-2025"}
    assert client.get(f"{API}/rankings", params=nowhere).status_code == 404
    unknown = client.get(f"{API}/rankings", params={"framework": "DTI-1999", "period": "2022"})
    wrong = client.get(f"{API}/rankings", params={"framework": "DTI-2022", "period": "nam nay"})
    assert (unknown.status_code, wrong.status_code) == (404, 422)


def test_a_ranking_takes_one_statement_beside_its_framework(desk: Desk) -> None:
    client = desk.person("viewer")
    assert desk.statements(lambda: ranking(client, framework="DTI-2022", period="2022")) == 2


def test_the_34_provinces_stand_as_the_national_portal_published_them(system: LiveSystem) -> None:
    found = ranking(system.client("viewer"), framework="QD766", period="2026")
    with (DATA / "dvc766" / "dvc766_provinces_2026-10-10.csv").open(encoding="utf-8", newline="") as lines:
        published = [(int(row["rank"]), float(row["total_score"])) for row in csv.DictReader(lines)]
    assert [(item["rank"], item["score"]) for item in found["items"]] == published
    assert {(item["basis"], item["max"]) for item in found["items"]} == {("reported", 100)}
    assert all("Cổng Dịch vụ công quốc gia" in item["reported"]["source"] for item in found["items"])


def test_the_index_of_2024_ranks_the_provinces_of_2025_as_published(system: LiveSystem) -> None:
    found = ranking(system.client("viewer"), framework="DTI-2025", period="2024")
    told = {item["area_name"]: (item["rank"], item["score"]) for item in found["items"]}
    assert (found["of"], told["Thành phố Hà Nội"], told["Tỉnh Lào Cai"]) == (11, (1, 0.8241), (14, 0.7167))
    assert (told["Thành phố Đà Nẵng"], told["Tỉnh Cao Bằng"]) == ((17, None), (34, None))
    assert {item["basis"] for item in found["items"]} == {"reported"}


def test_without_published_weights_a_published_result_stays_whatever_is_scored(desk: Desk) -> None:
    sheet = desk.sheet("T79-2025", "DTI-2025", "2024")
    scored = desk.scored(sheet, "final", dict.fromkeys("12345678", 0.9))
    assert (scored["totals"]["final"], scored["totals"]["scored_final"]) == (None, 8)
    found = ranking(desk.person("viewer"), framework="DTI-2025", period="2024", within="T79-2025")
    item = found["items"][0]
    assert (item["basis"], item["score"], item["rank"]) == ("reported", 0.777, 1)


def test_a_province_that_enters_its_own_figures_keeps_its_published_place_until_they_are_final(desk: Desk) -> None:
    sheet = desk.sheet("T75-2025", "QD766", "2026")
    own = {"code": "ON_TIME", "stage": "self", "numerator": 1, "denominator": 2}
    saved = put(desk.person("department_officer", "T75-2025"), sheet, own)
    assert saved.status_code == 200
    found = ranking(desk.person("viewer"), framework="QD766", period="2026", within="T75-2025")
    assert (found["items"][0]["basis"], found["items"][0]["score"]) == ("reported", 67.34)
