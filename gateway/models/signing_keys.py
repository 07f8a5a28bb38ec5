"""Keys that sign access tokens (khóa ký mã truy cập)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base


class SigningKeyRow(Base, table=True):
    """A key pair: it signs from `active_from` until `retired_at`, when the next one does.

    The private half is sealed with the installation's master key; the public half is for everybody.
    """

    __tablename__ = "signing_keys"

    kid: str = Field(primary_key=True, sa_type=Text)
    public: dict[str, Any] = Field(sa_column=Column(JSONB(), nullable=False))
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})
    active_from: datetime = Field(sa_type=INSTANT)
    retired_at: datetime | None = Field(default=None, sa_type=INSTANT)
