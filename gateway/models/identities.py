"""Single sign-on (đăng nhập một lần): whom the provider knows an account's owner as, and sign-ins under way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base


class IdentityRow(Base, table=True):
    """An identity opens one account; an account has one identity at each provider."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs={"server_default": text("uuidv7()")})
    issuer: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    account_id: UUID = Field(foreign_key="accounts.id", ondelete="CASCADE")
    linked_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})
    used_at: datetime | None = Field(default=None, sa_type=INSTANT)


class ProviderVisitRow(Base, table=True):
    """Somebody is at the provider. Neither verifier nor nonce is kept: they come from the secret in their cookie.

    `account_id` is set when they go there to link an identity to the account they are signed in with, or, where it
    `confirms`, to prove again that it is still them.
    """

    __tablename__ = "provider_visits"

    state_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    browser_hash: bytes = Field(sa_type=LargeBinary)
    account_id: UUID | None = Field(default=None, foreign_key="accounts.id", ondelete="CASCADE", index=True)
    confirms: bool = Field(default=False, sa_type=Boolean, sa_column_kwargs={"server_default": text("false")})
    onward: str | None = Field(default=None, sa_type=Text)
    began_at: datetime = Field(sa_type=INSTANT, index=True, sa_column_kwargs={"server_default": text("now()")})
