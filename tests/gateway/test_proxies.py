"""Behind a proxy that ends TLS the visitor's address is what that proxy says; what a stranger says is nothing."""

from collections.abc import Iterator

import httpx
import pytest

from gateway.sample import SAMPLES
from tests.harness.live import LiveSystem
from tests.harness.store import PASSWORD, Store

FREE_TRIES = 5


@pytest.fixture(scope="module")
def behind_a_proxy(store: Store) -> Iterator[LiveSystem]:
    """The product behind a proxy at our own address."""
    settings = store.settings().model_copy(update={"trusted_proxies": "127.0.0.1"})
    with store.clone() as dsn, LiveSystem(settings, dsn) as live:
        yield live


def guess(client: httpx.Client, email: str, said: str) -> int:
    """Try a wrong password; `said` is what the forwarding header tells."""
    wrong = {"email": email, "password": "Không phải mật khẩu này"}
    return client.post("/api/gateway/v1/sessions", json=wrong, headers={"X-Forwarded-For": said}).status_code


def test_a_strangers_forwarding_header_is_ignored(system: LiveSystem) -> None:
    client = system.client()
    email = "nguoi-la.ngoai@lantoa.example"
    tried = [guess(client, email, f"203.0.113.{n}") for n in range(FREE_TRIES + 1)]
    assert tried == [401] * FREE_TRIES + [429], "another address in a header must not buy more guesses"


def test_a_trusted_proxys_header_tells_visitors_apart(behind_a_proxy: LiveSystem) -> None:
    client = behind_a_proxy.client()
    right = {"email": SAMPLES[0].email, "password": PASSWORD}
    home, away = {"X-Forwarded-For": "203.0.113.8"}, {"X-Forwarded-For": "203.0.113.7"}
    assert client.post("/api/gateway/v1/sessions", json=right, headers=home).status_code == 201
    client.cookies.clear()
    tried = [guess(client, SAMPLES[0].email, "203.0.113.7") for _ in range(FREE_TRIES + 1)]
    assert tried == [401] * FREE_TRIES + [429]
    assert client.post("/api/gateway/v1/sessions", json=right, headers=away).status_code == 429
    assert client.post("/api/gateway/v1/sessions", json=right, headers=home).status_code == 201


def test_what_the_visitor_wrote_before_the_proxy_is_not_believed(behind_a_proxy: LiveSystem) -> None:
    client = behind_a_proxy.client()
    email = "nguoi-la.gia@lantoa.example"
    tried = [guess(client, email, f"198.51.100.{n}, 203.0.113.9") for n in range(FREE_TRIES + 1)]
    assert tried == [401] * FREE_TRIES + [429], "only the last address is the proxy's own word"
