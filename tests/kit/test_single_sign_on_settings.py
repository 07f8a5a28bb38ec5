"""Settings of single sign-on: all there, or told which one is not."""

import pytest
from pydantic import ValidationError

from kit.settings import Settings, WrongSetting

WHOLE = {
    "public_url": "https://lantoa.example",
    "oidc_issuer": "https://sso.example",
    "oidc_client_id": "lan-toa",
    "oidc_client_secret": "bi-mat",
}
BY_HAND = WHOLE | {
    "oidc_authorize_url": "https://sso.example/authorize",
    "oidc_token_url": "https://sso.example/token",
    "oidc_jwks_url": "https://sso.example/keys",
}


def test_nothing_set_means_none() -> None:
    assert Settings().provider() is None


@pytest.mark.parametrize("told", [WHOLE, BY_HAND])
def test_a_whole_set_makes_a_provider(told: dict[str, str]) -> None:
    provider = Settings(**told).provider()  # type: ignore[arg-type]
    assert provider is not None
    assert (provider.issuer, provider.client_secret) == ("https://sso.example", "bi-mat")
    assert "bi-mat" not in repr(provider)


@pytest.mark.parametrize(
    ("told", "missing"),
    [(WHOLE, name) for name in ("public_url", "oidc_issuer", "oidc_client_id")]
    + [(BY_HAND, name) for name in ("oidc_authorize_url", "oidc_token_url", "oidc_jwks_url")]
    + [(BY_HAND | {"oidc_claims": "userinfo"}, "oidc_userinfo_url")],
)
def test_what_is_missing_is_named(told: dict[str, str], missing: str) -> None:
    with pytest.raises(WrongSetting, match=f"^LANTOA_{missing.upper()}: "):
        Settings(**{name: value for name, value in told.items() if name != missing})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("oidc_issuer", "http://sso.example"),
        ("oidc_issuer", "sso.example"),
        ("oidc_issuer", "https://"),
        ("oidc_issuer", "https://ai-do:mat-khau@sso.example"),
        ("oidc_issuer", "https://sso.example/#x"),
        ("oidc_jwks_url", "https://sso.example:99999/"),
        ("oidc_token_url", "https://[sso"),
        ("oidc_client_secret", "bí mật"),
        ("oidc_client_id", "a\nb"),
        ("oidc_claims", "saml"),
        ("oidc_name", ""),
    ],
)
def test_what_is_wrong_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Settings(**(WHOLE | {name: value}))  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "value"), [("public_url", "http://lantoa.example"), ("oidc_scopes", "profile email")])
def test_what_does_not_go_together_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"^LANTOA_{name.upper()}: "):
        Settings(**(WHOLE | {name: value}))  # type: ignore[arg-type]
