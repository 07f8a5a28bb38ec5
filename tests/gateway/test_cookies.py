"""Cookies as they leave the door, whoever set them."""

import pytest

from gateway.door.stamps import Stamps


@pytest.mark.parametrize(
    ("cookie", "sent"),
    [
        (b"a=1", b"a=1; Secure"),
        (b"a=1; Path=/; HttpOnly", b"a=1; Path=/; HttpOnly; Secure"),
        (b"a=1; Secure; Path=/", b"a=1; Secure; Path=/"),
        (b"a=1; secure", b"a=1; secure"),
        (b"a=secure", b"a=secure; Secure"),
    ],
)
def test_behind_https_every_cookie_is_for_https_only(cookie: bytes, sent: bytes) -> None:
    assert Stamps(production=True).sealed((b"set-cookie", cookie)) == (b"set-cookie", sent)
    assert Stamps(production=False).sealed((b"set-cookie", cookie)) == (b"set-cookie", cookie)
