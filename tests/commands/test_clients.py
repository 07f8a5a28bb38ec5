"""API clients and signing keys from the command line, while the product runs."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.commands.test_backups import command
from tests.harness.live import LiveSystem
from tests.harness.store import Store

Running = tuple[LiveSystem, str]


@pytest.fixture(scope="module")
def running(store: Store) -> Iterator[Running]:
    """The product on a clone, and its administrator's DSN."""
    with store.clone() as dsn, LiveSystem(store.settings(), dsn) as live:
        yield live, dsn


def told(running: Running, *words: str) -> Any:
    """What a command prints."""
    live, dsn = running
    ended = command(live.settings.data_dir, *words, LANTOA_DATABASE_URL=dsn)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def token(running: Running, made: dict[str, str]) -> httpx.Response:
    return (
        running[0]
        .client()
        .post("/token", data={"grant_type": "client_credentials"}, auth=(made["client_id"], made["client_secret"]))
    )


def test_a_client_is_made_listed_given_a_new_secret_and_revoked(running: Running) -> None:
    made = told(running, "client", "create", "Kho dữ liệu", "--scope", "indicators:read", "--expires", "30")
    assert made.keys() == {"client_id", "client_secret"}
    assert token(running, made).status_code == 200
    (listed,) = [one for one in told(running, "client", "list") if one["client_id"] == made["client_id"]]
    assert (listed["name"], listed["area"], listed["live"]) == ("Kho dữ liệu", "VN", True)
    assert listed["created_by"] == "Người vận hành máy chủ"
    assert listed["expires_at"] is not None
    new = told(running, "client", "rotate", made["client_id"])
    assert [token(running, one).status_code for one in (made, new)] == [200, 200]
    last = told(running, "client", "rotate", made["client_id"], "--overlap", "0")
    assert [token(running, one).status_code for one in (made, new, last)] == [401, 401, 200]
    told(running, "client", "revoke", made["client_id"])
    assert token(running, last).status_code == 401
    assert made["client_id"] not in str(told(running, "client", "list"))
    assert made["client_id"] in str(told(running, "client", "list", "--revoked"))


def test_what_cannot_be_done_is_told_in_one_sentence(running: Running) -> None:
    live, dsn = running
    for words, sentence in (
        (("client", "rotate", "lt-0000000000000000"), "Không có hệ thống kết nối này."),
        (("client", "revoke", "x"), "Không có hệ thống kết nối này."),
        (("client", "create", "Bộ", "--scope", "indicators:read", "--area", "đâu đó"), "/area"),
        (("client", "create", "Bộ", "--scope", "indicators:read", "--expires", "0"), "phải là số ngày từ 1 đến 3660"),
        (("client", "create", "Bộ", "--scope", "indicators:read", "--expires", "mai"), "phải là số ngày"),
    ):
        ended = command(live.settings.data_dir, *words, LANTOA_DATABASE_URL=dsn)
        assert ended.returncode != 0
        assert sentence in ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_next_signing_key_is_asked_for(running: Running) -> None:
    first = told(running, "keys", "rotate")
    assert len(first) == 2
    assert first[0]["signs_until"] == first[1]["signs_from"]
    assert first[1]["signs_until"] is None
    assert told(running, "keys", "rotate") == first, "one is waiting already"
