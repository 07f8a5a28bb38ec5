"""The settings of single sign-on (OpenID Connect): whom to ask who somebody is, and as whom we ask."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from kit.addresses import is_protected
from kit.wrong_setting import WrongSetting


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What an operator told of the provider; without addresses they are read from its discovery document."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str
    name: str
    public_url: str
    authorize_url: str = ""
    token_url: str = ""
    userinfo_url: str = ""
    jwks_url: str = ""
    acr_values: str = ""
    reads_userinfo: bool = False
    second_factors: frozenset[str] = frozenset()


class SingleSignOnSettings(BaseSettings):
    """What an operator may set of single sign-on; without an issuer there is none."""

    public_url: str = Field(default="", title="Address seen by visitors; https switches production mode on")
    oidc_issuer: str = Field(default="", title="Issuer of the provider of single sign-on; unset = none")
    oidc_client_id: str = Field(default="", title="Our name at the provider")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), title="Our secret at the provider")
    oidc_scopes: str = Field(default="openid profile email", title="Scopes asked for")
    oidc_name: str = Field(default="SSO", min_length=1, max_length=60, title="What the sign-in page calls the provider")
    oidc_authorize_url: str = Field(default="", title="Where people sign in, when there is no discovery document")
    oidc_token_url: str = Field(default="", title="Where codes are exchanged, when there is no discovery document")
    oidc_userinfo_url: str = Field(default="", title="Where claims are read, when there is no discovery document")
    oidc_jwks_url: str = Field(default="", title="Keys of the provider, when there is no discovery document")
    oidc_acr_values: str = Field(default="", title="Assurance levels asked for (acr_values)")
    oidc_claims: Literal["id_token", "userinfo"] = Field(default="id_token", title="Where the claims come from")
    oidc_second_factors: str = Field(
        default="", title="Values of amr or acr, divided by spaces, that stand for our second factor"
    )

    @field_validator("oidc_issuer", "oidc_authorize_url", "oidc_token_url", "oidc_userinfo_url", "oidc_jwks_url")
    @classmethod
    def _is_protected(cls, value: str) -> str:
        if value and not is_protected(value):
            raise ValueError("Phải là một địa chỉ https đầy đủ, ví dụ https://sso.example.gov.vn")
        return value

    @field_validator("oidc_client_id", "oidc_client_secret")
    @classmethod
    def _fits_a_header(cls, value: str | SecretStr) -> str | SecretStr:
        told = value if isinstance(value, str) else value.get_secret_value()
        if not told.isascii() or (told and not told.isprintable()):
            raise ValueError("Chỉ được có chữ, số và dấu trong bảng mã ASCII")
        return value

    @model_validator(mode="after")
    def _belong_together(self) -> "SingleSignOnSettings":
        self.provider()
        return self

    def provider(self) -> ProviderSettings | None:
        """The provider of single sign-on, None when none is set. Raises WrongSetting when something is missing."""
        if not self.oidc_issuer:
            if self.oidc_client_id or self.oidc_authorize_url:
                raise WrongSetting("LANTOA_OIDC_ISSUER", "Chưa đặt, trong khi đã đặt mục khác của đăng nhập một lần.")
            return None
        self._refuse_gaps()
        return ProviderSettings(
            issuer=self.oidc_issuer,
            client_id=self.oidc_client_id,
            client_secret=self.oidc_client_secret.get_secret_value(),
            scopes=self.oidc_scopes,
            name=self.oidc_name,
            public_url=self.public_url.rstrip("/"),
            authorize_url=self.oidc_authorize_url,
            token_url=self.oidc_token_url,
            userinfo_url=self.oidc_userinfo_url,
            jwks_url=self.oidc_jwks_url,
            acr_values=self.oidc_acr_values,
            reads_userinfo=self.oidc_claims == "userinfo",
            second_factors=frozenset(self.oidc_second_factors.split()),
        )

    def _refuse_gaps(self) -> None:
        if not self.oidc_client_id:
            raise WrongSetting(
                "LANTOA_OIDC_CLIENT_ID", "Chưa đặt: nhà cung cấp đăng nhập một lần cần biết ai đang hỏi."
            )
        if not is_protected(self.public_url):
            raise WrongSetting(
                "LANTOA_PUBLIC_URL", "Phải là một địa chỉ https đầy đủ: đăng nhập một lần xong thì quay về đó."
            )
        if "openid" not in self.oidc_scopes.split():
            raise WrongSetting("LANTOA_OIDC_SCOPES", "Phải có “openid”.")
        if self.oidc_authorize_url or self.oidc_token_url:
            self._refuse_half_told()

    def _refuse_half_told(self) -> None:
        """Addresses set by hand are all there, since nothing is read from a document any more."""
        source = "oidc_userinfo_url" if self.oidc_claims == "userinfo" else "oidc_jwks_url"
        for name in ("oidc_authorize_url", "oidc_token_url", source):
            if not getattr(self, name):
                raise WrongSetting(f"LANTOA_{name.upper()}", "Chưa đặt: đã đặt tay một địa chỉ thì phải đặt tay đủ.")
