"""One's own account and a real OpenID provider: linking, unlinking, and what is asked before."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pyotp
import pytest

from kit import clock
from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.test_own_account import follow, secret_on, sign_in, submit
from tests.frontend.pages.test_single_sign_on import answer_as, finish
from tests.harness.live import LiveSystem
from tests.harness.provider import system_with_provider
from tests.harness.staff import employ, forget_password, let_confirmations_lapse
from tests.harness.store import PASSWORD, Store

PROVINCE = "T80-2025"
LINKING, UNLINKING = "/tai-khoan/danh-tinh/lien-ket", "/tai-khoan/danh-tinh"
PEOPLE = {f"can-bo-{number}": {} for number in range(9)}


@pytest.fixture(scope="module")
def linking(store: Store) -> Iterator[LiveSystem]:
    """The product with a provider that tells nobody's e-mail."""
    with system_with_provider(store, PEOPLE) as live:
        yield live


def provider_of(answer_page: SeenPage) -> str:
    """Where a page on the way to the provider leads."""
    return answer_page.links("main a.lt-button")[0]


def test_an_identity_is_linked_opens_the_account_and_is_unlinked(linking: LiveSystem) -> None:
    email, client = employ(linking, "viewer", PROVINCE), linking.client()
    sign_in(client, email)
    page = seen(client.get("/tai-khoan"))
    assert "Chưa liên kết." in page.all("#danh-tinh")[0]
    away = seen(submit(client, page, LINKING))
    done = seen(follow(client, finish(client, answer_as(provider_of(away), sub="can-bo-1"))))
    assert "Đã liên kết." in done.text
    assert done.all("#danh-tinh tbody th") == ["VNeID"]
    assert done.root.cssselect(f"form[action='{LINKING}']") == []

    other = linking.client()
    left = seen(submit(other, seen(other.get("/dang-nhap")), "/dang-nhap/sso/bat-dau"))
    assert finish(other, answer_as(provider_of(left), sub="can-bo-1")).headers["location"] == "/"
    assert email in seen(other.get("/tai-khoan")).text

    gone = seen(follow(client, submit(client, done, UNLINKING)))
    assert "Đã gỡ liên kết." in gone.text
    assert "Chưa liên kết." in gone.all("#danh-tinh")[0]


def test_linking_and_unlinking_ask_for_the_password_and_go_on(
    linking: LiveSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    email, client = employ(linking, "viewer", PROVINCE), linking.client()
    sign_in(client, email)
    page = seen(client.get("/tai-khoan"))
    real = clock.now
    for minutes, action in ((11, LINKING), (22, UNLINKING)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: real() + timedelta(minutes=minutes))
        asked = submit(client, page, action)
        assert asked.status_code == 403
        right = submit(client, seen(asked), "/xac-nhan", **{"xac-nhan-mat-khau": PASSWORD})
        assert (right.status_code, right.headers["location"]) == (307, action)
        repeated = submit(client, page, action)
        if action == LINKING:
            page = seen(follow(client, finish(client, answer_as(provider_of(seen(repeated)), sub="can-bo-2"))))
        else:
            page = seen(follow(client, repeated))
    assert "Đã gỡ liên kết." in page.text


def test_an_identity_of_somebody_else_is_refused_and_leads_back_to_the_account(linking: LiveSystem) -> None:
    for status in (303, 409):
        client = linking.client()
        sign_in(client, employ(linking, "viewer", PROVINCE))
        away = seen(submit(client, seen(client.get("/tai-khoan")), LINKING))
        answer = finish(client, answer_as(provider_of(away), sub="can-bo-3"))
        assert answer.status_code == status
    page = seen(answer)
    assert "đã gắn với nơi khác" in page.text
    assert "/tai-khoan" in page.links("main a")


def entered(system: LiveSystem, person: str) -> httpx.Client:
    """Somebody who came in by single sign-on, has no password, and has been here for a while."""
    email, client = employ(system, "viewer", PROVINCE), system.client()
    sign_in(client, email)
    away = seen(submit(client, seen(client.get("/tai-khoan")), LINKING))
    finish(client, answer_as(provider_of(away), sub=person))
    forget_password(system, email)
    let_confirmations_lapse(system)
    return client


def test_without_a_password_signing_in_again_in_another_tab_confirms_and_what_was_typed_goes_on(
    linking: LiveSystem,
) -> None:
    client = entered(linking, "can-bo-4")
    page = seen(client.get("/tai-khoan"))
    assert "Tài khoản này không có mật khẩu." in page.text
    assert client.get("/tai-khoan/mat-khau").headers["location"] == "/tai-khoan"
    asked = submit(client, page, "/tai-khoan/xac-thuc", **{"ghi-chu": "một câu & hai"})
    assert asked.status_code == 403
    question = seen(asked)
    assert question.heading == "Xác nhận lại"
    assert question.root.cssselect("input[type=password]") == []
    early = submit(client, question, "/xac-nhan")
    assert early.status_code == 422
    question = seen(early)
    assert question.links("[data-error-summary] a") == ["#xac-nhan-lai"]

    away = submit(client, question, "/xac-nhan/sso")
    back = finish(client, answer_as(provider_of(seen(away)), sub="can-bo-4"))
    assert "Đã xác nhận là chính bạn." in seen(follow(client, back)).text
    assert question.root.cssselect("input[name='ghi-chu']")[0].get("value") == "một câu & hai"
    right = submit(client, question, "/xac-nhan")
    assert (right.status_code, right.headers["location"]) == (307, "/tai-khoan/xac-thuc")
    assert seen(submit(client, page, "/tai-khoan/xac-thuc")).heading == "Bật xác thực hai lớp"


def test_before_a_page_signing_in_again_leads_straight_to_it(linking: LiveSystem) -> None:
    client = entered(linking, "can-bo-5")
    question = seen(client.get("/xac-nhan", params={"next": "/tai-khoan?xong=phien"}))
    away = submit(client, question, "/xac-nhan/sso")
    back = finish(client, answer_as(provider_of(seen(away)), sub="can-bo-5"))
    assert back.headers["location"] == "/tai-khoan?xong=phien"


def test_without_a_password_the_code_of_the_app_is_enough(linking: LiveSystem) -> None:
    client = entered(linking, "can-bo-6")
    away = submit(client, seen(client.get("/xac-nhan")), "/xac-nhan/sso")
    finish(client, answer_as(provider_of(seen(away)), sub="can-bo-6"))
    page = seen(client.get("/tai-khoan"))
    offer = seen(submit(client, page, "/tai-khoan/xac-thuc"))
    code = pyotp.TOTP(secret_on(offer)).now()
    codes = seen(submit(client, offer, "/tai-khoan/xac-thuc/bat", code=code)).all(".lt-codes code")
    let_confirmations_lapse(linking)
    question = seen(submit(client, seen(client.get("/tai-khoan/ma-khoi-phuc")), "/tai-khoan/ma-khoi-phuc"))
    assert question.root.cssselect("input[type=password]") == []
    wrong = submit(client, question, "/xac-nhan", **{"xac-nhan-ma": "000000"})
    assert wrong.status_code == 422
    right = submit(client, seen(wrong), "/xac-nhan", **{"xac-nhan-ma": codes[0]})
    assert right.headers["location"] == "/tai-khoan/ma-khoi-phuc"


def test_without_a_provider_the_account_page_does_not_speak_of_it(system: LiveSystem, visit: Visit) -> None:
    assert visit(system.client("viewer"), "/tai-khoan").root.cssselect("#danh-tinh") == []
