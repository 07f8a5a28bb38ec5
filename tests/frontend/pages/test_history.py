"""The history of changes: of one's reach for administrators, of oneself for everybody."""

import time
from pathlib import Path

import pytest

from tests.frontend.pages.conftest import SeenPage, Visit
from tests.harness.live import LiveSystem
from tests.harness.staff import employ, signed_in, untouched_commune
from tests.harness.store import Store

VALUES = "/api/indicators/v1/values"


def published(system: LiveSystem, visit: Visit) -> tuple[str, SeenPage]:
    """A commune whose officer has published a value twice, and an administrator's page of it."""
    commune, _ = untouched_commune(system)
    officer = signed_in(system, employ(system, "commune_officer", commune))
    for value in (50, 60.5):
        cell = {"indicator": "CQS-01", "area": commune, "period": "2026-08", "value": value}
        assert officer.post(VALUES, json={"values": [cell]}).status_code == 200
    admin = system.client("admin")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        page = visit(admin, f"/lich-su?dv={commune}&viec=values.published")
        if len(page.all("#lich-su .lt-table__link")) == 2:
            return commune, page
    raise AssertionError(page.text)


def test_an_administrator_reads_what_was_done_as_sentences_and_each_with_its_cells(
    system: LiveSystem, visit: Visit
) -> None:
    commune, page = published(system, visit)
    assert page.heading == "Lịch sử thay đổi"
    assert page.all("#lich-su .lt-table__link") == [
        "Công bố số liệu: 0 mới, 1 sửa",
        "Công bố số liệu: 1 mới, 0 sửa",
    ]

    event = visit(system.client("admin"), page.links("#lich-su .lt-table__link")[0])

    assert event.heading == "Công bố số liệu: 0 mới, 1 sửa"
    cells = event.all(".lt-table__cell")
    row = cells.index(f"CQS-01 · {commune} · 2026-08")
    assert cells[row + 1 : row + 3] == [
        "giá trị: 50; nguồn: nhập trên trang",
        "giá trị: 60,5; nguồn: nhập trên trang",
    ]


def test_an_administrator_elsewhere_sees_none_of_it(system: LiveSystem, visit: Visit) -> None:
    commune, page = published(system, visit)
    other = system.client("admin", "T15-2025")
    assert "Không có sự kiện nào khớp." in visit(other, f"/lich-su?dv={commune}&viec=values.published").text
    assert visit(other, page.links("#lich-su .lt-table__link")[0], 404).heading


def test_readings_are_hidden_until_they_are_asked_for(system: LiveSystem, visit: Visit) -> None:
    admin = system.client("admin")
    visit(admin, "/lich-su")
    read = "Xem lịch sử thay đổi"
    assert read not in visit(admin, "/lich-su").all("#lich-su .lt-table__link")
    page = visit(admin, "/lich-su?xem=tat-ca")
    assert read in page.all("#lich-su .lt-table__link")
    assert page.all("#xem option[selected]") == ["Tất cả, kể cả lượt xem"]
    assert read in visit(admin, "/lich-su?viec=audit.read").all("#lich-su .lt-table__link")


def test_everybody_reads_their_own_history(system: LiveSystem, visit: Visit) -> None:
    officer = system.client("commune_officer")
    page = visit(officer, "/lich-su")
    assert page.heading == "Lịch sử của tôi"
    assert "Đăng nhập" in page.all("#lich-su .lt-table__link")
    assert page.all("#nguoi") == []
    assert visit(officer, page.links("#lich-su .lt-table__link")[0]).heading
    assert "/lich-su" in page.links(".lt-user__link")


def test_an_administrators_own_history_stands_beside(system: LiveSystem, visit: Visit) -> None:
    page = visit(system.client("admin"), "/lich-su?toi=1")
    assert page.heading == "Lịch sử của tôi"
    assert page.links(".lt-tabs__link[aria-current]") == ["/lich-su?toi=1"]
    assert visit(system.client("admin"), page.links("#lich-su .lt-table__link")[0]).heading


@pytest.mark.parametrize(
    ("query", "field", "told"),
    [
        ("tu=32/13/2026", "tu", ""),
        ("den=hom-qua", "den", ""),
        ("dv=khong+co+noi+nay", "dv", "Không tìm thấy đơn vị “khong co noi nay”."),
        ("viec=khong-co", "viec", ""),
    ],
)
def test_a_filter_that_is_no_good_is_named_and_kept(
    system: LiveSystem, visit: Visit, query: str, field: str, told: str
) -> None:
    page = visit(system.client("admin"), f"/lich-su?{query}", 422)
    assert told in page.all(f"#{field}-loi")[0]
    kept = page.root.cssselect(f"#{field}")[0].get("value")
    assert field == "viec" or kept == query.partition("=")[2].replace("+", " ")


def test_units_are_found_by_name_and_days_as_people_write_them(system: LiveSystem, visit: Visit) -> None:
    admin = system.client("admin")
    assert visit(admin, "/lich-su?dv=can+giuoc").heading
    assert visit(admin, "/lich-su?tu=1/11/2026&den=31-12-2026").heading


@pytest.mark.parametrize("path", ["/lich-su/x", "/lich-su/0", "/lich-su/" + "9" * 30])
def test_an_event_that_cannot_be_is_not_there(system: LiveSystem, visit: Visit, path: str) -> None:
    visit(system.client("admin"), path, 404)


def test_the_page_is_kept_by_nobody(system: LiveSystem) -> None:
    assert system.client("admin").get("/lich-su").headers["cache-control"] == "no-store"


def test_the_page_says_that_the_history_is_sealed(store: Store, visit: Visit, tmp_path: Path) -> None:
    # An anchor of its own: the other copies of the run write theirs into one folder.
    (tmp_path / "secrets").symlink_to(store.settings().secrets_dir)
    settings = store.settings().model_copy(update={"data_dir": tmp_path})
    with store.clone() as dsn, LiveSystem(settings, dsn) as live:
        page = visit(live.client("admin"), "/lich-su")

    assert "niêm phong" in page.all(".lt-notice")[0]
