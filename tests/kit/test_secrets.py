"""One secret given from outside is enough for processes that share no folder."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from kit.secrets import SealBroken, Vault
from kit.settings import Settings, WrongSetting
from kit.tokens import SigningKey, TokenRefused

MASTER = "5e" * 32


def test_two_machines_with_the_same_master_key_know_the_same_secrets(tmp_path: Path) -> None:
    here, there = (Vault(tmp_path / name, bytes.fromhex(MASTER)) for name in ("here", "there"))
    assert here.derive("role:lantoa_directory_app") == there.derive("role:lantoa_directory_app")
    assert here.derive("role:lantoa_directory_app") != here.derive("role:lantoa_directory_owner")
    assert list(tmp_path.iterdir()) == [], "a given key is not written down"


def test_a_token_signed_by_one_is_read_by_the_other_and_by_nobody_else() -> None:
    secret, another = (Vault(Path("nowhere"), key).derive("signing") for key in (b"a" * 32, b"b" * 32))
    token = SigningKey.derived(secret).sign("at+jwt", "lantoa-api", {"sub": "x"}, 60)
    assert SigningKey.derived(secret).verifier("at+jwt", "lantoa-api").claims(token)["sub"] == "x"
    with pytest.raises(TokenRefused):
        SigningKey.derived(another).verifier("at+jwt", "lantoa-api").claims(token)


@pytest.mark.parametrize("key", ["5e" * 31, "không phải hệ mười sáu", ""])
def test_a_master_key_that_is_too_short_or_no_hex_is_refused(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("LANTOA_MASTER_KEY", key)
    with pytest.raises(ValidationError, match="64 chữ số hệ mười sáu"):
        Settings()


@pytest.mark.parametrize("url", ["indicators:8002", "https://indicators:8002", "http://indicators", "http://a:1/b"])
def test_a_parts_address_must_name_machine_and_port(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("LANTOA_INDICATORS_URL", url)
    with pytest.raises(WrongSetting, match="LANTOA_INDICATORS_URL: Phải có dạng http://máy:cổng"):
        Settings().part_url("indicators")


def test_proxies_are_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANTOA_TRUSTED_PROXIES", " 10.0.0.5 , 172.16.0.0/12,::1")
    assert Settings().trusted_proxies == "10.0.0.5,172.16.0.0/12,::1"
    for wrong in ("*", "proxy.example", "172.16.0.1/12"):
        monkeypatch.setenv("LANTOA_TRUSTED_PROXIES", wrong)
        with pytest.raises(ValidationError, match="địa chỉ IP hoặc dải mạng"):
            Settings()


def test_what_is_sealed_is_read_again_and_never_stored_readable() -> None:
    vault = Vault(Path("nowhere"), b"a" * 32)
    first, second = (vault.seal("keys", "bí mật".encode(), about="k1") for _ in range(2))
    assert vault.unseal("keys", first, about="k1").decode() == "bí mật"
    assert first != second
    assert "bí mật".encode() not in first


def test_a_seal_opens_only_for_its_purpose_its_thing_and_its_installation() -> None:
    vault = Vault(Path("nowhere"), b"a" * 32)
    sealed = vault.seal("keys", b"secret", about="k1")
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    tries = [
        (vault, "codes", sealed, "k1"),
        (vault, "keys", sealed, "k2"),
        (Vault(Path("nowhere"), b"b" * 32), "keys", sealed, "k1"),
        (vault, "keys", altered, "k1"),
        (vault, "keys", sealed[:5], "k1"),
        (vault, "keys", b"", "k1"),
    ]
    for opener, purpose, content, about in tries:
        with pytest.raises(SealBroken):
            opener.unseal(purpose, content, about)
