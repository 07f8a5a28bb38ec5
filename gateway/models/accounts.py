"""People who sign in (tài khoản), and the roles they hold on areas."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text, UniqueConstraint, text
from sqlmodel import Field

from gateway.models.schema import Base

INSTANT = DateTime(timezone=True)


class AccountRow(Base, table=True):
    """A person's account; `email` is kept in small letters, the password only as its argon2id hash."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("email"),)

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs={"server_default": text("uuidv7()")})
    email: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    password_hash: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})
    disabled_at: datetime | None = Field(default=None, sa_type=INSTANT)


class RoleGrantRow(Base, table=True):
    """A role on an area, for good or until an instant."""

    __tablename__ = "role_grants"

    account_id: UUID = Field(primary_key=True, foreign_key="accounts.id", ondelete="CASCADE")
    role: str = Field(primary_key=True, sa_type=Text)
    area_id: str = Field(primary_key=True, sa_type=Text)
    until: datetime | None = Field(default=None, sa_type=INSTANT)
