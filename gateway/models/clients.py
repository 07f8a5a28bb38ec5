"""Systems that read and write over the interface (hệ thống kết nối)."""

from datetime import datetime

from sqlalchemy import LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base


class ClientRow(Base, table=True):
    """An API client: its scopes hold on its area and below; the secret is random, so its SHA-256 suffices."""

    __tablename__ = "clients"

    client_id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    secret_hash: bytes = Field(sa_type=LargeBinary)
    scopes: list[str] = Field(sa_type=ARRAY(Text))
    area_id: str = Field(sa_type=Text, sa_column_kwargs={"server_default": text("'VN'")})
    created_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})
    last_used_at: datetime | None = Field(default=None, sa_type=INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)
