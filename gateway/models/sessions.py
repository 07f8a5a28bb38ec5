"""Sessions of people (phiên làm việc): from where, by which proof, and the token that opens them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base

EMPTY = {"server_default": text("''")}


class SessionRow(Base, table=True):
    """An open session; only the SHA-256 of the token in the visitor's cookie is known here.

    `rights` is the digest of what the account held when the token was made; `previous_hash` belongs to the token
    before, which counts a little longer after `rotated_at`. `offered_secret` is a second factor not confirmed yet.
    """

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs={"server_default": text("uuidv7()")})
    token_hash: bytes = Field(sa_type=LargeBinary)
    account_id: UUID = Field(foreign_key="accounts.id", ondelete="CASCADE", index=True)
    csrf: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=INSTANT, index=True, sa_column_kwargs={"server_default": text("now()")})
    last_seen_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})
    method: str = Field(sa_type=Text, sa_column_kwargs={"server_default": text("'password'")})
    address: str = Field(sa_type=Text, sa_column_kwargs=EMPTY)
    agent: str = Field(sa_type=Text, sa_column_kwargs=EMPTY)
    confirmed_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})
    rights: bytes = Field(sa_type=LargeBinary, sa_column_kwargs={"server_default": text("''::bytea")})
    previous_hash: bytes | None = Field(default=None, sa_type=LargeBinary, index=True)
    rotated_at: datetime | None = Field(default=None, sa_type=INSTANT)
    offered_secret: bytes | None = Field(default=None, sa_type=LargeBinary)
