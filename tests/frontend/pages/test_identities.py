"""One's own account and a real OpenID provider: linking, unlinking, and what is asked before."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kit import clock
from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.test_own_account import follow, sign_in, submit
from tests.frontend.pages.test_single_sign_on import answer_as, finish
from tests.harness.live import LiveSystem
from tests.harness.provider import system_with_provider
from tests.harness.staff import employ
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


def test_without_a_provider_the_account_page_does_not_speak_of_it(system: LiveSystem, visit: Visit) -> None:
    assert visit(system.client("viewer"), "/tai-khoan").root.cssselect("#danh-tinh") == []
