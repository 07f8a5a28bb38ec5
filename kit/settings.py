"""The settings of one installation: environment `LANTOA_*`, defaults that run on a bare machine."""

import os
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kit.postgres.dsn import checked


class Settings(BaseSettings):
    """Everything an operator may set. Each field is documented in docs/operations.md, kept by a test."""

    model_config = SettingsConfigDict(env_prefix="LANTOA_", extra="ignore")

    data_dir: Path = Field(default=Path("var"), title="Folder of the embedded database, secrets and uploads")
    host: str = Field(default="127.0.0.1", title="Address the gateway listens on")
    port: int = Field(default=8000, ge=0, le=65535, title="Port the gateway listens on")
    database_url: SecretStr | None = Field(
        default=None, title="External PostgreSQL >= 18 (administrator's DSN); unset = embedded"
    )
    home_area: str = Field(default="T15-2025", title="Area whose name brands the pages and whose dashboard opens first")
    public_url: str = Field(default="", title="Address seen by visitors; https switches production mode on")
    sample_password: SecretStr | None = Field(default=None, title="One password for the sample accounts (tests only)")
    max_body_bytes: int = Field(default=10 * 1024 * 1024, ge=1024, title="Largest request body in bytes")
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

    @property
    def production(self) -> bool:
        """True behind an https address: secure cookies, HSTS, no sample accounts, closed docs."""
        return self.public_url.startswith("https://")

    @property
    def secrets_dir(self) -> Path:
        """Where keys and generated passwords lie (0700)."""
        return self.data_dir / "secrets"

    def service_dsn(self, service: str) -> str | None:
        """The DSN of a service that has a server of its own (`LANTOA_DB_<SERVICE>`), None when it shares one."""
        return os.environ.get(f"LANTOA_DB_{service.upper()}")
