"""The settings of one installation: environment `LANTOA_*`, defaults that run on a bare machine."""

import os
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from kit.postgres.dsn import checked
from kit.single_sign_on import SingleSignOnSettings
from kit.wrong_setting import WrongSetting

SHORTEST_MASTER_KEY = 32
"""Bytes of a master key given from outside: as long as the one we would make."""


class Settings(SingleSignOnSettings):
    """Everything an operator may set. Each field is documented in docs/operations.md, kept by a test."""

    model_config = SettingsConfigDict(env_prefix="LANTOA_", extra="ignore")

    data_dir: Path = Field(default=Path("var"), title="Folder of the embedded database, secrets and uploads")
    host: str = Field(default="127.0.0.1", title="Address the gateway listens on")
    port: int = Field(default=8000, ge=0, le=65535, title="Port the gateway listens on")
    database_url: SecretStr | None = Field(
        default=None, title="External PostgreSQL >= 18 (administrator's DSN); unset = embedded"
    )
    master_key: SecretStr | None = Field(
        default=None, title="Master key in hex, for parts without a common folder; unset = kept in the data directory"
    )
    home_area: str = Field(default="T15-2025", title="Area whose name brands the pages and whose dashboard opens first")
    trusted_proxies: str = Field(
        default="", title="Addresses or networks, divided by commas, whose forwarding headers are believed"
    )
    second_factor: bool = Field(
        default=True, title="Whether accounts that may change published data must have a second factor"
    )
    sample_password: SecretStr | None = Field(default=None, title="One password for the sample accounts (tests only)")
    max_body_bytes: int = Field(default=10 * 1024 * 1024, ge=1024, title="Largest request body in bytes")
    receive_seconds: float = Field(
        default=20.0, gt=0, title="Seconds a request's head may take to arrive, and its body beside one for every 4 KiB"
    )
    rate_account: int = Field(default=600, ge=0, title="Requests a minute of one signed-in person; 0 = no limit")
    rate_client: int = Field(default=600, ge=0, title="Requests a minute of one API client; 0 = no limit")
    rate_address: int = Field(default=1200, ge=0, title="Requests a minute of one address, not signed in; 0 = no limit")
    at_once: int = Field(
        default=2, ge=0, title="Requests of one person, client or address at work at the same time; 0 = no limit"
    )
    log_level: str = Field(default="INFO", title="Level of the log lines")

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("database_url")
    @classmethod
    def _names_a_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            checked(value.get_secret_value())
        return value

    @field_validator("master_key")
    @classmethod
    def _is_long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            try:
                long_enough = len(bytes.fromhex(value.get_secret_value())) >= SHORTEST_MASTER_KEY
            except ValueError:
                long_enough = False
            if not long_enough:
                raise ValueError(
                    f"Khóa phải viết bằng ít nhất {2 * SHORTEST_MASTER_KEY} chữ số hệ mười sáu, tạo bằng"
                    f" `openssl rand -hex {SHORTEST_MASTER_KEY}`"
                )
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        listed = [part.strip() for part in value.split(",") if part.strip()]
        try:
            return ",".join(str(ip_network(part)) if "/" in part else str(ip_network(part)[0]) for part in listed)
        except ValueError as error:
            raise ValueError(
                "Phải là các địa chỉ IP hoặc dải mạng cách nhau bằng dấu phẩy, ví dụ 10.0.0.5, 172.16.0.0/12"
            ) from error

    @property
    def production(self) -> bool:
        """True behind an https address: secure cookies, HSTS, no sample accounts, closed docs."""
        return self.public_url.startswith("https://")

    @property
    def secrets_dir(self) -> Path:
        """Where keys and generated passwords lie (0700)."""
        return self.data_dir / "secrets"

    @property
    def given_master_key(self) -> bytes | None:
        """The master key from the environment, None when the data directory keeps it."""
        return None if self.master_key is None else bytes.fromhex(self.master_key.get_secret_value())

    def service_dsn(self, service: str) -> str | None:
        """The DSN of a service that has a server of its own (`LANTOA_DB_<SERVICE>`), None when it shares one.

        Raises WrongSetting.
        """
        name = f"LANTOA_DB_{service.upper()}"
        dsn = os.environ.get(name) or None
        try:
            return dsn if dsn is None else checked(dsn).geturl()
        except ValueError as error:
            raise WrongSetting(name, str(error)) from error

    def part_url(self, part: str) -> str | None:
        """Where a part is served by another process (`LANTOA_<PART>_URL`), None when nobody said so.

        Raises WrongSetting.
        """
        name = f"LANTOA_{part.upper()}_URL"
        url = os.environ.get(name, "").rstrip("/")
        if not url:
            return None
        try:
            parts = urlsplit(url)
            right = parts.scheme == "http" and parts.hostname and parts.port and parts[2:] == ("", "", "")
        except ValueError:
            right = False
        if not right:
            raise WrongSetting(name, "Phải có dạng http://máy:cổng, ví dụ http://indicators:8002")
        return url


__all__ = ["Settings", "WrongSetting"]
