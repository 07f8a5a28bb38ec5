"""Sensitive forms are held up when nobody proved themselves lately, and go on with all that was typed in them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import httpx
import pytest

from kit.clock import today
from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import fields_of, value_of
from tests.frontend.pages.test_accounts import NEW as NEW_ACCOUNT
from tests.frontend.pages.test_accounts import made
from tests.frontend.pages.test_delegations import LOANS
from tests.frontend.pages.test_sharing import BOXES, page_of
from tests.frontend.pages.test_sharing import NEW as NEW_SYSTEM
from tests.harness.live import LiveSystem
from tests.harness.staff import let_confirmations_lapse
from tests.harness.store import PASSWORD

PROVED = {"xac-nhan-mat-khau", "xac-nhan-ma", "lap-lai", "next", "csrf"}

Boxes = Mapping[str, str | Sequence[str]]
GoOn = Callable[[httpx.Client, str, Boxes], SeenPage]


@pytest.fixture
def admin(system: LiveSystem) -> httpx.Client:
    """An administrator of Lào Cai."""
    client = system.client("admin", "T15-2025")
    del client.headers["X-CSRF-Token"]  # forms carry it themselves
    return client


@pytest.fixture
def go_on(system: LiveSystem) -> GoOn:
    """Sends a form long after signing in, answers the question, and follows: `go_on(client, action, boxes)`."""

    def go_on(client: httpx.Client, action: str, boxes: Boxes) -> SeenPage:
        let_confirmations_lapse(system)
        asked = client.post(action, data=dict(boxes), headers={"Accept": "text/html"})
        assert asked.status_code == 403, asked.text[-1000:]
        question = seen(asked)
        assert question.heading == "Xác nhận lại mật khẩu"
        kept = typed_in(question)
        assert {name: value for name, value in kept.items() if name not in PROVED} == {
            name: [value] if isinstance(value, str) else list(value) for name, value in boxes.items() if name != "csrf"
        }
        return seen(client.post("/xac-nhan", data=kept | {"xac-nhan-mat-khau": PASSWORD}, follow_redirects=True))

    return go_on


def typed_in(question: SeenPage) -> dict[str, list[str]]:
    """All that the form of the question would send."""
    form = question.root.cssselect("form[action='/xac-nhan']")[0]
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        found.setdefault(str(name), []).append(str(value))
    return found


def task(page: SeenPage, wanted: str) -> dict[str, str]:
    """What the form of an account's page that does this would send."""
    return next(found for form in page.root.forms if (found := dict(form.form_values())).get("viec") == wanted)


def test_systems_are_registered_changed_given_secrets_and_revoked(
    admin: httpx.Client, visit: Visit, go_on: GoOn
) -> None:
    scopes = ["indicators:read", "values:write"]
    boxes = fields_of(visit(admin, NEW_SYSTEM).root, NEW_SYSTEM) | BOXES | {"ten": "Kho & <chung>"}
    new = go_on(admin, NEW_SYSTEM, {**boxes, "pham_vi": scopes})
    assert new.heading == "Đã đăng ký hệ thống"
    path = page_of(new)
    page = visit(admin, path)
    assert value_of(page, "ten") == "Kho & <chung>"
    assert [box.get("value") for box in page.root.cssselect("[name=pham_vi][checked]")] == scopes

    changed = fields_of(page.root, path) | {"ten": "Bộ Tài chính"}
    saved = go_on(admin, path, {**changed, "pham_vi": scopes})
    assert "Đã lưu." in saved.text
    assert value_of(saved, "ten") == "Bộ Tài chính"

    adding = f"{path}/mat-khau"
    more = go_on(admin, adding, fields_of(saved.root, adding) | {"so_ngay": "3"})
    assert more.heading == "Mật khẩu mới"
    assert "dùng được đến" in visit(admin, path).all("#mat-khau")[0]

    ending = f"{path}/thu-hoi"
    gone = go_on(admin, ending, fields_of(visit(admin, ending).root, ending))
    assert "Đã thu hồi" in gone.text


def test_what_is_wrong_in_a_form_is_told_after_the_question_too(admin: httpx.Client, visit: Visit, go_on: GoOn) -> None:
    boxes = fields_of(visit(admin, NEW_SYSTEM).root, NEW_SYSTEM) | BOXES | {"dia_ban": "VN", "lien_he": "Phòng Một"}
    page = go_on(admin, NEW_SYSTEM, {**boxes, "pham_vi": "values:write"})
    assert "Địa bàn này ngoài phạm vi quản trị của tài khoản." in page.all("[data-error-summary] a")
    assert value_of(page, "lien_he") == "Phòng Một"


def test_accounts_are_made_changed_given_roles_invited_and_locked(
    admin: httpx.Client, visit: Visit, go_on: GoOn
) -> None:
    boxes = fields_of(visit(admin, NEW_ACCOUNT).root, NEW_ACCOUNT)
    person = {"ten": "Vàng A Tủa", "email": "tua@xac-nhan.example", "noi": "X04630-2025", "vai_tro": "viewer"}
    page = go_on(admin, NEW_ACCOUNT, boxes | person)
    assert "Còn một bước: tạo liên kết mời" in page.text
    address = page.answer.url.path

    page = go_on(admin, address, task(page, "sua") | {"ten": "Vàng A Tủa Hai"})
    assert "Đã lưu." in page.text
    assert value_of(page, "ten") == "Vàng A Tủa Hai"
    page = go_on(admin, address, task(page, "them") | {"vai_tro_moi": "leader", "noi_moi": "X04630-2025"})
    assert "Đã giao vai trò." in page.text
    page = go_on(admin, address, task(visit(admin, page.links("#vai-tro td a")[0]), "bo"))
    assert "Đã thôi giao vai trò." in page.text
    link = go_on(admin, address, task(page, "moi"))
    assert link.heading == "Liên kết mời"
    page = go_on(admin, address, task(visit(admin, address), "khoa") | {"ly_do": "Nghỉ việc"})
    assert "Đã khoá tài khoản." in page.text


def test_what_another_administrator_changed_during_the_question_is_told(
    admin: httpx.Client, visit: Visit, go_on: GoOn
) -> None:
    address, page = made(admin, visit)
    mine = task(page, "sua") | {"ten": "Lò Văn Hai"}
    assert admin.post(address, data=task(page, "sua") | {"ten": "Lò Văn Một"}).status_code == 303
    late = go_on(admin, address, mine)
    assert late.answer.status_code == 412
    assert value_of(late, "ten") == "Lò Văn Hai"


def test_a_role_is_lent(system: LiveSystem, visit: Visit, go_on: GoOn) -> None:
    leader = system.client("leader", "T15-2025")
    del leader.headers["X-CSRF-Token"]
    boxes = {
        "nguoi_nhan": "so.laocai@lantoa.example",
        "vai_tro": "leader",
        "noi": "T15-2025",
        "den_ngay": (today() + timedelta(days=5)).isoformat(),
        "ly_do": "Đi công tác, họp & tập huấn",
    }
    page = go_on(leader, LOANS, fields_of(visit(leader, LOANS).root, LOANS) | boxes)
    assert "Đã ủy quyền." in page.text
    assert "Đi công tác, họp & tập huấn" in page.text
