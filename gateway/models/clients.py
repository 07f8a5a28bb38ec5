"""Systems that read and write over the interface (hệ thống kết nối)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base

NOW = {"server_default": text("now()")}
EMPTY = {"server_default": text("''")}


class ClientRow(Base, table=True):
    """An API client: its scopes hold on its area and below; `contact` is whom to call about it."""

    __tablename__ = "clients"

    client_id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    contact: str = Field(default="", sa_type=Text, sa_column_kwargs=EMPTY)
    scopes: list[str] = Field(sa_type=ARRAY(Text))
    area_id: str = Field(sa_type=Text, sa_column_kwargs={"server_default": text("'VN'")})
    created_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs=NOW)
    created_by: str = Field(default="", sa_type=Text, sa_column_kwargs=EMPTY)
    version: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    expires_at: datetime | None = Field(default=None, sa_type=INSTANT)
    last_used_at: datetime | None = Field(default=None, sa_type=INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)


class ClientSecretRow(Base, table=True):
    """A secret of a client: random, so its SHA-256 suffices; for a while an old and a new one hold side by side."""

    __tablename__ = "client_secrets"

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs={"server_default": text("uuidv7()")})
    client_id: str = Field(foreign_key="clients.client_id", ondelete="CASCADE", index=True, sa_type=Text)
    hash: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs=NOW)
    expires_at: datetime | None = Field(default=None, sa_type=INSTANT)
    last_used_at: datetime | None = Field(default=None, sa_type=INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)
