"""Single sign-on is a first proof: who must have a second factor enrols one, or gives its code, before they are in."""

from collections.abc import Iterator

import pyotp
import pytest

from gateway.sample import SAMPLES
from tests.frontend.pages.conftest import seen
from tests.frontend.pages.test_own_account import follow, secret_on, submit
from tests.frontend.pages.test_single_sign_on import answer_as, finish, leave
from tests.harness.live import LiveSystem
from tests.harness.provider import system_with_provider
from tests.harness.store import Store

OFFICER = next(sample.email for sample in SAMPLES if sample.role == "commune_officer")


@pytest.fixture(scope="module")
def strict(store: Store) -> Iterator[LiveSystem]:
    """The product with a provider, which demands a second factor of its own."""
    people = {"can-bo": {"email": OFFICER, "email_verified": True}}
    with system_with_provider(store, people, second_factor=True) as live:
        yield live


def test_an_officer_enrols_after_the_provider_and_gives_a_code_the_next_time(strict: LiveSystem) -> None:
    client = strict.client()
    held_up = finish(client, answer_as(leave(client, "/nhap?ky=2025"), sub="can-bo"))
    assert held_up.headers["location"] == "/dang-nhap/bat-xac-thuc?next=%2Fnhap%3Fky%3D2025"
    assert "lantoa_session" not in client.cookies
    assert client.get("/nhap").status_code == 303, "half a sign-in opens nothing"

    offer = seen(follow(client, held_up))
    done = seen(submit(client, offer, "/dang-nhap/bat-xac-thuc", code=pyotp.TOTP(secret_on(offer)).now()))
    codes = done.all(".lt-codes code")
    assert len(codes) == 10
    assert "/nhap?ky=2025" in done.links(".lt-button")
    assert client.get("/nhap").status_code == 200

    other = strict.client()
    held_up = finish(other, answer_as(leave(other, "/nhap"), sub="can-bo"))
    assert held_up.headers["location"] == "/dang-nhap/ma-xac-thuc?next=%2Fnhap"
    question = seen(follow(other, held_up))
    wrong = submit(other, question, "/dang-nhap/ma-xac-thuc", code="000000")
    assert wrong.status_code == 422
    opened = submit(other, seen(wrong), "/dang-nhap/ma-xac-thuc", code=codes[0])
    assert opened.headers["location"] == "/nhap"
    assert other.get("/nhap").status_code == 200
    assert "đăng nhập một lần" in seen(other.get("/tai-khoan")).text.lower()
