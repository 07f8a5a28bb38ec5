"""Sessions of people (phiên làm việc), and the attempts to open one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text, text
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base


class SessionRow(Base, table=True):
    """An open session; only the SHA-256 of the token in the visitor's cookie is known here."""

    __tablename__ = "sessions"

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    account_id: UUID = Field(foreign_key="accounts.id", ondelete="CASCADE", index=True)
    csrf: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=INSTANT, index=True, sa_column_kwargs={"server_default": text("now()")})
    last_seen_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})


class SignInAttemptRow(Base, table=True):
    """Attempts on one account from one address; the account is a hash, since people type passwords there too."""

    __tablename__ = "sign_in_attempts"

    account_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    address: str = Field(primary_key=True, sa_type=Text)
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    last_at: datetime = Field(sa_type=INSTANT, index=True, sa_column_kwargs={"server_default": text("now()")})
