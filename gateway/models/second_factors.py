"""Second factors (yếu tố xác thực thứ hai): a secret shared with an app, and codes for the day it is lost."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, text
from sqlmodel import Field

from gateway.models.accounts import INSTANT
from gateway.models.schema import Base


class SecondFactorRow(Base, table=True):
    """The sealed TOTP secret of an account; `last_step` is the newest time step whose code was taken."""

    __tablename__ = "second_factors"

    account_id: UUID = Field(primary_key=True, foreign_key="accounts.id", ondelete="CASCADE")
    secret: bytes = Field(sa_type=LargeBinary)
    last_step: int = Field(sa_type=BigInteger)
    enrolled_at: datetime = Field(sa_type=INSTANT, sa_column_kwargs={"server_default": text("now()")})


class RecoveryCodeRow(Base, table=True):
    """A code that stands in for the second factor once; a used one is gone. 80 random bits need no slow hash."""

    __tablename__ = "recovery_codes"

    account_id: UUID = Field(primary_key=True, foreign_key="accounts.id", ondelete="CASCADE")
    code_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
