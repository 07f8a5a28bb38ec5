"""People who sign in (tài khoản), the roles they hold and lend, and what lets them choose a password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from gateway.models.schema import Base

INSTANT = DateTime(timezone=True)
NEW_ID = {"server_default": text("uuidv7()")}
NOW = {"server_default": text("now()")}


class AccountRow(Base, table=True):
    """A person's account; `email` is kept in small letters, of the password only its argon2id hash, once it is set.

    `place` is the area or organisation the person works for. `version` counts the changes an administrator made.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("email"), Index(None, "sort_key", "id"))

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs=NEW_ID)
    email: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    password_hash: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs=NOW)
    disabled_at: datetime | None = Field(default=None, sa_type=INSTANT)
    place: str | None = Field(default=None, sa_type=Text)
    version: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    folded: str = Field(sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    sort_key: bytes = Field(sa_type=LargeBinary, sa_column_kwargs={"server_default": text("''")})


class RoleGrantRow(Base, table=True):
    """A role on an area or organisation, for good or until an instant; nobody in `given_by` stands for an operator."""

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("account_id", "role", "place"),)

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs=NEW_ID)
    account_id: UUID = Field(foreign_key="accounts.id", ondelete="CASCADE")
    role: str = Field(sa_type=Text)
    place: str = Field(sa_type=Text)
    until: datetime | None = Field(default=None, sa_type=INSTANT)
    given_by: UUID | None = Field(default=None, foreign_key="accounts.id", ondelete="SET NULL")
    given_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs=NOW)


class DelegationRow(Base, table=True):
    """A role lent (ủy quyền) to a colleague on its place or one below, until an instant or until somebody ends it."""

    __tablename__ = "delegations"
    __table_args__ = (Index(None, "borrower_id"), Index(None, "lender_id"))

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs=NEW_ID)
    lender_id: UUID = Field(foreign_key="accounts.id", ondelete="CASCADE")
    borrower_id: UUID = Field(foreign_key="accounts.id", ondelete="CASCADE")
    role: str = Field(sa_type=Text)
    place: str = Field(sa_type=Text)
    until: datetime = Field(sa_type=INSTANT)
    reason: str = Field(sa_type=Text)
    made_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs=NOW)
    ended_at: datetime | None = Field(default=None, sa_type=INSTANT)
    ended_by: UUID | None = Field(default=None, foreign_key="accounts.id", ondelete="SET NULL")


class InvitationRow(Base, table=True):
    """A code that lets its bearer choose the password of an account, once; only its SHA-256 is known here.

    Without an account it is the code of the first administrator, who names themself.
    """

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("code_hash"), Index(None, "account_id"))

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs=NEW_ID)
    account_id: UUID | None = Field(default=None, foreign_key="accounts.id", ondelete="CASCADE")
    code_hash: bytes = Field(sa_type=LargeBinary)
    made_by: UUID | None = Field(default=None, foreign_key="accounts.id", ondelete="SET NULL")
    made_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs=NOW)
    expires_at: datetime = Field(sa_type=INSTANT)
    used_at: datetime | None = Field(default=None, sa_type=INSTANT)
    replaced_at: datetime | None = Field(default=None, sa_type=INSTANT)
